/** @file What the file system answers, in words: a person at a terminal need not know what EISDIR means. */

const WORDS: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'there is a file of that name, where a folder is needed',
  EACCES: 'the system does not permit it',
  EPERM: 'the system does not permit it',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'no more room is granted on this disk',
  ENAMETOOLONG: 'its name is too long',
}

/** Of an error of `node:fs`: what is wrong, and at which path where it says that. `null`: the error is none of the file system's. */
export function systemProblem(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const { code, path } = error as NodeJS.ErrnoException
  if (code === undefined || !(code in WORDS || path)) return null
  return path === undefined ? WORDS[code]! : `${WORDS[code] ?? error.message} (${path})`
}

/** Of any error, in a few words. */
export const problemText = (error: unknown): string =>
  systemProblem(error) ?? (error instanceof Error ? error.message : String(error))
