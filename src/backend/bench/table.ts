/** @file Timing and printing for the benchmarks. */

/** The middle of `runs` timings in milliseconds, after one run that warms up. */
export function timeMs(work: () => void, runs = 7): number {
  work()
  const times = Array.from({ length: runs }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[runs >> 1]!
}

/** Prints rows under a title, columns aligned. */
export function printTable(title: string, rows: string[][]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
  )
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`)
}
