/** @file Commands: building networks. */
import { areBypassed, selectedLayers, toggleBypass } from '../removing'
import { commandList } from './command'

export const buildCommands = commandList([
  {
    name: 'bypass',
    label: 'Bypass layers',
    group: 'Build',
    keywords: ['mute', 'skip', 'disable', 'ablation'],
    shortcuts: ['M', 'Mod+B'],
    enabled: (state) => selectedLayers(state).length > 0,
    checked: areBypassed,
    run: toggleBypass,
  },
])
