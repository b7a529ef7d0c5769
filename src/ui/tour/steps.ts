/**
 * @file The steps of the tour: what each points at, what it says, and, where something is to be done, how it is told that it was done.
 * Things are found by their role in the graph, so that the tour can be taken on any graph that trains.
 */
import type { EditorState } from '../../editor/state'
import type { NodeId } from '../../graph/document'
import { kindOf } from '../../graph/kinds'
import { childrenOf } from '../../graph/queries'
import { fieldsOf } from '../../lib/fields'

export interface TourStep {
  title: string
  text: string
  /** What it points at, as a selector of the page; `null` when the graph has no such thing. */
  target(state: EditorState): string | null
  /** What is to be done. The tour goes on by itself once it was. */
  act?: { words: string; done(now: EditorState, begun: EditorState): boolean }
}

const region = (name: string) => () => `section[aria-label="${name}"]`
const nodeSelector = (id: NodeId | undefined): string | null =>
  id === undefined ? null : `.react-flow__node[data-id="${CSS.escape(id)}"]`

/** The network that makes the fakes, of the first objective that has one. */
const player = ({ compilation }: EditorState): NodeId | undefined =>
  Object.values(compilation.objectives).flatMap(({ players }) => players)[0]

function child(state: EditorState, test: (id: NodeId) => boolean): NodeId | undefined {
  const network = player(state)
  return network === undefined ? undefined : childrenOf(state.history.document, network).find(test)
}

const outputOf = (state: EditorState) =>
  child(state, (id) => kindOf(state.history.document.nodes[id]!).role === 'output')

/** A layer with a number to change: units, filters. */
const layerOf = (state: EditorState) =>
  child(state, (id) => {
    const kind = kindOf(state.history.document.nodes[id]!)
    return kind.role === 'layer' && fieldsOf(kind.params).some(({ control }) => control.type === 'integer')
  })

const hasErrors = ({ compilation }: EditorState): boolean =>
  compilation.diagnostics.some(({ severity }) => severity === 'error')

const stepOf = ({ run }: EditorState): number => ('step' in run ? run.step : 0)

export const tourSteps: readonly TourStep[] = [
  {
    title: 'This is a GAN',
    text: 'Values run from left to right. Noise goes into the generator, in warm colours, which makes fakes. Fakes and real data go into the discriminator, in blue, which scores them. The objective at the end sets the two against each other. Each wire says which shape it carries.',
    target: region('Canvas'),
  },
  {
    title: 'Let it learn',
    text: 'It learns here, in this browser; nothing is sent anywhere.',
    target: () => 'header button[aria-label="Train"], header button[aria-label="Pause"]',
    act: { words: 'Press Train.', done: (now) => now.run.status === 'running' || stepOf(now) > 0 },
  },
  {
    title: 'Watch it learn',
    text: 'Every output of a network shows what comes out of it. The first pictures are noise; within a minute they begin to look like the data. Select the node to see them large.',
    target: (state) => nodeSelector(outputOf(state)),
  },
  {
    title: 'Two losses, one game',
    text: 'Each side has its own curve. They are no measure of quality: when one falls, the other rises, and a game that stands still is balanced. The figures beside them judge the samples.',
    target: region('Training'),
  },
  {
    title: 'Change something',
    text: 'Training goes on with the change. Layers that still fit keep what they have learned.',
    target: (state) => {
      const layer = layerOf(state)
      return layer !== undefined && state.selection.nodes.has(layer)
        ? 'section[aria-label="Inspector"]'
        : nodeSelector(layer)
    },
    act: {
      words: 'Select this layer, and set its first number to another in the inspector.',
      done: (now, begun) =>
        now.history.done.length > begun.history.done.length &&
        now.history.done.at(-1)?.label.startsWith('Set ') === true,
    },
  },
  {
    title: 'Break something',
    text: 'Nothing can be lost: every edit can be undone, and your work is kept in this browser.',
    target: (state) => nodeSelector(layerOf(state)),
    act: { words: 'Select this layer and press Delete.', done: hasErrors },
  },
  {
    title: 'And mend it',
    text: 'What is wrong stands on the node and here, with the place, the reason and a way to mend it.',
    target: (state) => (hasErrors(state) ? 'section[aria-label="Problems"]' : 'header button[aria-label="Undo"]'),
    act: { words: 'Press Undo in the bar at the top.', done: (now) => !hasErrors(now) },
  },
  {
    title: 'Now it is yours',
    text: 'Drag a node from here onto the canvas, or onto a wire to put it in between. Templates has finished designs to learn from, Ctrl+K finds everything that can be done, and Help has this tour.',
    target: region('Palette'),
  },
]
