/** @file Files of datasets for the command line and for tests, from the disk. Node only. */
import type { DataFiles } from './dataset'
import { readDataFile } from './file-locations'

export function nodeDataFiles(): DataFiles {
  return {
    async read(file, onProgress) {
      const content = await readDataFile(file)
      onProgress?.(1)
      return content
    },
  }
}
