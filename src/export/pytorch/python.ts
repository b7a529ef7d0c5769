/** @file Small things that all Python texts need. */
import { isSchedule, type Schedulable } from '../../lib/schedule'

/** Each line four spaces further in; empty lines stay empty. */
export const indented = (lines: readonly string[], levels = 1): string[] =>
  lines.map((line) => (line === '' ? '' : `${'    '.repeat(levels)}${line}`))

/** A number or schedule as an expression, at `step`. */
export const numberText = (value: Schedulable): string =>
  isSchedule(value)
    ? `schedule("${value.schedule}", ${value.from}, ${value.to}, ${value.start}, ${value.end}, step)`
    : String(value)

/** A text that stands in a docstring or a comment of one line. */
export const plainText = (text: string): string => text.replaceAll(/[\\"]/g, "'").replaceAll(/\s+/g, ' ').trim()

/** Top-level classes and functions, each once, in the order in which they came. */
export function uniqueDefinitions(texts: readonly string[]): string[] {
  const blocks = texts.flatMap((text) => text.trim().split(/\n\n+(?=class |def )/))
  return [...new Set(blocks.map((block) => block.trimEnd()))]
}

export const SCHEDULE = `def schedule(kind, start_value, end_value, start, end, step):
    """A number that changes with the step: linear, cosine, exponential, or a jump at the end."""
    if step >= end:
        return end_value
    if step <= start or kind == "step":
        return start_value
    progress = (step - start) / (end - start)
    if kind == "linear":
        return start_value + (end_value - start_value) * progress
    if kind == "cosine":
        return end_value + (start_value - end_value) * 0.5 * (1 + math.cos(math.pi * progress))
    return start_value * (end_value / start_value) ** progress`
