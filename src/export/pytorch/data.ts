/** @file Where the program has its samples from: a dataset's own text, or a loader of what its user brings, as Ganvas would feed it. */
import type { Plan } from '../../compile/plan'
import type { DatasetDefinition } from '../../data/dataset'
import { findKind } from '../../graph/kinds'
import type { SourceDefinition } from '../../layers/layer'
import { identifier, uniqueNames } from './names'
import type { Names } from './outer'
import { drawText, FILES_IN, PAIRS_IN, POINTS_IN, PREPARED, READ_PICTURE, readPicturesText } from './own-data'
import { indented, plainText } from './python'

const sourceKind = (kind: string) => findKind(kind) as unknown as SourceDefinition

interface Loader {
  /** Body of a function of `folder` and `device` that ends in a definition of `draw(size)`. */
  lines: readonly string[]
  definitions: readonly string[]
  /** What the user brings, for the docstring; `null`: nothing. */
  wanted: string | null
}

const quoted = (texts: readonly string[]): string => `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`

/** Loads what lies at `folder`: the file that the page saves, or pictures and points as they are. */
function broughtLoader(definition: DatasetDefinition): Loader {
  const fields = Object.entries(definition.fields)
  const classes = definition.classes ?? []
  const pictures = fields.filter(([, { form }]) => form === 'image')
  const attributes = fields.find(([, { form }]) => form === 'attributes')
  const label = fields.find(([, { form }]) => form === 'label')
  const saved = definition.own ? ' or the .safetensors file that Ganvas saves of the data' : ''
  const fed = [
    ...pictures.map(([name]) => `"${name}": as_picture(data["${name}"][chosen]),`),
    ...fields.filter(([, { form }]) => form === 'points').map(([name]) => `"${name}": data["${name}"][chosen],`),
    ...(label ? [`"${label[0]}": F.one_hot(data["label"][chosen].long(), ${label[1].shape[0]}).float(),`] : []),
    ...(attributes ? [`"${attributes[0]}": data["attributes"][chosen],`] : []),
  ]
  const load = (read: string) =>
    definition.own ? `data = load_prepared(folder) if folder.suffix == ".safetensors" else ${read}` : `data = ${read}`
  const end = ['data = {name: values.to(device) for name, values in data.items()}', '', ...drawText(fields[0]![0], fed)]
  const prepared = definition.own ? [PREPARED] : []
  if (pictures.length === 0) {
    return {
      lines: [load(`read_points(folder${label ? `, ${quoted(classes)}` : ''})`), ...end],
      definitions: [...prepared, POINTS_IN],
      wanted: `a CSV file with the columns x and y${label ? ' and label' : ''}, or a folder with one${saved}.`,
    }
  }
  const [height, width, channels] = pictures[0]![1].shape as [number, number, number]
  const size = `${height}, ${width}, ${channels}`
  const kind = `${width} × ${height} ${channels === 1 ? 'grey' : 'colour'}`
  if (pictures.length > 1)
    return {
      lines: [load(`read_pairs(folder, ${size})`), ...end],
      definitions: [...prepared, FILES_IN, READ_PICTURE, PAIRS_IN],
      wanted: `a folder or zip with pictures of equal names in two folders A and B (or input and target), or named …_A and …_B${saved}. They become ${kind}.`,
    }
  const more = [
    ...(label ? [`classes=${quoted(classes)}`] : []),
    ...(attributes ? [`attributes=${quoted(definition.attributes ?? [])}`] : []),
  ]
  const columns = (definition.attributes ?? []).map((name) => `"${name}"`).join(', ')
  return {
    lines: [load(`read_pictures(folder, ${[size, ...more].join(', ')})`), ...end],
    definitions: [
      ...prepared,
      FILES_IN,
      READ_PICTURE,
      readPicturesText({ classes: label !== undefined, attributes: attributes !== undefined }),
    ],
    wanted:
      `a folder or zip of pictures${label ? ', in folders that are named as the classes' : ''}` +
      `${attributes ? `, with attributes.csv beside them: the columns file, ${columns}, each 0 or 1` : ''}${saved}. They become ${kind}.`,
  }
}

function loaderOf(definition: DatasetDefinition): Loader {
  if (!definition.pytorch) return broughtLoader(definition)
  return { lines: definition.pytorch, definitions: [], wanted: null }
}

export interface DataText {
  lines: string[]
  definitions: string[]
  /** For the program's docstring. */
  header: string[]
  /** More packages that are needed. */
  packages: string[]
}

/** `load_data` and `draw_batch`. */
export function dataText(plan: Plan, names: Names): DataText {
  const unique = uniqueNames(['load_data', 'load_weights'])
  const loaders: { key: string; name: string; definition: DatasetDefinition; loader: Loader }[] = []
  const first: string[] = []
  const entries: string[] = []
  const isSingle = plan.sources.filter((source) => sourceKind(source.kind).dataset?.(source.params)).length === 1
  for (const source of plan.sources) {
    const kind = sourceKind(source.kind)
    const definition = kind.dataset?.(source.params)
    const real = isSingle ? 'real' : `real_${identifier(source.node, 'data')}`
    if (definition) {
      const known = loaders.find((entry) => entry.definition.name === definition.name)
      const key = known?.key ?? identifier(definition.title, 'data')
      if (!known) loaders.push({ key, name: unique(`load_${key}`), definition, loader: loaderOf(definition) })
      first.push(`${real} = data["${key}"](size)`)
    }
    const expressions = kind.pytorch(source.params)
    for (const [port, { value }] of Object.entries(source.outputs)) {
      const expression = definition ? expressions[port]!.replace(/^batch\b/, real) : expressions[port]
      entries.push(`    "${names.values.get(value)}": ${expression},`)
    }
  }
  const lines = [
    ...loaders.flatMap(({ name, definition, loader }) => [
      `def ${name}(folder: Path, device: torch.device) -> Draw:`,
      ...indented([
        `"""${plainText(`${definition.title}. ${definition.summary}${loader.wanted ? ` Expects ${loader.wanted}` : ''}`)}"""`,
        ...loader.lines,
        '',
        'return draw',
      ]),
      '',
      '',
    ]),
    'def load_data(folder: Path, device: torch.device) -> dict[str, Draw]:',
    ...indented([
      '"""By dataset a function that draws so many samples, with replacement."""',
      `return {${loaders.map(({ key, name }) => `"${key}": ${name}(folder, device)`).join(', ')}}`,
    ]),
    '',
    '',
    'def draw_batch(data: dict[str, Draw], size: int, device: torch.device) -> Batch:',
    ...indented([
      '"""One batch of all that the networks are fed with, by name."""',
      ...first,
      'return {',
      ...entries,
      '}',
    ]),
  ]
  const text = loaders.flatMap(({ loader }) => loader.lines).join('\n')
  return {
    lines,
    definitions: loaders.flatMap(({ loader }) => [...loader.definitions]),
    header: loaders.map(({ definition, loader }) => {
      if (loader.wanted) return `${definition.title}: --data names ${loader.wanted}`
      return /download=True/.test(text)
        ? `${definition.title} is downloaded into the folder that --data names.`
        : `${definition.title} needs no files.`
    }),
    packages: [...(/sklearn/.test(text) ? ['scikit-learn'] : [])],
  }
}
