/** @file Numbers as people read them. */
export const countText = (value: number): string => Math.round(value).toLocaleString('en')

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

/** `1:05`, `2:03:40`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** Steps a second: one digit behind the point where it says something. */
export const rateText = (rate: number): string =>
  rate >= 100 ? countText(rate) : rate >= 10 ? rate.toFixed(1) : rate.toFixed(2)

export const plural = (count: number, noun: string): string => `${countText(count)} ${noun}${count === 1 ? '' : 's'}`
