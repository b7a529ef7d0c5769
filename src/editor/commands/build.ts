/** @file Commands: building networks. */
import { areFrozen, hasFreezable, toggleFreeze } from '../building/freezing'
import { selectedOwnSource } from '../building/own-data'
import { areBypassed, selectedLayers, toggleBypass } from '../building/removing'
import { commandList, hasNodes } from './command'

export const buildCommands = commandList([
  {
    name: 'bypass',
    label: 'Bypass layers',
    group: 'Build',
    keywords: ['mute', 'skip', 'disable', 'ablation'],
    shortcuts: ['M', 'Mod+B'],
    enabled: (state) => selectedLayers(state).length > 0,
    because: 'Select a layer first.',
    checked: areBypassed,
    run: toggleBypass,
  },
  {
    name: 'freeze',
    label: 'Freeze weights',
    group: 'Build',
    keywords: ['fine-tune', 'transfer', 'trainable', 'pretrained', 'FreezeD'],
    shortcuts: ['Shift+F'],
    enabled: hasFreezable,
    because: 'Select a network, or a layer that has weights.',
    checked: areFrozen,
    run: toggleFreeze,
  },
  {
    name: 'own-data',
    label: 'Use your own data',
    group: 'Build',
    keywords: ['import', 'pictures', 'images', 'folder', 'zip', 'npz', 'csv', 'points', 'draw', 'dataset'],
    shortcuts: [],
    run: (editor) => editor.openDialog({ kind: 'own-data', node: selectedOwnSource(editor.getState()), given: null }),
  },
  {
    name: 'save-block',
    label: 'Keep as a block',
    group: 'Build',
    keywords: ['save selection', 'reuse', 'palette'],
    shortcuts: ['Mod+Shift+B'],
    enabled: hasNodes,
    run: (editor) => editor.openDialog({ kind: 'block', id: null }),
  },
])
