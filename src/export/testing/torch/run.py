"""Holds exported programs against what Ganvas recorded of the same designs: python run.py FOLDER...

Prints a line of JSON for each folder. Ends with 3 where PyTorch, safetensors or Lightning cannot be imported."""

import importlib.util
import json
import math
import sys
import traceback
from pathlib import Path


MISSING = [name for name in ("torch", "safetensors", "lightning") if importlib.util.find_spec(name) is None]
if MISSING:
    print(f"skipped: {sys.executable} cannot import {', '.join(MISSING)}", file=sys.stderr)
    sys.exit(3)

import torch
import torch.nn.functional as F
from lightning.fabric import Fabric
from safetensors.torch import load_file

if importlib.util.find_spec("torchvision") is None:
    # After Lightning, which would want more of it.
    sys.path.append(str(Path(__file__).parent / "stand_in"))


def place(count):
    return (((torch.arange(count, dtype=torch.float64) * 7919 + 13) % 10007) + 0.5) / 10007


def channels_last(values, shape):
    """Values in the order in which Ganvas has the entries of a tensor."""
    shape = tuple(shape)
    if len(shape) < 3:
        return values.reshape(shape).float()
    return values.reshape(shape[0], *shape[2:], shape[1]).movedim(-1, 1).float()


def sizes(shape):
    return shape[0] if len(shape) == 1 and isinstance(shape[0], (tuple, list, torch.Size)) else shape


def uniform(*shape, **_):
    return channels_last(place(math.prod(sizes(shape))), sizes(shape))


def normal(*shape, **_):
    return channels_last((place(math.prod(sizes(shape)) + 1)[1:] - 0.5) * math.sqrt(12), sizes(shape))


def dropout(x, p=0.5, training=True, inplace=False):
    return x * (uniform(*x.shape) >= p) / (1 - p) if training else x


class SharedNoise:
    """Inside, PyTorch has the noise of noise.ts."""

    patches = [
        (torch, "rand", uniform),
        (torch, "randn", normal),
        (torch, "rand_like", lambda x: uniform(*x.shape)),
        (torch, "randn_like", lambda x: normal(*x.shape)),
        (F, "dropout", dropout),
    ]

    def __enter__(self):
        self.kept = [getattr(module, name) for module, name, _ in self.patches]
        for module, name, function in self.patches:
            setattr(module, name, function)

    def __exit__(self, *_):
        for (module, name, _), function in zip(self.patches, self.kept):
            setattr(module, name, function)


def load_program(folder):
    spec = importlib.util.spec_from_file_location("program", folder / "program.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def distance(found, wanted):
    """Largest difference, in parts of the largest value where that is above 1."""
    return ((found - wanted).abs().max() / wanted.abs().max().clamp(min=1)).item() if wanted.numel() else 0.0


def check_networks(net, expected, tensors):
    """The largest distance of all outputs: in evaluation, in training."""
    found = {"inference": 0.0, "training": 0.0}
    for network in expected["networks"]:
        module = getattr(net, network["variable"])
        for mode in found:
            module.train(mode == "training")
            before = {name: buffer.clone() for name, buffer in module.named_buffers()}
            with torch.no_grad(), SharedNoise():
                outputs = module(*(tensors[f"{network['variable']}/in/{port}"] for port in network["inputs"]))
            for name, buffer in module.named_buffers():
                buffer.copy_(before[name])
            outputs = outputs if isinstance(outputs, tuple) else (outputs,)
            for port, output in zip(network["outputs"], outputs):
                wanted = tensors[f"{network['variable']}/{mode}/{port}"]
                if output.shape != wanted.shape:
                    raise ValueError(f"{network['variable']}.{port} has {list(output.shape)}, expected {list(wanted.shape)}")
                found[mode] = max(found[mode], distance(output, wanted))
    return found


def check_training(program, net, fabric, expected, tensors):
    updaters = program.build_updaters(net)
    drawn = []

    def draw_batch(data, size, device):
        step, draw = drawn.pop(0)
        prefix = f"draw/{step}/{draw}/"
        return {name[len(prefix) :]: value for name, value in tensors.items() if name.startswith(prefix)}

    program.draw_batch = draw_batch
    before = {name: value.clone() for name, value in net.state_dict().items()}
    net.train()
    loss_error, worst_loss = 0.0, ""
    for count in range(expected["steps"]):
        drawn += [(count, draw) for draw in range(expected["draws"][count])]
        with SharedNoise():
            losses = program.training_step(fabric, net, updaters, {}, expected["firstStep"] + count)
        if drawn:
            raise ValueError(f"{len(drawn)} draws were left over")
        for name, wanted in expected["losses"][count].items():
            error = abs(losses[name].item() - wanted) / max(abs(wanted), 0.1)
            if not error <= loss_error:
                loss_error, worst_loss = error, f"{name} step {count}: {losses[name].item():.6g} for {wanted:.6g}"
    result = {"loss": loss_error, "worstLoss": worst_loss, "weights": 0.0, "update": 0.0, "average": 0.0, "statistics": 0.0}
    for network in expected["networks"]:
        variable = network["variable"]
        for kind in ["after"] + (["average"] if network["average"] else []):
            module = updaters[variable].average if kind == "average" else getattr(net, variable)
            parameters = {name for name, weight in module.named_parameters()}
            difference = moved = length = 0.0
            for name, found in module.state_dict().items():
                wanted = tensors.get(f"{kind}/{variable}/{name}")
                if wanted is None:
                    continue
                if name not in parameters:
                    if name.endswith(("running_mean", "stored", "filled")):
                        result["statistics"] = max(result["statistics"], distance(found, wanted))
                    continue
                start = before[f"{variable}.{name}"]
                off = (found - wanted).square().sum().item()
                if not off < math.inf:
                    raise ValueError(f"{variable}.{name} is not finite")
                step = (wanted - start).square().sum().item()
                difference, moved, length = difference + off, moved + step, length + wanted.square().sum().item()
                share = math.sqrt(off / step) if step > 0 else (0.0 if off == 0 else 1e9)
                if kind == "after" and share > result.get("worstShare", 0) and step > 1e-14 * wanted.numel():
                    result["worstShare"], result["worstWeight"] = share, f"{variable}.{name}"
            if kind == "average":
                result["average"] = max(result["average"], math.sqrt(difference / max(length, 1e-30)))
                continue
            result["weights"] = max(result["weights"], math.sqrt(difference / max(length, 1e-30)))
            if network["trained"]:
                result["update"] = max(result["update"], math.sqrt(difference / moved) if moved > 0 else (0.0 if difference == 0 else 1e9))
            result["moved"] = max(result.get("moved", 0.0), math.sqrt(moved / max(length, 1e-30)))
    return result


def main():
    torch.manual_seed(0)
    fabric = Fabric(accelerator="cpu", devices=1)
    for folder in map(Path, sys.argv[1:]):
        expected = json.loads((folder / "expected.json").read_text())
        result = {"name": expected["name"]}
        try:
            tensors = load_file(str(folder / "expected.safetensors"))
            program = load_program(folder)
            net = program.Networks()
            program.load_weights(net, folder / "weights.safetensors")
            result |= check_networks(net, expected, tensors)
            result |= check_training(program, net, fabric, expected, tensors)
        except Exception as error:
            lines = traceback.format_exc().splitlines()
            result["error"] = f"{type(error).__name__}: {error}"
            result["trace"] = "\n".join(lines[-8:])
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
