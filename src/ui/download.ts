/** @file Text that goes to the downloads. */

/** A file name from the document's name: `DCGAN · MNIST` → `dcgan-mnist.json`. */
export function fileName(name: string): string {
  const clean = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
  return `${clean || 'graph'}.json`
}

/** Hands a text to the browser as a file of that name. */
export function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
