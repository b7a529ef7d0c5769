/** @file What goes to the downloads, and under which name. */
import { slug } from '../lib/slug'

/** A name without an ending from the document's name: `DCGAN · MNIST` → `dcgan-mnist`. */
export const plainName = (name: string): string => slug(name) || 'graph'

/** The name of a graph's file: `DCGAN · MNIST` → `dcgan-mnist.json`. */
export const fileName = (name: string): string => `${plainName(name)}.json`

/** Hands a text to the browser as a file of that name. */
export const downloadText = (name: string, text: string): void =>
  downloadBlob(name, new Blob([text], { type: 'application/json' }))

/** Hands bytes to the browser as a file of that name. */
export const downloadBytes = (name: string, bytes: Uint8Array<ArrayBuffer>, type: string): void =>
  downloadBlob(name, new Blob([bytes], { type }))

function downloadBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
