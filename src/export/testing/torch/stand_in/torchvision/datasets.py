"""MNIST and FashionMNIST from the IDX files in FOLDER/NAME/raw, where torchvision puts them."""

from pathlib import Path

import torch


class MNIST:
    def __init__(self, root, train=True, download=False):
        raw, part = Path(root) / type(self).__name__ / "raw", "train" if train else "t10k"
        images = (raw / f"{part}-images-idx3-ubyte").read_bytes()[16:]
        labels = (raw / f"{part}-labels-idx1-ubyte").read_bytes()[8:]
        self.data = torch.frombuffer(bytearray(images), dtype=torch.uint8).reshape(-1, 28, 28)
        self.targets = torch.frombuffer(bytearray(labels), dtype=torch.uint8).long()


class FashionMNIST(MNIST):
    pass
