/** @file Pictures of values, ready to be drawn. They cross from the worker as typed arrays whose buffers are transferred. */

export type Preview =
  /** A sheet of `columns` × `rows` samples, RGBA. */
  | {
      type: 'image'
      widthPx: number
      heightPx: number
      columns: number
      rows: number
      pixels: Uint8ClampedArray<ArrayBuffer>
    }
  /** x, y pairs one after the other, in data units. */
  | {
      type: 'points'
      fake: Float32Array<ArrayBuffer>
      real: Float32Array<ArrayBuffer> | null
      /** Middle of the square that is shown: the origin, unless the data lies to one side of it. */
      center: readonly [x: number, y: number]
      /** Half the width of that square. */
      extent: number
      /** Critic's score in row order from the top left of that square, `side` × `side`. */
      surface: { side: number; scores: Float32Array<ArrayBuffer> } | null
    }
  /** Normalised histograms over the same bins from `minimum` to `maximum`. */
  | {
      type: 'histogram'
      minimum: number
      maximum: number
      series: { label: string; shares: Float32Array<ArrayBuffer>; mean: number }[]
    }

/** Preview of one node: an output node or a preview node. */
export interface NodePreview {
  node: string
  step: number
  preview: Preview
}
