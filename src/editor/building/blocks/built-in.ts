/** @file The blocks that come with the editor: files in this folder, as anybody could have saved them. */
import { loadFragment, type NamedFragment } from '../../../graph/fragment-file'
import { invariant } from '../../../lib/assert'

/** By the name of the file. */
export const blockFiles = import.meta.glob<string>('./*.json', {
  eager: true,
  query: '?raw',
  import: 'default',
})

export const builtInBlocks = (): NamedFragment[] =>
  Object.values(blockFiles).map((text) => {
    const loaded = loadFragment(text)
    invariant(loaded.ok, `a built-in block loads: ${loaded.ok ? '' : JSON.stringify(loaded.problem)}`)
    return loaded.value
  })
