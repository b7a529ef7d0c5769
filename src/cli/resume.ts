/** @file A run that was stopped or killed: what lies in its folder, and whether a graph is the one that it trains. */
import { cp, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { GraphDocument } from '../graph/document'
import { loadDocument } from '../graph/load'
import { nodeMeaningOf } from '../graph/queries'
import { fail, ok, type Result } from '../lib/result'
import { sameContent } from '../lib/same-content'
import { createNodeDirectory } from '../runs/directory-node'
import { isManifest } from '../runs/manifest'
import { RunStore } from '../runs/run-store'

/** The folder of checkpoints in the folder of a run. */
export const KEPT = 'checkpoints'

export const openRuns = async (folder: string): Promise<RunStore> =>
  new RunStore(createNodeDirectory(folder), () => Date.now())

/** The newest checkpoint that is whole; `null` when none was ever kept, a problem when all are damaged. */
export async function findKept(
  folder: string,
): Promise<Result<{ document: GraphDocument; step: number }, string> | null> {
  // A process that is killed in its very first save leaves files that no manifest names: nothing had been kept yet.
  if (!(await createNodeDirectory(folder).list(KEPT)).some(({ name }) => isManifest(name))) return null
  const loaded = await (await openRuns(folder)).load(KEPT)
  if (!loaded.ok) return loaded
  const document = loadDocument(loaded.value.document)
  return document.ok
    ? ok({ document: document.value, step: loaded.value.step })
    : fail(`The graph of its checkpoint cannot be read: ${document.problem.map(({ message }) => message).join(' ')}`)
}

/** What a run leaves in its folder. The design stays too: it may be the very file that is to be trained. */
const LEFT = [KEPT, 'checkpoint.safetensors', 'samples.png', 'metrics.jsonl']
const DESIGN = 'graph.json'

/** Puts the run in a folder into one of its own inside it, so that another can take its place. The path; `null`: there was none. */
export async function moveAside(folder: string): Promise<string | null> {
  const isThere = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    )
  if (!(await isThere(join(folder, KEPT))) && !(await isThere(join(folder, 'checkpoint.safetensors')))) return null
  let number = 1
  while (await isThere(join(folder, `earlier-${number}`))) number++
  const aside = join(folder, `earlier-${number}`)
  await mkdir(aside)
  for (const name of LEFT) if (await isThere(join(folder, name))) await rename(join(folder, name), join(aside, name))
  if (await isThere(join(folder, DESIGN))) await cp(join(folder, DESIGN), join(aside, DESIGN))
  return aside
}

/** Whether two documents train alike, however long: names and places of nodes mean nothing to a run. */
export function sameGraph(a: GraphDocument, b: GraphDocument): boolean {
  const meaning = ({ nodes, wires, training: { steps: _, ...training } }: GraphDocument) => ({
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, nodeMeaningOf(node)])),
    wires,
    training,
  })
  return sameContent(meaning(a), meaning(b))
}
