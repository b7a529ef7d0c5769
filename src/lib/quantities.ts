/** @file Counts, bytes and operations as people read them. Used by the page and by tables of plain text. */

/** Made once: to make one takes longer than to lay out a node. */
const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** `3,576,704`. */
export const countText = (value: number): string => COUNT.format(Math.round(value))

const scaled = (value: number, base: number, units: readonly string[]): string => {
  let index = 0
  let rest = value
  while (rest >= base && index < units.length - 1) {
    rest /= base
    index++
  }
  const digits = rest >= 100 || index === 0 ? 0 : rest >= 10 ? 1 : 2
  return `${rest.toFixed(digits)} ${units[index]}`
}

/** `3.58 M`. */
export const shortCount = (value: number): string =>
  value < 10_000 ? countText(value) : scaled(value, 1000, ['', 'k', 'M', 'G', 'T'])

export const bytesText = (value: number): string => scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'])

export const flopsText = (value: number): string =>
  scaled(value, 1000, ['FLOP', 'kFLOP', 'MFLOP', 'GFLOP', 'TFLOP', 'PFLOP'])

/** A share of 1 in percent: `34 %`, `0.4 %`, `< 0.1 %`. */
export function percentText(share: number): string {
  const percent = 100 * share
  if (percent === 0) return '0 %'
  if (percent < 0.1) return '< 0.1 %'
  return `${percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`
}
