/** @file The samples that an output shows, as a picture of its own: images at a whole multiple of their pixels, all else painted large. */

import type { Editor } from '../../editor/store'
import type { NodeId } from '../../graph/document'
import { portsOf, roleOf } from '../../graph/queries'
import type { NodePreview } from '../../train/preview'
import { previewTitle } from '../preview/PreviewView'
import { paintPreview } from '../preview/paint'
import type { ResolvedTheme } from '../theme'
import { inTheme } from './pen'

/** Least width of a sheet of images, and the width of all that has no pixels of its own. */
const WIDTH_PX = 768
const HISTOGRAM_SHARE = 0.58

/** Roles of the nodes that show something. */
const SHOWN: readonly (string | null)[] = ['output', 'preview']

export interface ShownOutput {
  node: NodeId
  /** `Generator.image`. */
  title: string
}

/** Outputs that show something now; what a generator gives comes first. */
export function shownOutputs(editor: Editor): ShownOutput[] {
  const { history, compilation } = editor.getState()
  const { document } = history
  const players = new Set(Object.values(compilation.objectives).flatMap((objective) => objective.players))
  const isPlayers = (node: NodeId) => players.has(document.nodes[node]?.parent ?? '')
  return Object.keys(document.nodes)
    .filter((node) => SHOWN.includes(roleOf(document, node)) && portsOf(document, node).inputs.length > 0)
    .filter((node) => editor.previews.get(node) !== undefined)
    .sort((a, b) => Number(isPlayers(b)) - Number(isPlayers(a)))
    .map((node) => ({ node, title: previewTitle(document, node) }))
}

/** Paints what an output shows. */
export function paintSamples({ preview }: NodePreview, theme: ResolvedTheme): HTMLCanvasElement {
  const painted = document.createElement('canvas')
  inTheme(theme, () =>
    paintPreview(painted, preview, WIDTH_PX / 2, (WIDTH_PX / 2) * (preview.type === 'histogram' ? HISTOGRAM_SHARE : 1)),
  )
  if (preview.type !== 'image') return painted
  const factor = Math.max(1, Math.ceil(WIDTH_PX / painted.width))
  const large = document.createElement('canvas')
  large.width = painted.width * factor
  large.height = painted.height * factor
  const context = large.getContext('2d')
  if (!context) return painted
  context.imageSmoothingEnabled = false
  context.drawImage(painted, 0, 0, large.width, large.height)
  return large
}
