/** @file Points in text: CSV and its relatives, two columns of numbers and perhaps a label. */
import { fail, ok, type Result } from '../../lib/result'
import type { PointsContent } from './content'
import type { LeftOut } from './gather'
import { labelsFrom } from './labels'

export interface PointsText {
  content: PointsContent
  leftOut: LeftOut[]
  notes: string[]
}

const DELIMITERS = ['\t', ';', ',', ' '] as const
/** More columns than this are no points. */
const MOST_COLUMNS = 20

/** `1.5`, or `1,5` where commas part no cells. */
const numberOf = (cell: string | undefined): number =>
  cell === undefined || cell === '' ? Number.NaN : Number(cell.replace(',', '.'))

const isComment = (line: string): boolean => line.startsWith('#')

/** The cells of a line; what stands in quotes is one, whatever it holds (RFC 4180). */
function cellsOf(line: string, delimiter: string): string[] {
  const text = line.trim()
  if (!text.includes('"'))
    return (delimiter === ' ' ? text.split(/ +/) : line.split(delimiter)).map((cell) => cell.trim())
  const cells = ['']
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (character === '"' && quoted && text[at + 1] === '"') cells[cells.length - 1] += text[++at]!
    else if (character === '"') quoted = !quoted
    else if (character !== delimiter || quoted) cells[cells.length - 1] += character
    else if (delimiter !== ' ' || text[at - 1] !== ' ') cells.push('')
  }
  return cells.map((cell) => cell.trim())
}

/**
 * `standardise`: moves the points to mean 0 and divides both coordinates by one number, so that their variance is 1 on average, as
 * networks with the usual initial weights want it. The problem is a sentence without its subject.
 */
export function readPoints(path: string, text: string, standardise: boolean): Result<PointsText, string> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  // What a comment says of the columns is left aside: NumPy writes its header so.
  const first = lines.find((line) => line.trim() !== '' && !isComment(line))
  if (first === undefined) return fail('is empty.')
  const bare = first.trim().replace(/"[^"]*"/g, '')
  const delimiter = DELIMITERS.find((candidate) => bare.includes(candidate))
  if (delimiter === undefined) return fail('has one column only. Points need two: x and y.')
  const head = cellsOf(first, delimiter)
  if (head.length > MOST_COLUMNS)
    return fail(`has ${head.length} columns; points have two and perhaps a label. Save pictures as NPY or PNG.`)
  const hasHeader = Number.isNaN(numberOf(head[0])) || Number.isNaN(numberOf(head[1]))
  const named = (names: readonly string[]) =>
    hasHeader ? head.findIndex((name) => names.includes(name.toLowerCase())) : -1
  const [namedX, namedY] = [named(['x']), named(['y'])]
  // A lone `y` is what the other columns are to tell: a label.
  const [x, y] = namedX >= 0 && namedY >= 0 ? [namedX, namedY] : [0, 1]
  const namedLabel = named(['label', 'class', 'target', 'species', 'category'])
  const label = namedLabel >= 0 ? namedLabel : head.length === 3 && x < 2 && y < 2 ? 2 : -1

  const points: number[] = []
  const labels: string[] = []
  const leftOut: LeftOut[] = []
  let header = hasHeader
  lines.forEach((line, index) => {
    if (line.trim() === '' || isComment(line)) return
    if (header) {
      header = false
      return
    }
    const cells = cellsOf(line, delimiter)
    const [px, py] = [numberOf(cells[x]), numberOf(cells[y])]
    if (!Number.isFinite(Math.fround(px)) || !Number.isFinite(Math.fround(py))) {
      leftOut.push({ path: `${path}, line ${index + 1}`, reason: 'has no two numbers.' })
      return
    }
    points.push(px, py)
    if (label >= 0) labels.push(cells[label] ?? '')
  })
  if (points.length === 0) return fail('has no line with two numbers.')
  const made = pointsContent(points, label >= 0 ? labels : null, standardise)
  return ok({ ...made, leftOut })
}

/** `points`: x, y, x, y, … of finite numbers. `labels`: one for each point. */
export function pointsContent(
  points: ArrayLike<number>,
  labels: ArrayLike<string | number> | null,
  standardise: boolean,
): { content: PointsContent; notes: string[] } {
  const notes: string[] = []
  const count = points.length / 2
  const values = Float64Array.from(points)
  if (standardise) {
    const mean = [0, 1].map((axis) => sum(values, axis) / count) as [number, number]
    for (let index = 0; index < values.length; index++) values[index]! -= mean[index % 2]!
    const deviation = Math.sqrt(values.reduce((total, value) => total + value * value, 0) / values.length)
    if (deviation > 0) for (let index = 0; index < values.length; index++) values[index]! /= deviation
    notes.push(
      `Moved by (${(-mean[0]).toPrecision(3)}, ${(-mean[1]).toPrecision(3)}) and divided by ${deviation.toPrecision(3)}, to mean 0 and variance 1.`,
    )
  }
  const classes = labels && labelsFrom(labels)
  if (classes && !classes.ok) notes.push(classes.problem)
  return {
    content: {
      form: 'points',
      count,
      points: Float32Array.from(values),
      ...(classes?.ok ? classes.value : { classes: [], labels: null }),
    },
    notes,
  }
}

function sum(values: Float64Array, axis: number): number {
  let total = 0
  for (let index = axis; index < values.length; index += 2) total += values[index]!
  return total
}
