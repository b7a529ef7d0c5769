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

const nameOf = (block: string): string =>
  /^(?:@\w+\n)?(?:class|def) (\w+)/.exec(block)?.[1] ?? /^(\w+)/.exec(block)?.[1] ?? ''

/**
 * Of top-level definitions, which stand two empty lines apart, those that `text` needs, directly or through others: each once, in the
 * order in which they came.
 */
export function neededDefinitions(definitions: readonly string[], text: string): string[] {
  const blocks = [...new Set(definitions.flatMap((part) => part.trim().split(/\n{3,}/)).map((block) => block.trim()))]
  const needed = new Set<string>()
  for (let waiting = [text]; waiting.length > 0; ) {
    const reader = waiting.pop()!
    const words = new Set(reader.match(/\w+/g))
    for (const block of blocks) {
      if (needed.has(block) || block === reader || !words.has(nameOf(block))) continue
      needed.add(block)
      waiting.push(block)
    }
  }
  return blocks.filter((block) => needed.has(block))
}

export const SCHEDULE = `def schedule(kind: str, start_value: float, end_value: float, start: int, end: int, step: int) -> float:
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
