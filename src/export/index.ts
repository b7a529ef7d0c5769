/** @file The only list of exporters. To add one: its file and one line here. */
import type { Exporter } from './exporter'
import { onnx } from './onnx/exporter'
import { pytorch } from './pytorch'
import { safetensors } from './safetensors'
import { tfjs } from './tfjs/exporter'

/** In the order in which they are offered. */
export const exporters: readonly Exporter[] = [pytorch, safetensors, onnx, tfjs]

export const findExporter = (name: string): Exporter | null =>
  exporters.find((exporter) => exporter.name === name) ?? null
