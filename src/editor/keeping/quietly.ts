/** @file The browser's storage may be forbidden (private windows, policies) or full: then nothing is kept and nothing breaks. */

export function quietly<Value>(attempt: () => Value, otherwise: Value): Value {
  try {
    return attempt()
  } catch {
    return otherwise
  }
}
