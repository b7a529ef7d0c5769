/** @file How an edit says no. */

/** An edit that the document does not allow. The message is for people. */
export class EditError extends Error {
  override readonly name = 'EditError'
}

/** Throws an `EditError` if there is a problem; the draft is then thrown away. */
export function refuseIf(problem: string | null | undefined | false): void {
  if (problem) throw new EditError(problem)
}
