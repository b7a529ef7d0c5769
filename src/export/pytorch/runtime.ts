/** @file The parts of the exported program that are the same for every design, and which designs need them. */
import type { Plan } from '../../compile/plan'

export const KEEP_STATISTICS = `@contextmanager
def keep_statistics(*networks: nn.Module):
    """What is computed inside leaves batch statistics and spectral vectors of these networks as they were.

    They move only in updates of their own network, as in Ganvas."""
    buffers = [
        (module, name, buffer)
        for network in networks
        for module in network.modules()
        for name, buffer in module.named_buffers(recurse=False)
    ]
    for module, name, buffer in buffers:
        setattr(module, name, buffer.clone())
    try:
        yield
    finally:
        for module, name, buffer in buffers:
            setattr(module, name, buffer)`

export const GRADIENTS = `def trainable(network: nn.Module) -> list[nn.Parameter]:
    return [weight for weight in network.parameters() if weight.requires_grad]


def gradients(fabric: Fabric, loss: Tensor, *networks: nn.Module) -> list[list[Tensor | None]]:
    """Gradients of the loss for each of the networks and nobody else, averaged over all processes."""
    weights = [trainable(network) for network in networks]
    found = list(torch.autograd.grad(loss, [weight for own in weights for weight in own], allow_unused=True))
    if fabric.world_size > 1:
        found = [gradient if gradient is None else fabric.all_reduce(gradient, reduce_op="mean") for gradient in found]
    return [[found.pop(0) for _ in own] for own in weights]`

export const UPDATER = `class Updater:
    """How a network is updated: clipped gradients, its optimiser, clipped weights, the moving average of the weights."""

    def __init__(
        self,
        network: nn.Module,
        optimizer: torch.optim.Optimizer,
        clip: float | None = None,  # every weight stays within plus and minus this
        clip_gradient: float | None = None,  # the longest gradient of one weight tensor
        decay: float | None = None,  # of the moving average
    ):
        self.network, self.optimizer = network, optimizer
        self.clip, self.clip_gradient, self.decay = clip, clip_gradient, decay
        self.updates = 0
        self.average = copy.deepcopy(network) if decay is not None else network

    def set_learning_rate(self, rate: float) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = rate

    @torch.no_grad()
    def update(self, grads: list[Tensor | None]) -> None:
        self.updates += 1
        for weight, gradient in zip(trainable(self.network), grads):
            if gradient is not None and self.clip_gradient is not None:
                gradient = gradient * (self.clip_gradient / gradient.norm().clamp(min=self.clip_gradient))
            weight.grad = gradient
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.clip is not None:
            for weight in trainable(self.network):
                weight.clamp_(-self.clip, self.clip)
        if self.decay is not None:
            # The first updates count more, so that short runs forget the first weights.
            decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
            for average, weight in zip(self.average.parameters(), self.network.parameters()):
                average.lerp_(weight, 1 - decay)
            for average, buffer in zip(self.average.buffers(), self.network.buffers()):
                average.copy_(buffer)


Updaters = dict[str, Updater]`

export const SET_ACTIVE = `def set_active(net: nn.Module, active: bool) -> None:
    """Replay buffers swap samples only while the critics are updated."""
    for module in net.modules():
        if isinstance(module, ReplayBuffer):
            module.active = active`

export const POINTS_PICTURE = `def picture_of_points(points: Tensor, size: int = 256) -> Tensor:
    """Where the points lie, as a grey picture."""
    reach = points.abs().max().item() * 1.1 + 1e-6
    places = ((points.cpu() / reach + 1) / 2 * size).long().clamp(0, size - 1)
    picture = torch.zeros(1, size, size)
    picture[0, size - 1 - places[:, 1], places[:, 0]] = 1
    return picture`

export const LOAD_WEIGHTS = `def load_weights(net: Networks, path: Path) -> None:
    """Weights of whole networks from a safetensors file with names such as generator.dense.weight."""
    weights = load_file(path)
    loaded = []
    for name, network in net.named_children():
        own = {key.removeprefix(f"{name}."): value for key, value in weights.items() if key.startswith(f"{name}.")}
        if own:
            network.load_state_dict(own)
            loaded.append(name)
    if not loaded:
        raise SystemExit(f"{path} has no weights of {', '.join(dict(net.named_children()))}. Was it made for another design?")`

/** Adam, RMSProp and SGD of PyTorch as functions that a gradient goes through. */
const VIRTUAL = {
  adam: `        memory = memory or {"m": state.get("exp_avg", 0), "v": state.get("exp_avg_sq", 0)}
        m, v = memory["m"], memory["v"]
        beta1, beta2 = group["betas"]
        m, v = beta1 * m + (1 - beta1) * gradient, beta2 * v + (1 - beta2) * gradient.square()
        root = (v / (1 - beta2**count)).clamp(min=1e-30).sqrt()  # the slope of a root of 0 is infinite
        return m / (1 - beta1**count) / (root + group["eps"]), {"m": m, "v": v}`,
  rmsprop: `        memory = memory or {"v": state.get("square_avg", 0), "velocity": state.get("momentum_buffer", 0)}
        v, velocity = memory["v"], memory["velocity"]
        v = group["alpha"] * v + (1 - group["alpha"]) * gradient.square()
        change = gradient / (v.clamp(min=1e-30).sqrt() + group["eps"])  # the slope of a root of 0 is infinite
        velocity = group["momentum"] * velocity + change
        return velocity, {"v": v, "velocity": velocity}`,
  sgd: `        velocity = memory["velocity"] if memory else state.get("momentum_buffer")
        velocity = gradient if velocity is None else group["momentum"] * velocity + gradient
        return velocity, {"velocity": velocity}`,
} as const

/** Critics some updates ahead. `kinds`: the optimisers of those critics. */
export function lookAheadText(kinds: readonly (keyof typeof VIRTUAL)[]): string {
  const classes = { adam: 'Adam', rmsprop: 'RMSprop', sgd: 'SGD' }
  const cases = kinds.flatMap((kind) => [
    `    if isinstance(updater.optimizer, torch.optim.${classes[kind]}):`,
    VIRTUAL[kind],
  ])
  return `class WithWeights:
    """A network with other weights. Its own weights, batch statistics and spectral vectors stay."""

    def __init__(self, network: nn.Module, weights: dict[str, Tensor]):
        self.network, self.weights = network, weights

    def __call__(self, *inputs: Tensor):
        buffers = {name: buffer.clone() for name, buffer in self.network.named_buffers()}
        return torch.func.functional_call(self.network, {**buffers, **self.weights}, inputs)


def virtual_change(updater: Updater, weight: Tensor, gradient: Tensor, memory: dict | None, count: int):
    """What the optimiser would take away from a weight, before the learning rate, and what it would remember."""
    state, [group] = updater.optimizer.state.get(weight, {}), updater.optimizer.param_groups
    if updater.clip_gradient is not None:
        norm = gradient.square().sum().clamp(min=1e-30).sqrt()
        gradient = gradient * (updater.clip_gradient / norm.clamp(min=updater.clip_gradient))
${cases.join('\n')}
    raise NotImplementedError(type(updater.optimizer).__name__)


def look_ahead(net: Networks, updaters: Updaters, critics: list[tuple[list[str], Callable]], count: int) -> SimpleNamespace:
    """The networks, with critics that are \`count\` updates ahead; gradients go through these updates.

    Unrolled GANs (Metz et al., arXiv 1611.02163). Nothing of the critics changes. Every process looks ahead on its own batch."""
    present = {
        name: {key: weight for key, weight in getattr(net, name).named_parameters() if weight.requires_grad}
        for names, _ in critics
        for name in names
    }
    ahead, memories = present, {name: {} for name in present}

    def view() -> SimpleNamespace:
        networks = {name: WithWeights(getattr(net, name), weights) for name, weights in ahead.items()}
        return SimpleNamespace(**{**dict(net.named_children()), **networks})

    for virtual in range(count):
        moved = {name: dict(weights) for name, weights in ahead.items()}
        for names, loss in critics:
            keys = [(name, key) for name in names for key in ahead[name]]
            weights = [ahead[name][key] for name, key in keys]
            found = torch.autograd.grad(loss(view()), weights, create_graph=True, allow_unused=True)
            for (name, key), weight, gradient in zip(keys, weights, found):
                if gradient is None:
                    continue
                updater, memory = updaters[name], memories[name].get(key)
                updates = updater.updates + virtual + 1
                change, memories[name][key] = virtual_change(updater, present[name][key], gradient, memory, updates)
                weight = weight - updater.optimizer.param_groups[0]["lr"] * change
                moved[name][key] = weight if updater.clip is None else weight.clamp(-updater.clip, updater.clip)
        ahead = moved
    return view()`
}

/** The optimisers of all critics that somebody looks ahead with. */
export const virtualOptimizers = (plan: Plan): (keyof typeof VIRTUAL)[] => [
  ...new Set(
    plan.rounds
      .flatMap(({ updates }) => updates.flatMap(({ ahead }) => ahead?.critics ?? []))
      .flatMap(({ networks }) => networks.map((id) => plan.networks[id]!.optimizer.kind)),
  ),
]
