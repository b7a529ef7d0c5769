/** @file The whole program: networks, data, losses and training loop of a design in one file of Python. */
import type { Optimizer, Plan, PlanNetwork } from '../../compile/plan'
import type { GraphDocument } from '../../graph/document'
import { isSchedule, valueAt } from '../../lib/schedule'
import { dataText } from './data'
import { networkClass } from './modules'
import { networkNames } from './names'
import { type Names, outerLayers, outerNames, statements } from './outer'
import { indented, neededDefinitions, plainText, SCHEDULE } from './python'
import {
  GRADIENTS,
  KEEP_STATISTICS,
  LOAD_WEIGHTS,
  lookAheadText,
  POINTS_PICTURE,
  SET_ACTIVE,
  UPDATER,
  virtualOptimizers,
} from './runtime'
import { stateEntries } from './state'
import { dependsOnPart, stepLines } from './training'

/** `0.0`: Adam takes no whole number beside a fraction. */
const float = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value))

function optimizerText(optimizer: Optimizer, parameters: string): string {
  const rate = valueAt(optimizer.learningRate, 0)
  switch (optimizer.kind) {
    case 'adam':
      return `torch.optim.Adam(${parameters}, lr=${rate}, betas=(${float(optimizer.beta1)}, ${float(optimizer.beta2)}), eps=${optimizer.epsilon})`
    case 'rmsprop':
      return `torch.optim.RMSprop(${parameters}, lr=${rate}, alpha=${optimizer.decay}, eps=${optimizer.epsilon}, momentum=${optimizer.momentum})`
    case 'sgd':
      return `torch.optim.SGD(${parameters}, lr=${rate}, momentum=${optimizer.momentum})`
  }
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

/** What the sheet of samples shows: the first picture or points that the design makes, or none. */
function sampleSection(plan: Plan, names: Names): string[] {
  const preview = plan.previews.find(({ type }) => type === 'image' || type === 'points')
  const value = preview && 'value' in preview ? preview.value : null
  if (!preview || value === null)
    return [
      'def save_samples(net: Networks, data: dict[str, Draw], path: Path, device: torch.device) -> None:',
      '    print("Nothing here is a picture or a point.")',
    ]
  const name = names.values.get(value)!
  const drawn = plan.sources.some(({ outputs }) => Object.values(outputs).some((output) => output.value === value))
  return [
    '@torch.no_grad()',
    'def save_samples(net: Networks, data: dict[str, Draw], path: Path, device: torch.device) -> None:',
    ...indented([
      '"""A sheet of samples."""',
      'net.eval()',
      `batch = draw_batch(data, ${preview.type === 'image' ? 64 : 2048}, device)`,
      ...statements(plan, names, preview.operations),
      'path.parent.mkdir(parents=True, exist_ok=True)',
      preview.type === 'image'
        ? `save_image(${drawn ? `batch["${name}"]` : name}, path, nrow=8, normalize=True, value_range=(-1, 1))`
        : `save_image(picture_of_points(${drawn ? `batch["${name}"]` : name}), path)`,
    ]),
  ]
}

function updaterLines(network: PlanNetwork, variable: string): string[] {
  const settings = [
    `net.${variable}`,
    optimizerText(network.optimizer, `trainable(net.${variable})`),
    ...(network.clip === null ? [] : [`clip=${network.clip}`]),
    ...(network.clipGradient === null ? [] : [`clip_gradient=${network.clipGradient}`]),
    ...(network.ema === null ? [] : [`decay=${network.ema}`]),
  ]
  return [`"${variable}": Updater(`, ...settings.map((setting) => `    ${setting},`), '),']
}

/** What of a plan the program does otherwise than Ganvas, one sentence each. */
export function differences(plan: Plan): string[] {
  const trained = Object.values(plan.networks).filter(({ trainable }) => trainable)
  const notes = ['Random numbers come from PyTorch, so a run is like one in Ganvas and not the same.']
  const keys = (pattern: RegExp) =>
    Object.values(plan.networks).some((network) =>
      stateEntries(network, { className: '', variable: '', attributes: new Map() }).some(({ state }) =>
        pattern.test(state.key),
      ),
    )
  if (keys(/running_var$/))
    notes.push('Moving variances are the unbiased ones of PyTorch, a little larger than those of Ganvas.')
  if (keys(/\._u$/))
    notes.push(
      'Spectral norms are those of PyTorch, half an iteration ahead of those of Ganvas: the same once they have settled.',
    )
  if (
    trained.some(
      ({ optimizer }) => optimizer.kind === 'rmsprop' && optimizer.momentum > 0 && isSchedule(optimizer.learningRate),
    )
  )
    notes.push(
      'The momentum of RMSProp takes the present learning rate for all past steps, in Ganvas each step keeps its own.',
    )
  return notes
}

const main = (
  trained: readonly PlanNetwork[],
  variable: (network: PlanNetwork) => string,
): string => `def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--steps", type=int, default=STEPS, help="training steps (%(default)s)")
    parser.add_argument("--data", type=Path, default=Path("data"), help="where the data lies (%(default)s)")
    parser.add_argument("--out", type=Path, default=Path("run"), help="folder for weights and samples (%(default)s)")
    parser.add_argument("--weights", type=Path, help="safetensors file to begin with, as Ganvas or this program writes it")
    parser.add_argument("--sample", type=Path, help="train nothing: write a sheet of samples to this picture")
    parser.add_argument("--seed", type=int, default=SEED, help="of first weights and batches (%(default)s)")
    parser.add_argument("--save-every", type=int, default=1000, metavar="STEPS", help="how often to save (%(default)s)")
    parser.add_argument("--log-every", type=int, default=100, metavar="STEPS", help="how often to print losses (%(default)s)")
    return parser.parse_args()


def start_fabric() -> Fabric:
    """One process, or as many as torchrun has started."""
    processes = int(os.environ.get("LOCAL_WORLD_SIZE", 1))
    machines = int(os.environ.get("WORLD_SIZE", 1)) // processes
    fabric = Fabric(accelerator="auto", devices=processes, num_nodes=machines)
    fabric.launch()
    return fabric


def build_updaters(net: Networks) -> Updaters:
    return {
${trained.flatMap((network) => updaterLines(network, variable(network)).map((line) => `        ${line}`)).join('\n')}
    }


def averaged(net: Networks, updaters: Updaters) -> Networks:
    """A copy of all networks, those with a moving average in its place."""
    shown = copy.deepcopy(net)
    for name, updater in updaters.items():
        setattr(shown, name, copy.deepcopy(updater.average))
    return shown


def save(net: Networks, data: dict[str, Draw], out: Path, step: int, device: torch.device) -> None:
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in net.state_dict().items()}, out / "weights.safetensors")
    save_samples(net, data, out / f"samples-{step}.png", device)


def main() -> None:
    args = parse_arguments()
    fabric = start_fabric()
    device = fabric.device
    fabric.seed_everything(args.seed)  # the same first weights in every process
    net = Networks().to(device)
    if args.weights:
        load_weights(net, args.weights)
    fabric.seed_everything(args.seed + fabric.global_rank)  # but other batches
    data = load_data(args.data, device)
    if args.sample:
        save_samples(net, data, args.sample, device)
        return

    updaters = build_updaters(net)
    net.train()
    for step in range(args.steps):
        losses = training_step(fabric, net, updaters, data, step)
        done = step + 1
        if done % args.log_every == 0 or done == args.steps:
            fabric.print(f"step {done}", *(f"{name} {loss:.4f}" for name, loss in losses.items()), flush=True)
        if fabric.is_global_zero and (done % args.save_every == 0 or done == args.steps):
            save(averaged(net, updaters), data, args.out, done, device)`

const IMPORTS: readonly (readonly [name: string, line: string])[] = [
  ['argparse', 'import argparse'],
  ['copy', 'import copy'],
  ['csv', 'import csv'],
  ['io', 'import io'],
  ['math', 'import math'],
  ['os', 'import os'],
  ['zipfile', 'import zipfile'],
  ['Callable|Sequence', 'from collections.abc import'],
  ['contextmanager', 'from contextlib import contextmanager'],
  ['partial', 'from functools import partial'],
  ['Path', 'from pathlib import Path'],
  ['SimpleNamespace', 'from types import SimpleNamespace'],
]

const LIBRARIES: typeof IMPORTS = [
  ['torch', 'import torch'],
  ['F', 'import torch.nn.functional as F'],
  ['Fabric', 'from lightning.fabric import Fabric'],
  ['Image', 'from PIL import Image'],
  ['load_file', 'from safetensors.torch import load_file, save_file'],
  ['Tensor', 'from torch import Tensor, nn'],
  ['save_image', 'from torchvision.utils import save_image'],
]

/** The lines whose names stand in the text. */
const importsOf = (table: typeof IMPORTS, text: string): string =>
  table
    .flatMap(([names, line]) => {
      const used = names.split('|').filter((name) => new RegExp(`\\b${name}\\b`).test(text))
      if (used.length === 0) return []
      return [line.endsWith('import') ? `${line} ${used.join(', ')}` : line]
    })
    .join('\n')

/** A rule of comments before a part of the program. */
const heading = (title: string): string => `# ${title} ${'-'.repeat(Math.max(3, 117 - title.length))}`

export function pytorchSource(document: GraphDocument, plan: Plan, file: string): string {
  const names = outerNames(plan, networkNames(plan))
  const networks = networksSection(plan, names)
  const data = dataText(plan, names)
  const { lines: step, functions } = stepLines(plan, names)
  const trained = Object.values(plan.networks).filter(({ trainable }) => trainable)
  const variable = ({ id }: PlanNetwork) => names.networks.get(id)!.variable
  const ahead = virtualOptimizers(plan)
  const takes = 'fabric: Fabric, net: Networks, updaters: Updaters, data: dict[str, Draw], step: int'
  const stepText = [
    `def training_step(${takes}) -> Batch:`,
    ...indented(['"""Updates every network in its turn. Gives the losses before their updates."""', ...step]),
  ].join('\n')
  const lossText = functions.map(({ lines }) => lines.join('\n')).join('\n\n\n')
  const loop = [
    stepText,
    sampleSection(plan, names).join('\n'),
    main(trained, variable),
    'if __name__ == "__main__":\n    main()',
  ].join('\n\n\n')
  const needed = (definitions: readonly string[], ...texts: string[]) =>
    neededDefinitions(definitions, texts.join('\n'))
  const dataLines = data.lines.join('\n')
  const beforeLosses = needed(
    [
      SCHEDULE,
      KEEP_STATISTICS,
      ...functions.flatMap(({ definitions }) => [...definitions]),
      ...(ahead.length > 0 ? [lookAheadText(ahead)] : []),
    ],
    lossText,
    stepText,
  )
  const beforeStep = needed(
    [GRADIENTS, UPDATER, ...(dependsOnPart(plan) ? [SET_ACTIVE] : []), POINTS_PICTURE, LOAD_WEIGHTS],
    loop,
  )
  const body = [
    heading('Networks'),
    ...needed(networks.definitions, networks.lines.join('\n')),
    networks.lines.join('\n'),
    heading('Data'),
    'Batch = dict[str, Tensor]\nDraw = Callable[[int], Batch]  # so many samples',
    ...needed(data.definitions, dataLines),
    dataLines,
    heading('Updates'),
    ...beforeStep,
    heading('Losses'),
    ...beforeLosses,
    lossText,
    heading('Training'),
    loop,
  ].join('\n\n\n')
  const packages = [
    'torch',
    'torchvision',
    'lightning',
    'safetensors',
    ...(/\bImage\b/.test(body) ? ['pillow'] : []),
    ...data.packages,
  ]
  return `"""${plainText(document.name)}: a GAN in PyTorch, drawn with Ganvas.

Run it:
    pip install ${packages.join(' ')}
    python ${file}                        # trains; --help lists all options
    torchrun --nproc-per-node 8 ${file}   # on eight GPUs of one machine
    python ${file} --weights FILE.safetensors --sample samples.png

Data:
${wrapped(data.header)}

Images are [batch, channels, height, width]. Where they become vectors, channels come last, as in the weights of Ganvas.
What is not as in Ganvas:
${wrapped(differences(plan), '- ')}
"""

from __future__ import annotations

${importsOf(IMPORTS, body)}

${importsOf(LIBRARIES, body)}

BATCH_SIZE = ${plan.batchSize}  # of each process
SEED = ${plan.seed}
STEPS = ${plan.steps}


${body}
`
}

/** Paragraphs in lines of at most 120 characters, each with a mark before it. */
function wrapped(paragraphs: readonly string[], mark = ''): string {
  return paragraphs
    .map((paragraph) => {
      const lines = [mark]
      for (const word of paragraph.split(' ')) {
        const last = lines.at(-1)!
        if (last.length + word.length + 1 > 120) lines.push(' '.repeat(mark.length) + word)
        else lines[lines.length - 1] = last === mark || last === '' ? last + word : `${last} ${word}`
      }
      return lines.join('\n')
    })
    .join('\n')
}
