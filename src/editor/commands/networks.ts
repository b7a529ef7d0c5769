/** @file Commands: networks as a whole. */
import {
  allNetworks,
  dissolveNetworksInHand,
  enterNetwork,
  leaveNetwork,
  makeNetworkOfSelection,
  networksInHand,
  setNetworksCollapsed,
  toggleCollapsed,
} from '../building/networks'
import type { EditorState } from '../state'
import { commandList, hasNodes } from './command'

const someNetwork = (collapsed: boolean) => (state: EditorState) =>
  allNetworks(state).some((id) => (state.history.document.nodes[id]!.collapsed === true) === collapsed)

export const networkCommands = commandList([
  {
    name: 'make-network',
    label: 'Make a network of the selection',
    group: 'Networks',
    keywords: ['group', 'frame', 'split', 'subgraph', 'generator', 'discriminator'],
    shortcuts: ['Mod+G'],
    enabled: hasNodes,
    run: makeNetworkOfSelection,
  },
  {
    name: 'dissolve-network',
    label: 'Dissolve the network',
    group: 'Networks',
    keywords: ['ungroup', 'unpack', 'explode'],
    shortcuts: ['Mod+Shift+G'],
    enabled: (state) => networksInHand(state).length > 0,
    run: dissolveNetworksInHand,
  },
  {
    name: 'enter-network',
    label: 'Enter the network',
    group: 'Networks',
    keywords: ['inside', 'focus', 'subgraph', 'dive'],
    shortcuts: ['Alt+Enter'],
    enabled: (state) => networksInHand(state).length === 1 && networksInHand(state)[0] !== state.entered,
    run: (editor) => enterNetwork(editor, networksInHand(editor.getState())[0]!),
  },
  {
    name: 'leave-network',
    label: 'Leave the network',
    group: 'Networks',
    keywords: ['outside', 'back', 'up', 'whole graph'],
    shortcuts: ['Alt+Backspace'],
    enabled: ({ entered }) => entered !== null,
    run: leaveNetwork,
  },
  {
    name: 'toggle-collapsed',
    label: 'Collapse or open the network',
    group: 'Networks',
    keywords: ['fold', 'unfold', 'expand', 'close', 'box', 'minimise'],
    shortcuts: ['Alt+C'],
    enabled: (state) => state.entered === null && networksInHand(state).length > 0,
    run: (editor) => toggleCollapsed(editor, networksInHand(editor.getState())),
  },
  {
    name: 'load-weights',
    label: 'Load weights',
    group: 'Networks',
    keywords: ['pretrained', 'checkpoint', 'safetensors', 'fine-tune', 'transfer', 'import', 'warm start'],
    shortcuts: [],
    enabled: (state) => networksInHand(state).length === 1,
    because: 'Select a network first.',
    run: (editor) => editor.openDialog({ kind: 'load-weights', network: networksInHand(editor.getState())[0]! }),
  },
  {
    name: 'collapse-all',
    label: 'Collapse all networks',
    group: 'Networks',
    keywords: ['fold', 'close', 'overview'],
    shortcuts: ['Alt+Shift+C'],
    enabled: someNetwork(false),
    run: (editor) => setNetworksCollapsed(editor, allNetworks(editor.getState()), true),
  },
  {
    name: 'open-all',
    label: 'Open all networks',
    group: 'Networks',
    keywords: ['unfold', 'expand'],
    shortcuts: ['Alt+Shift+O'],
    enabled: someNetwork(true),
    run: (editor) => setNetworksCollapsed(editor, allNetworks(editor.getState()), false),
  },
])
