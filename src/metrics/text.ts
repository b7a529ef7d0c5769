/** @file Figures of metrics as people read them. */
import { findMetricValue } from '.'
import type { MetricUnit } from './metric'

const texts: Record<MetricUnit, (value: number) => string> = {
  count: (value) => Math.round(value).toLocaleString('en'),
  share: (value) => `${(100 * value).toFixed(1)} %`,
  nats: significant,
  bits: significant,
  number: significant,
}

/** Three digits that count, never as a power of ten. What would show as 0.0000 is 0. */
function significant(value: number): string {
  const size = Math.abs(value)
  const text =
    size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : size >= 1 ? value.toFixed(2) : value.toFixed(4)
  return Number(text) === 0 ? '0' : text.replace('-', '−')
}

/** `97.2 %`, `8`, `0.0014`: a value in the unit of its metric. `key` is its name in reports. */
export const metricText = (key: string, value: number): string => texts[findMetricValue(key)?.unit ?? 'number'](value)

/** Its title; further generators' figures say whose they are. */
export function metricTitle(key: string): string {
  const [name = key, generator] = key.split('@')
  const title = findMetricValue(name)?.title ?? name
  return generator ? `${title} (${generator})` : title
}
