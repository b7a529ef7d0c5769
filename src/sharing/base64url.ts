/** @file Bytes in the letters that an address may hold unchanged: base64 of RFC 4648 §5, without padding. */

/** Longest run of bytes that is given to a function as its arguments. */
const RUN = 8192

export function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += RUN)
    text += String.fromCharCode(...bytes.subarray(start, start + RUN))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** `null` when the text is no base64url. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}
