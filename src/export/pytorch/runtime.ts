/** @file The parts of the exported program that are the same for every design. */

export const GRADIENTS = `def gradients(fabric, loss, networks):
    """Gradients of the loss for each of the networks and nobody else, averaged over all processes."""
    parameters = [[weight for weight in network.parameters() if weight.requires_grad] for network in networks]
    flat = [weight for weights in parameters for weight in weights]
    found = list(torch.autograd.grad(loss, flat, allow_unused=True))
    if fabric.world_size > 1:
        found = [g if g is None else fabric.all_reduce(g, reduce_op="mean") for g in found]
    return [[(weight, found.pop(0)) for weight in weights] for weights in parameters]`

export const UPDATE = `class Updater:
    """One update of a network: clipped gradients, its optimiser, clipped weights, the moving average."""

    def __init__(self, network, optimizer, clip=None, clip_gradient=None, decay=None):
        self.network, self.optimizer = network, optimizer
        self.clip, self.clip_gradient, self.decay = clip, clip_gradient, decay
        self.updates = 0
        self.average = copy.deepcopy(network) if decay is not None else network

    @torch.no_grad()
    def __call__(self, grads):
        for weight, gradient in grads:
            if gradient is not None and self.clip_gradient is not None:
                gradient = gradient * (self.clip_gradient / gradient.norm().clamp(min=self.clip_gradient))
            weight.grad = gradient
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.updates += 1
        if self.clip is not None:
            for weight, _ in grads:
                weight.clamp_(-self.clip, self.clip)
        if self.decay is not None:
            decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
            for average, weight in zip(self.average.parameters(), self.network.parameters()):
                average.lerp_(weight, 1 - decay)
            for average, buffer in zip(self.average.buffers(), self.network.buffers()):
                average.copy_(buffer)`

export const SET_ACTIVE = `def set_active(net, active):
    """Replay buffers swap samples only while the critics are updated."""
    for module in net.modules():
        if hasattr(module, "active"):
            module.active = active`

export const POINTS_PICTURE = `def picture_of_points(points, size=256):
    """Where the points lie, as a grey picture."""
    reach = points.abs().max().item() * 1.1 + 1e-6
    places = ((points.cpu() / reach + 1) / 2 * size).long().clamp(0, size - 1)
    picture = torch.zeros(1, size, size)
    picture[0, size - 1 - places[:, 1], places[:, 0]] = 1
    return picture`

export const LOAD_WEIGHTS = `def load_weights(net, path):
    """Weights of whole networks from a safetensors file with names such as generator.dense.weight."""
    weights = load_file(path)
    for name in NETWORKS:
        own = {key[len(name) + 1 :]: value for key, value in weights.items() if key.startswith(name + ".")}
        if own:
            getattr(net, name).load_state_dict(own)`
