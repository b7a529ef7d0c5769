/** @file Numbers as people read them: those of a run, and those that plain text shares. */
import { countText } from '../lib/quantities'

export { bytesText, countText, flopsText, percentText, shortCount } from '../lib/quantities'

/** `1:05`, `2:03:40`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** `22 s`, `24 min`: as exact as the time of another machine can be. */
export function roughDurationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** A day and a time of it, as this browser's reader writes them. */
export const whenText = (timeMs: number): string => WHEN.format(timeMs)

/** Steps a second: one digit behind the point where it says something. */
export const rateText = (rate: number): string =>
  rate >= 100 ? countText(rate) : rate >= 10 ? rate.toFixed(1) : rate.toFixed(2)

export const plural = (count: number, noun: string): string => `${countText(count)} ${noun}${count === 1 ? '' : 's'}`
