/** @file The whole program: networks, data, losses and training loop of a design in one file of Python. */
import { layerKind } from '../../compile/build'
import { layersOf, type Optimizer, type Plan, type PlanNetwork } from '../../compile/plan'
import type { DatasetDefinition } from '../../data/dataset'
import type { GraphDocument } from '../../graph/document'
import { findKind } from '../../graph/kinds'
import type { SourceDefinition } from '../../layers/layer'
import { valueAt } from '../../lib/schedule'
import { networkClass, torchShape } from './modules'
import { networkNames } from './names'
import { indented, plainText, SCHEDULE, uniqueDefinitions } from './python'
import { GRADIENTS, LOAD_WEIGHTS, POINTS_PICTURE, SET_ACTIVE, UPDATE } from './runtime'
import { type Names, outerLayers, outerNames, statements, stepLines } from './training'

function optimizerText(optimizer: Optimizer, parameters: string): string {
  const rate = valueAt(optimizer.learningRate, 0)
  switch (optimizer.kind) {
    case 'adam':
      return `torch.optim.Adam(${parameters}, lr=${rate}, betas=(${optimizer.beta1}, ${optimizer.beta2}), eps=${optimizer.epsilon})`
    case 'rmsprop':
      return `torch.optim.RMSprop(${parameters}, lr=${rate}, alpha=${optimizer.decay}, eps=${optimizer.epsilon}, momentum=${optimizer.momentum})`
    case 'sgd':
      return `torch.optim.SGD(${parameters}, lr=${rate}, momentum=${optimizer.momentum})`
  }
}

const sourceKind = (kind: string) => findKind(kind) as unknown as SourceDefinition

/** What loads a dataset: its own text, or a folder that whoever runs it brings. */
function dataText(definition: DatasetDefinition): readonly string[] {
  if (definition.pytorch) return definition.pytorch
  const [name, field] = Object.entries(definition.fields)[0]!
  if (field.form === 'points')
    return [
      '# Points of your own: an array [count, 2] saved by numpy.save as points.npy in the folder.',
      'import numpy',
      '',
      'points = torch.from_numpy(numpy.load(os.path.join(folder, "points.npy"))).float().to(device)',
      '',
      'def draw(size):',
      '    return {"point": points[torch.randint(len(points), (size,), device=device)]}',
    ]
  const [channels, height, width] = torchShape(field.shape) as [number, number, number]
  const label = Object.entries(definition.fields).find(([, { form }]) => form === 'label')
  return [
    '# Pictures in folders, one for each class: FOLDER/class/picture.png.',
    'from torchvision import transforms',
    'from torchvision.datasets import ImageFolder',
    '',
    `steps = [transforms.Resize(${Math.min(height, width)}), transforms.CenterCrop((${height}, ${width})), transforms.ToTensor()]`,
    ...(channels === 1 ? ['steps.insert(0, transforms.Grayscale())'] : []),
    'pictures = ImageFolder(folder, transforms.Compose(steps))',
    'images = torch.stack([(picture * 255).byte() for picture, _ in pictures]).to(device)',
    ...(label ? ['labels = torch.tensor(pictures.targets, device=device)'] : []),
    '',
    'def draw(size):',
    '    chosen = torch.randint(len(images), (size,), device=device)',
    `    batch = {"${name}": images[chosen].float() / 127.5 - 1}`,
    ...(label ? [`    batch["${label[0]}"] = F.one_hot(labels[chosen], ${label[1].shape[0]}).float()`] : []),
    '    return batch',
  ]
}

function dataSection(plan: Plan, names: Names): string[] {
  const lines: string[] = []
  const draws: string[] = []
  for (const [index, source] of plan.sources.entries()) {
    const kind = sourceKind(source.kind)
    const definition = kind.dataset?.(source.params)
    if (definition) {
      lines.push(
        `def load_data_${index}(folder, device):`,
        ...indented([
          `"""${plainText(`${definition.title}. ${definition.summary}`)}"""`,
          ...dataText(definition),
          '',
          'return draw',
        ]),
        '',
        '',
      )
      draws.push(`batch = data[${index}](size)`)
    }
    const expressions = kind.pytorch(source.params)
    for (const [port, { value }] of Object.entries(source.outputs))
      draws.push(`draw["${names.values.get(value)}"] = ${expressions[port]}`)
  }
  const loaders = plan.sources.flatMap((source, index) =>
    sourceKind(source.kind).dataset?.(source.params) ? [`${index}: load_data_${index}(folder, device)`] : [],
  )
  return [
    ...lines,
    'def load_data(folder, device):',
    `    return {${loaders.join(', ')}}`,
    '',
    '',
    'def draw_batch(data, size, device):',
    ...indented(['"""One batch of every source, by name."""', 'draw = {}', ...draws, 'return draw']),
  ]
}

function networksSection(plan: Plan, names: Names): { lines: string[]; definitions: string[] } {
  const networks = Object.values(plan.networks)
  const classes = networks.map((network) => networkClass(network, names.networks.get(network.id)!))
  const outer = outerLayers(plan, names)
  const build = networks.map(({ id }) => {
    const { variable, className } = names.networks.get(id)!
    return `self.${variable} = ${className}()`
  })
  const frozen = networks
    .filter(({ trainable }) => !trainable)
    .map(({ id }) => `self.${names.networks.get(id)!.variable}.requires_grad_(False)`)
  return {
    lines: [
      ...classes.flatMap(({ lines }) => [...lines, '', '']),
      `NETWORKS = [${networks.map(({ id }) => `"${names.networks.get(id)!.variable}"`).join(', ')}]`,
      '',
      '',
      'class Networks(nn.Module):',
      ...indented([
        '"""All networks, and the layers between them."""',
        '',
        'def __init__(self):',
        ...indented(['super().__init__()', ...build, ...frozen, ...outer.modules]),
      ]),
    ],
    definitions: [...classes.flatMap(({ definitions }) => definitions), ...outer.definitions],
  }
}

function sampleSection(plan: Plan, names: Names): string[] {
  const preview = plan.previews.find(({ type }) => type === 'image' || type === 'points')
  const value = preview && 'value' in preview ? preview.value : null
  if (!preview || value === null)
    return ['def save_samples(net, data, path, device):', '    pass  # Nothing here is a picture or a point.']
  const name = names.values.get(value)!
  const drawn = plan.sources.some(({ outputs }) => Object.values(outputs).some((output) => output.value === value))
  return [
    '@torch.no_grad()',
    'def save_samples(net, data, path, device):',
    ...indented([
      '"""A sheet of samples, from the moving average where there is one."""',
      'net.eval()',
      `draw = draw_batch(data, ${preview.type === 'image' ? 64 : 2048}, device)`,
      'step = STEPS',
      ...statements(plan, names, preview.operations),
      `samples = ${drawn ? `draw["${name}"]` : name}`,
      preview.type === 'image'
        ? 'save_image(samples.float(), path, nrow=8, normalize=True, value_range=(-1, 1))'
        : 'save_image(picture_of_points(samples), path)',
      'net.train()',
    ]),
  ]
}

function updaterText(network: PlanNetwork, variable: string): string {
  const settings = [
    `optimizers["${variable}"]`,
    ...(network.clip === null ? [] : [`clip=${network.clip}`]),
    ...(network.clipGradient === null ? [] : [`clip_gradient=${network.clipGradient}`]),
    ...(network.ema === null ? [] : [`decay=${network.ema}`]),
  ]
  return `"${variable}": Updater(net.${variable}, ${settings.join(', ')}),`
}

/** What of a plan the program does otherwise than Ganvas, one sentence each. */
export function differences(plan: Plan): string[] {
  const notes = [
    'Random numbers come from PyTorch, so a run is like one in Ganvas and not the same.',
    'Batch statistics and spectral vectors move in every forward pass, in Ganvas only in updates of their own network.',
  ]
  if (Object.values(plan.networks).some(({ lookAhead }) => lookAhead > 0))
    notes.push(
      'Looking ahead (unrolled updates of the critics) is left out: the players answer the critics as they are.',
    )
  return notes
}

export function pytorchSource(document: GraphDocument, plan: Plan, file: string): string {
  const names = outerNames(plan, networkNames(plan))
  const networks = networksSection(plan, names)
  const { lines: step, functions } = stepLines(plan, names)
  const trained = Object.values(plan.networks).filter(({ trainable }) => trainable)
  const variable = ({ id }: PlanNetwork) => names.networks.get(id)!.variable
  const isActive = plan.operations.some((operation) =>
    layersOf(plan, operation).some(({ kind }) => layerKind(kind).dependsOnPart),
  )
  const helpers = [
    SCHEDULE,
    ...uniqueDefinitions(functions.flatMap(({ definitions }) => [...definitions])),
    ...functions.map(({ lines }) => lines.join('\n')),
    GRADIENTS,
    UPDATE,
    ...(isActive ? [SET_ACTIVE] : []),
    POINTS_PICTURE,
    LOAD_WEIGHTS,
    sampleSection(plan, names).join('\n'),
  ]
  const main = [
    'def main():',
    ...indented([
      'parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])',
      'parser.add_argument("--weights", help="safetensors file to begin with")',
      'parser.add_argument("--sample", help="only write a sheet of samples to this picture")',
      'parser.add_argument("--data", default="data", help="folder of the data")',
      'parser.add_argument("--out", default="run", help="folder for weights and samples")',
      'parser.add_argument("--steps", type=int, default=STEPS)',
      'parser.add_argument("--save-every", type=int, default=1000)',
      'args = parser.parse_args()',
      '',
      'local = int(os.environ.get("LOCAL_WORLD_SIZE", 1))',
      'nodes = int(os.environ.get("WORLD_SIZE", 1)) // local',
      'fabric = Fabric(accelerator="auto", devices=local, num_nodes=nodes)',
      'fabric.launch()',
      'device = fabric.device',
      'fabric.seed_everything(SEED)  # the same first weights everywhere',
      'net = Networks().to(device)',
      'if args.weights:',
      '    load_weights(net, args.weights)',
      'fabric.seed_everything(SEED + fabric.global_rank)  # but other batches',
      'data = load_data(args.data, device)',
      'if args.sample:',
      '    save_samples(net, data, args.sample, device)',
      '    return',
      '',
      'optimizers = {',
      ...trained.map(
        (network) =>
          `    "${variable(network)}": ${optimizerText(network.optimizer, `[weight for weight in net.${variable(network)}.parameters() if weight.requires_grad]`)},`,
      ),
      '}',
      'updaters = {',
      ...trained.map((network) => `    ${updaterText(network, variable(network))}`),
      '}',
      '',
      'def update(name, grads):',
      '    updaters[name](grads)',
      '',
      'def averaged():',
      '    """All networks, those with a moving average in its place."""',
      '    shown = copy.deepcopy(net)',
      '    for name, updater in updaters.items():',
      '        setattr(shown, name, copy.deepcopy(updater.average))',
      '    return shown',
      '',
      'os.makedirs(args.out, exist_ok=True)',
      'net.train()',
      'losses = {}',
      'for step in range(args.steps):',
      ...indented(step),
      '    if (step + 1) % 100 == 0:',
      '        fabric.print(step + 1, *(f"{name} {value:.4f}" for name, value in losses.items()))',
      '    if fabric.is_global_zero and ((step + 1) % args.save_every == 0 or step + 1 == args.steps):',
      '        shown = averaged()',
      '        state = {key: value.contiguous() for key, value in shown.state_dict().items()}',
      '        save_file(state, os.path.join(args.out, "weights.safetensors"))',
      '        save_samples(shown, data, os.path.join(args.out, f"samples-{step + 1}.png"), device)',
    ]),
  ]
  const sections = [
    networks.lines.join('\n'),
    dataSection(plan, names).join('\n'),
    helpers.join('\n\n\n'),
    main.join('\n'),
    'if __name__ == "__main__":\n    main()',
  ]
  return `"""${plainText(document.name)}: a GAN in PyTorch, drawn with Ganvas.

Run it:
    pip install torch torchvision lightning safetensors
    python ${file}                                   # trains
    torchrun --nproc_per_node=8 ${file}              # on eight GPUs of one machine
    python ${file} --weights FILE.safetensors --sample samples.png

Images are [batch, channels, height, width]. What is not as in Ganvas:
${differences(plan)
  .map((note) => `- ${note}`)
  .join('\n')}
"""

import argparse
import copy
import math
import os

import torch
import torch.nn.functional as F
from lightning.fabric import Fabric
from safetensors.torch import load_file, save_file
from torch import nn
from torchvision.utils import save_image

BATCH_SIZE = ${plan.batchSize}  # of each process
SEED = ${plan.seed}
STEPS = ${plan.steps}


${[...uniqueDefinitions(networks.definitions), ...sections].join('\n\n\n')}
`
}
