/** @file Reads what a GIF says of itself, block by block as the specification has them (GIF89a, W3C), without its pixels. */

export interface GifFacts {
  widthPx: number
  heightPx: number
  /** `null`: it is shown once; 0: for ever. */
  repeats: number | null
  /** How long each frame is shown, in hundredths of a second, and its size. */
  frames: { delay: number; widthPx: number; heightPx: number }[]
}

export function gifFacts(file: Uint8Array): GifFacts {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const ascii = (at: number, length: number) => String.fromCharCode(...file.subarray(at, at + length))
  const word = (at: number) => view.getUint16(at, true)
  const tableBytes = (packed: number) => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0)
  if (ascii(0, 6) !== 'GIF89a') throw new Error(`It begins with ${ascii(0, 6)}, expected GIF89a.`)
  const facts: GifFacts = { widthPx: word(6), heightPx: word(8), repeats: null, frames: [] }
  let at = 13 + tableBytes(file[10]!)
  let delay = 0
  const afterBlocks = (from: number) => {
    let next = from
    while (file[next] !== 0) next += 1 + file[next]!
    return next + 1
  }
  for (;;) {
    const introducer = file[at]
    if (introducer === 0x3b) {
      if (at !== file.length - 1) throw new Error(`It ends at ${at}, and the file has ${file.length} bytes.`)
      return facts
    }
    if (introducer === 0x21) {
      const label = file[at + 1]
      if (label === 0xf9) delay = word(at + 4)
      if (label === 0xff && ascii(at + 3, 11) === 'NETSCAPE2.0') facts.repeats = word(at + 16)
      at = afterBlocks(at + 2)
    } else if (introducer === 0x2c) {
      facts.frames.push({ delay, widthPx: word(at + 5), heightPx: word(at + 7) })
      // Behind the table of colours: how many bits the first code has, then the codes.
      at = afterBlocks(at + 10 + tableBytes(file[at + 9]!) + 1)
    } else throw new Error(`No block begins with ${introducer} at ${at} of ${file.length}.`)
  }
}
