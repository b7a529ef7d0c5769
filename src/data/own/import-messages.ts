/** @file What the page and the worker that imports own data say to each other. Both ship together. */
import type { GivenFile, LeftOut } from './gather'
import type { PrepareOptions, SourceForm } from './prepare'
import type { OwnReference } from './reference'
import type { SheetRow } from './sheet'

export type ToImporter =
  | { type: 'prepare'; name: string; files: readonly GivenFile[]; options: PrepareOptions }
  /** Keeps what was prepared last, under this name. */
  | { type: 'keep'; name: string }

export interface ImportReport {
  source: SourceForm
  reference: OwnReference
  sheet: readonly SheetRow[]
  /** The first of them. */
  leftOut: readonly LeftOut[]
  leftOutCount: number
  notes: readonly string[]
}

export type FromImporter =
  | { type: 'progress'; done: number; total: number }
  | { type: 'prepared'; report: ImportReport }
  | { type: 'refused'; message: string; leftOut: readonly LeftOut[]; leftOutCount: number }
  | { type: 'kept'; reference: OwnReference }
  | { type: 'not-kept'; message: string }
