/** @file Commands: documents and files. */
import { commandList } from './command'

export const fileCommands = commandList([
  { name: 'new', label: 'New graph', group: 'File', shortcuts: [], run: (editor) => editor.newDocument() },
  {
    name: 'templates',
    label: 'Templates',
    group: 'File',
    shortcuts: [],
    run: (editor) => editor.openDialog({ kind: 'templates' }),
  },
  { name: 'open', label: 'Open', group: 'File', shortcuts: ['Mod+O'], run: (_, page) => page.open() },
  { name: 'save', label: 'Save', group: 'File', shortcuts: ['Mod+S'], run: (_, page) => page.save() },
  {
    name: 'share',
    label: 'Share',
    group: 'File',
    shortcuts: [],
    run: (editor) => editor.openDialog({ kind: 'share' }),
  },
  {
    name: 'export',
    label: 'Export',
    group: 'File',
    keywords: ['PyTorch', 'safetensors', 'ONNX', 'TensorFlow.js', 'Python', 'weights', 'CSV', 'metrics', 'download'],
    shortcuts: ['Mod+Shift+E'],
    run: (editor) => editor.openDialog({ kind: 'export' }),
  },
])
