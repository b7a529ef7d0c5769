/** @file How large a picture is, by its first bytes: a picture that claims a billion pixels must not be decoded to find out. */

export interface PictureSize {
  format: 'PNG' | 'JPEG' | 'GIF' | 'WebP' | 'BMP' | 'AVIF'
  width: number
  height: number
}

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean => {
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text.charCodeAt(index)) return false
  return true
}

/** `null` when these are not the first bytes of a picture that browsers show. */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  if (bytes.length < 30) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n'))
    return { format: 'PNG', width: view.getUint32(16), height: view.getUint32(20) }
  if (startsWith(bytes, 'GIF8'))
    return { format: 'GIF', width: view.getUint16(6, true), height: view.getUint16(8, true) }
  if (startsWith(bytes, 'BM'))
    return { format: 'BMP', width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return webp(bytes, view)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpeg(view)
  if (startsWith(bytes, 'ftypavi', 4)) return avif(bytes, view)
  return null
}

function webp(bytes: Uint8Array, view: DataView): PictureSize | null {
  const format = 'WebP'
  if (startsWith(bytes, 'VP8X', 12))
    return { format, width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) }
  if (startsWith(bytes, 'VP8L', 12)) {
    const bits = view.getUint32(21, true)
    return { format, width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) }
  }
  return startsWith(bytes, 'VP8 ', 12)
    ? { format, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    : null
}

/** The size stands in the frame header, SOF0 … SOF15 without DHT, JPG and DAC. */
function jpeg(view: DataView): PictureSize | null {
  let at = 2
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { format: 'JPEG', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** Of the property `ispe`, which stands near the beginning. */
function avif(bytes: Uint8Array, view: DataView): PictureSize | null {
  const end = Math.min(bytes.length - 16, 65_536)
  for (let at = 8; at < end; at++)
    if (startsWith(bytes, 'ispe', at))
      return { format: 'AVIF', width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
  return null
}
