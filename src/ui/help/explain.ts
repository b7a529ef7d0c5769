/**
 * @file What the thing under the pointer is, in a few sentences. Nodes, ports, wires, params and metrics explain themselves by the texts
 * of their kinds; parts of the page that have no such text are in the table below. Whatever else has a title or a description says that.
 */
import { titleOf } from '../../editor/flow/view'
import { parseEndpoint } from '../../graph/document'
import { findKind, kindOf } from '../../graph/kinds'
import { portsOf } from '../../graph/queries'
import { formatShape } from '../../tensor/shape'
import { editor } from '../editor'

export interface Explanation {
  title: string
  text: string
  /** A kind of node of which more can be read. */
  kind?: string
  /** What is explained. */
  element: Element
}

type Words = Omit<Explanation, 'element'>

/** By accessible name. */
const PARTS: Record<string, string> = {
  Train:
    'Starts the run, or goes on with it. Every step updates each network once; pictures and losses appear as they come.',
  Pause: 'Holds the run. Its weights stay, so Train goes on from here.',
  Step: 'Makes one step and pauses after it.',
  Reset: 'Ends the run and forgets its weights. The graph stays as it is.',
  Undo: 'Takes the last edit back. All edits since the graph was opened can be undone.',
  Redo: 'Makes the edit again that was undone.',
  Templates: 'Finished designs to start from: each can be trained at once, and changed.',
  Open: 'Opens a graph from a JSON file. Dropping the file on the page does the same.',
  Save: 'Writes the whole graph to one JSON file, which opens here and trains on the command line.',
  Share: 'Gives the graph as text or as a file to somebody else.',
  Help: 'Keys, the tour, this mode, and what Ganvas is.',
  'Name of the graph': 'Click to rename it. The file is named after it.',
  Palette:
    'All kinds of nodes. Drag one onto the canvas or onto a wire; press it to have it put beside what is selected.',
  Canvas:
    'The graph: networks are frames with layers inside, wires carry values from left to right. Double-click to add a node.',
  Inspector:
    'What is selected, in detail: its params, its shapes, what it shows. With nothing selected it is about the whole graph.',
  Problems:
    'What keeps the graph from training, and what probably goes wrong: each with its place and a way to mend it.',
  Training: 'The run in figures: step, speed, metrics, and the losses of both sides as curves.',
  'Mini map': 'The whole graph in small.',
}

const LAMP = 'What the run does, at which step, and how many steps it makes in a second.'

/** The nearest thing around an element that something can be said about; `null` when there is none. */
export function explain(target: Element): Explanation | null {
  for (let element: Element | null = target; element; element = element.parentElement) {
    const words = wordsOf(element)
    if (words) return { ...words, element }
  }
  return null
}

function wordsOf(element: Element): Words | null {
  const data = (element as HTMLElement | SVGElement).dataset
  const label = element.getAttribute('aria-label')
  if (data.endpoint !== undefined) return port(data.endpoint, data.side === 'output')
  if (element.classList.contains('react-flow__edge')) return wire(data.id ?? '')
  if (element.classList.contains('react-flow__node')) return node(data.id ?? '')
  if (data.kind !== undefined) return ofKind(data.kind)
  if (label !== null && PARTS[label] !== undefined) return { title: label, text: PARTS[label] }
  if (data.explanation !== undefined) return { title: data.explains ?? label ?? '', text: data.explanation }
  if (element.getAttribute('role') === 'status' && element.closest('header'))
    return { title: 'State of the run', text: LAMP }
  if (label?.startsWith('Preview of ') || label?.startsWith('Backend') || label?.startsWith('Theme'))
    return preview(label)
  const description = element.getAttribute('aria-description') ?? element.getAttribute('title')
  if (description) return { title: label ?? '', text: description }
  return element.matches('button, a, input, [role="tab"]') && label ? { title: label, text: '' } : null
}

function preview(label: string): Words {
  if (label.startsWith('Backend'))
    return {
      title: label,
      text: 'What computes: the graphics card or the processor. A change takes effect at the next Reset.',
    }
  if (label.startsWith('Theme')) return { title: label, text: 'Light or dark, or as the system says.' }
  return {
    title: label,
    text: 'What comes out here while it trains: images as a grid, points as a cloud, scores as histograms of real and fake. The same noise all along, so that one sees the same samples take shape.',
  }
}

function port(endpoint: string, output: boolean): Words | null {
  const end = parseEndpoint(endpoint)
  const document = editor.document()
  if (!end || !document.nodes[end.node]) return null
  const ports = portsOf(document, end.node)
  const { description = '' } = (output ? ports.outputs : ports.inputs).find(({ name }) => name === end.port) ?? {}
  const from = document.wires[endpoint]
  const state = output ? '' : from === undefined ? ' Nothing is wired to it yet.' : ` Wired from ${from}.`
  const act = output ? ' Drag from here to an input to draw a wire.' : ''
  return { title: `${output ? 'Output' : 'Input'} ${endpoint}`, text: `${description}${state}${act}`.trim() }
}

function wire(to: string): Words | null {
  const { wires } = editor.document()
  if (wires[to] === undefined) return null
  const shape = editor.getState().compilation.wires[to]
  const carries = shape
    ? `It carries ${formatShape(shape)}: the axes of one sample, channels last.`
    : 'Its shape is not known yet, because something before it is missing or wrong.'
  return { title: `Wire from ${wires[to]} to ${to}`, text: `${carries} Drag an end to another port to wire it anew.` }
}

function node(id: string): Words | null {
  const found = editor.document().nodes[id]
  if (!found) return null
  const kind = kindOf(found)
  const title = titleOf(found)
  return {
    title: title === kind.title ? `${title} ${id}` : `${title} ${id}, ${kind.title}`,
    text: kind.summary,
    kind: kind.kind,
  }
}

function ofKind(name: string): Words | null {
  const kind = findKind(name)
  return kind && { title: kind.title, text: kind.summary, kind: kind.kind }
}
