/** @file Ids of what is kept: of runs, documents, blocks. */

/** Another one each time. Not `randomUUID`, which pages without https lack. */
export const uniqueId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-')
