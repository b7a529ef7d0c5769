/** @file Text that goes to the downloads. */
import { slug } from '../lib/slug'

/** A file name from the document's name: `DCGAN · MNIST` → `dcgan-mnist.json`. */
export const fileName = (name: string): string => `${slug(name) || 'graph'}.json`

/** Hands a text to the browser as a file of that name. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
