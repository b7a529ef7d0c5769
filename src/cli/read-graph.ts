/** @file Reads a graph file for a command, or says why it cannot. */
import { readFile } from 'node:fs/promises'
import type { GraphDocument } from '../graph/document'
import { loadDocument } from '../graph/load'
import { fail, type Result } from '../lib/result'
import { problemText } from './system-problem'

export async function readGraph(file: string): Promise<Result<GraphDocument, { path: string; message: string }[]>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    return fail([{ path: '', message: `The file cannot be read: ${problemText(error)}` }])
  }
  return loadDocument(text)
}

/** One error for each line, with its place in the file. */
export const describeLoadErrors = (file: string, errors: readonly { path: string; message: string }[]): string =>
  errors.map(({ path, message }) => `${file}${path ? ` at ${path}` : ''}: ${message}`).join('\n')
