/** @file Names that people give to the ports and the calls of a network: they stand in endpoints, `G.image`, `D.score@fake`. */
import { type FieldText, textField } from '../../lib/fields'

/** Letters, digits, `_` and `-`, a letter first, at most 32. The document's endpoints are read by the same rule. */
export const PORT_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/
export const PORT_NAME_TEXT = 'must begin with a letter and hold only letters, digits, "_" and "-", at most 32 of them'

export const portNameField = (text: FieldText) =>
  textField({ ...text, maximumLength: 32, pattern: PORT_NAME, patternText: PORT_NAME_TEXT })
