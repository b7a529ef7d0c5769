/** @file The reference to a content that was prepared. */
import type { OwnContent } from './content'
import { MAX_OWN_NAME_LENGTH } from './limits'
import type { OwnReference } from './reference'

/** `sha256` is that of the content's bytes, of which there are `sizeBytes`. */
export function referTo(content: OwnContent, name: string, sha256: string, sizeBytes: number): OwnReference {
  return {
    own: name.slice(0, MAX_OWN_NAME_LENGTH),
    sha256,
    sizeBytes,
    form: content.form,
    shape: content.form === 'points' ? [2] : [...content.shape],
    ...(content.form === 'pairs' && { pairShape: [...content.pairShape] }),
    count: content.count,
    classes: [...content.classes],
  }
}
