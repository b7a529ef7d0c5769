/**
 * @file What the checks of the derivatives measured, for `docs/gradients.md`: a file for each backend and kind, so that a part can be
 * measured again. For tests; nothing that ships imports it.
 */
import type { CheckedDerivatives } from './contract'

/** Whether this run measures for the docs. The variable is set by `npm run docs:gradients`. */
export const REPORTING = Boolean((import.meta as { env?: Record<string, string> }).env?.VITE_GRADIENT_REPORT)

/** Where a report lies, from the root. */
export const reportPath = (backend: string, kind: string): string =>
  `node_modules/.cache/ganvas/gradients/${backend}/${kind}.json`

/** The largest errors of both. */
export function worse(a: CheckedDerivatives, b: CheckedDerivatives): CheckedDerivatives {
  const larger = (x: number | null, y: number | null) => (x === null || y === null ? (x ?? y) : Math.max(x, y))
  return { first: larger(a.first, b.first), second: larger(a.second, b.second) }
}

export const reportText = (measured: unknown): string => `${JSON.stringify(measured, null, 1)}\n`
