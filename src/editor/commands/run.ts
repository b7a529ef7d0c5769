/** @file Commands: training. */
import { commandList, isTraining } from './command'

export const runCommands = commandList([
  {
    name: 'train-or-pause',
    label: 'Train or pause',
    group: 'Train',
    shortcuts: ['Mod+Enter'],
    run: (editor) => (isTraining(editor.getState()) ? editor.pause() : editor.train()),
  },
  {
    name: 'train',
    label: 'Train',
    group: 'Train',
    shortcuts: [],
    enabled: (state) => !isTraining(state),
    because: 'It is training.',
    run: (editor) => editor.train(),
  },
  {
    name: 'pause',
    label: 'Pause',
    group: 'Train',
    shortcuts: [],
    enabled: isTraining,
    run: (editor) => editor.pause(),
  },
  {
    name: 'step',
    label: 'Step',
    group: 'Train',
    shortcuts: ['Mod+Shift+Enter'],
    enabled: (state) => !isTraining(state),
    because: 'Pause the run first.',
    run: (editor) => editor.step(),
  },
  {
    name: 'reset',
    label: 'Reset',
    group: 'Train',
    shortcuts: [],
    enabled: ({ run }) => run.status !== 'idle',
    because: 'There is no run.',
    run: (editor) => editor.reset(),
  },
  {
    name: 'runs',
    label: 'Runs',
    group: 'Train',
    keywords: ['checkpoints', 'continue', 'resume', 'compare', 'history', 'storage'],
    shortcuts: ['Alt+R'],
    run: (editor) => editor.openDialog({ kind: 'runs' }),
  },
])
