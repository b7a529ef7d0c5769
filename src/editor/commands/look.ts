/** @file Commands: looking into the machine. */
import { roleOf } from '../../graph/queries'
import { playable, playableOutputs } from '../../train/play'
import type { EditorState } from '../state'
import { commandList } from './command'

/** The one network that is selected, or that the one selected node stands in; `null` for the whole graph. */
export function networkInHand({ selection, history: { document } }: EditorState): string | null {
  const [only] = selection.nodes
  if (only === undefined || selection.nodes.size > 1) return null
  return roleOf(document, only) === 'network' ? only : (document.nodes[only]?.parent ?? null)
}

/** The output that is selected, or one of the network that is, if it can be played with; `null` for the first that can. */
export function outputInHand(state: EditorState): string | null {
  const { plan } = state.compilation
  const { selection } = state
  const network = networkInHand(state)
  if (!plan) return null
  const outputs = Object.values(plan.networks[network ?? '']?.outputs ?? {}).map(({ node }) => node)
  return [...selection.nodes, ...outputs].find((node) => playable(plan, node) !== null) ?? null
}

/** Some output makes something of noise. */
export const canPlay = ({ compilation: { plan } }: EditorState): boolean =>
  plan !== null && playableOutputs(plan).length > 0

const NOTHING_FROM_NOISE = 'No output shows images or points that are made from noise.'

export const lookCommands = commandList([
  {
    name: 'summary',
    label: 'Summary',
    group: 'View',
    keywords: ['table', 'layers', 'parameters', 'flops', 'memory', 'cost', 'keras'],
    shortcuts: [],
    run: (editor) => editor.openDialog({ kind: 'summary', network: networkInHand(editor.getState()) }),
  },
  {
    name: 'heat',
    label: 'Heat of the layers',
    group: 'View',
    keywords: ['gradient norm', 'vanishing', 'exploding', 'dead units', 'relu', 'update ratio', 'learning'],
    shortcuts: [],
    checked: ({ preferences }) => preferences.heat,
    run: (editor) => editor.setPreferences({ heat: !editor.getState().preferences.heat }),
  },
  {
    name: 'heat-of-gradients',
    label: 'Heat by the norm of the gradient',
    group: 'View',
    keywords: ['gradient norm', 'vanishing', 'exploding', 'heat', 'update ratio'],
    shortcuts: [],
    checked: ({ preferences }) => preferences.heat && preferences.heatMeasure === 'gradient',
    run(editor) {
      const { heat, heatMeasure } = editor.getState().preferences
      const isShown = heat && heatMeasure === 'gradient'
      editor.setPreferences({ heat: true, heatMeasure: isShown ? 'update' : 'gradient' })
    },
  },
  {
    name: 'play',
    label: 'Play with latents',
    group: 'View',
    keywords: [
      'samples',
      'interpolate',
      'interpolation',
      'slerp',
      'truncation',
      'directions',
      'memorising',
      'nearest',
      'z',
      'gif',
      'mp4',
      'video',
      'film',
    ],
    shortcuts: ['Shift+P'],
    enabled: canPlay,
    because: NOTHING_FROM_NOISE,
    concerns: (state) => outputInHand(state) !== null,
    run: (editor) => editor.openDialog({ kind: 'play', node: outputInHand(editor.getState()) }),
  },
  {
    name: 'sample-sheet',
    label: 'Save a sample sheet',
    group: 'View',
    keywords: ['png', 'picture', 'grid', 'samples', 'class', 'export'],
    shortcuts: [],
    enabled: canPlay,
    because: NOTHING_FROM_NOISE,
    concerns: (state) => outputInHand(state) !== null,
    run: (editor) => editor.openDialog({ kind: 'sample-sheet', node: outputInHand(editor.getState()) }),
  },
  {
    name: 'look-inside',
    label: 'Look inside layers',
    group: 'View',
    keywords: ['activations', 'feature maps', 'histogram', 'dead units'],
    shortcuts: [],
    checked: ({ preferences }) => preferences.lookInside,
    run: (editor) => editor.setPreferences({ lookInside: !editor.getState().preferences.lookInside }),
  },
])
