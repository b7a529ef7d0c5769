/** @file What the names of pictures say: classes by folders, pairs by equal names. */
import type { FoundFile, LeftOut } from './gather'
import { MAX_CLASS_NAME_LENGTH, MAX_OWN_CLASSES } from './limits'

/** What the folders mean; `auto` reads it from their names. */
export type Folders = 'auto' | 'classes' | 'pairs' | 'none'

export interface Arranged {
  form: 'images' | 'pairs'
  /** One entry for each sample: a picture, or the two of a pair. */
  samples: { files: readonly FoundFile[]; class: number }[]
  classes: string[]
  leftOut: LeftOut[]
  notes: string[]
}

/** A few pictures beside the folders are strays; many are meant. */
const STRAY_SHARE = 0.05
const SPLITS = ['train', 'test', 'val', 'valid', 'validation', 'training', 'testing']
/** First and second picture of a pair. */
const PAIR_FOLDERS = [
  ['a', 'b'],
  ['input', 'target'],
  ['source', 'target'],
  ['image', 'pair'],
] as const

interface Placed {
  file: FoundFile
  folders: string[]
  /** Name without its ending. */
  stem: string
}

export function arrange(pictures: readonly FoundFile[], folders: Folders): Arranged {
  const placed = withoutCommonFolders(pictures)
  const pairs = folders === 'auto' || folders === 'pairs' ? pairsOf(placed, folders === 'pairs') : null
  if (pairs) return pairs
  const plain = (notes: string[] = []): Arranged => ({
    form: 'images',
    samples: pictures.map((file) => ({ files: [file], class: 0 })),
    classes: [],
    leftOut: [],
    notes,
  })
  if (folders === 'pairs')
    return plain([
      'No pairs were found: name two folders A and B with pictures of equal names, or the pictures …_A and …_B.',
    ])
  if (folders === 'none') return plain()
  const inFolders = placed.filter(({ folders: steps }) => steps.length > 0)
  const strays = placed.length - inFolders.length
  const names = [...new Set(inFolders.map(({ folders: steps }) => steps[0]!))].sort()
  if (names.length < 2 || strays > STRAY_SHARE * placed.length) return plain()
  if (names.length > MAX_OWN_CLASSES)
    return plain([
      `There are ${names.length.toLocaleString('en')} folders; at most ${MAX_OWN_CLASSES} classes are told apart, so there are none.`,
    ])
  return {
    form: 'images',
    samples: inFolders.map(({ file, folders: steps }) => ({ files: [file], class: names.indexOf(steps[0]!) })),
    classes: names.map((name) => name.slice(0, MAX_CLASS_NAME_LENGTH)),
    leftOut: placed
      .filter(({ folders: steps }) => steps.length === 0)
      .map(({ file }) => ({ path: file.path, reason: 'lies beside the folders that are the classes.' })),
    notes: [],
  }
}

/** Folders that all pictures lie in say nothing, and `train` and `test` are no classes where there are folders in them. */
function withoutCommonFolders(pictures: readonly FoundFile[]): Placed[] {
  let placed = pictures.map((file): Placed => {
    const steps = file.path.split('/')
    return { file, folders: steps.slice(0, -1), stem: steps.at(-1)!.replace(/\.[^.]+$/, '') }
  })
  for (;;) {
    const first = placed[0]?.folders[0]
    const common = first !== undefined && placed.every(({ folders }) => folders[0] === first)
    const split = placed.every(({ folders }) => folders.length > 1 && SPLITS.includes(folders[0]!.toLowerCase()))
    if (placed.length === 0 || !(common || split)) return placed
    placed = placed.map((entry) => ({ ...entry, folders: entry.folders.slice(1) }))
  }
}

function pairsOf(placed: readonly Placed[], wanted: boolean): Arranged | null {
  const byFolder = PAIR_FOLDERS.map((names) =>
    names.map((name) => placed.filter(({ folders }) => folders[0]?.toLowerCase() === name)),
  ).find(([first, second]) => first!.length > 0 && second!.length > 0)
  const suffixed = (suffix: string) =>
    placed.flatMap((entry) =>
      new RegExp(`[_-]${suffix}$`, 'i').test(entry.stem) ? [{ ...entry, stem: entry.stem.slice(0, -2) }] : [],
    )
  const [first, second] = byFolder ?? [suffixed('a'), suffixed('b')]
  const keyOf = ({ folders, stem }: Placed) =>
    [...(byFolder ? folders.slice(1) : folders), stem].join('/').toLowerCase()
  const partners = new Map(second!.map((entry) => [keyOf(entry), entry.file]))
  const samples: Arranged['samples'] = []
  const used = new Set<FoundFile>()
  for (const entry of first!) {
    const partner = partners.get(keyOf(entry))
    if (!partner || used.has(partner)) continue
    samples.push({ files: [entry.file, partner], class: 0 })
    used.add(entry.file).add(partner)
  }
  // Two classes that happen to be called A and B share no names.
  if (samples.length === 0 || (!wanted && 2 * samples.length < 0.9 * placed.length)) return null
  return {
    form: 'pairs',
    samples,
    classes: [],
    leftOut: placed
      .filter(({ file }) => !used.has(file))
      .map(({ file }) => ({ path: file.path, reason: 'has no partner of the same name.' })),
    notes: [],
  }
}
