/** @file What is used of gifenc, which comes without types. Its build of ES modules is named by its path: Node finds no names in the other. */
declare module 'gifenc/dist/gifenc.esm.js' {
  /** Colours as red, green and blue, 0 … 255. */
  type Palette = readonly (readonly number[])[]

  export function GIFEncoder(): {
    writeFrame(
      index: Uint8Array,
      widthPx: number,
      heightPx: number,
      /** `delay` in milliseconds. The first palette holds for all frames that have none. `repeat` 0: for ever. */
      options: { palette?: Palette; delay: number; repeat: number; colorDepth?: number },
    ): void
    finish(): void
    /** A copy of what was written. */
    bytes(): Uint8Array<ArrayBuffer>
  }
  export function quantize(rgba: Uint8ClampedArray, maxColors: number): Palette
  export function applyPalette(rgba: Uint8ClampedArray, palette: Palette): Uint8Array
}
