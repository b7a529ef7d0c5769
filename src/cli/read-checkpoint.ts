/** @file Reads a checkpoint for a command, or says why it cannot. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { problemText } from './system-problem'

/** The content, or why there is none. `path` is the file, or the folder that holds it. */
export async function readCheckpoint(path: string): Promise<Uint8Array | string> {
  try {
    const isFolder = (await stat(path)).isDirectory()
    return await readFile(isFolder ? join(path, 'checkpoint.safetensors') : path)
  } catch (error) {
    return `The checkpoint cannot be read: ${problemText(error)}`
  }
}
