"""Starts an exported program as its user would: python start.py PROGRAM ARGUMENT..., with the stand-in where torchvision is missing."""

import importlib.util
import runpy
import sys
from pathlib import Path

import lightning.fabric  # before the stand-in, of which it would want more

if importlib.util.find_spec("torchvision") is None:
    sys.path.append(str(Path(__file__).parent / "stand_in"))
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
