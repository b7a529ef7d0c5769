/** @file Windows over pictures in which padding can go wrong: odd and even sizes and kernels, alike along both axes and not. */

export interface WindowCase {
  /** [height, width] */
  places: readonly [height: number, width: number]
  params: { padding: string; strides: number; kernelSize: readonly [number, number] }
}

const PLACES = [
  [7, 8],
  [8, 5],
] as const

const KERNELS = [
  [3, 3],
  [4, 4],
  [5, 2],
  [1, 4],
] as const

/** Each with both paddings and strides 1 to 3. */
export const windows2d: readonly WindowCase[] = ['same', 'valid'].flatMap((padding) =>
  [1, 2, 3].flatMap((strides) =>
    PLACES.flatMap((places) => KERNELS.map((kernelSize) => ({ places, params: { padding, strides, kernelSize } }))),
  ),
)

/** What else a convolution may have; `channels` come in. */
export const CONVOLUTIONS: readonly { name: string; params: Record<string, unknown>; channels: number }[] = [
  { name: 'plain', params: {}, channels: 3 },
  { name: 'in groups', params: { groups: 2, filters: 4 }, channels: 4 },
  { name: 'dilated along one axis', params: { dilation: [2, 1] }, channels: 2 },
  { name: 'dilated', params: { dilation: 2 }, channels: 2 },
]
