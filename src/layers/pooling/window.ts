/** @file What max and average pooling share: params, the size of the output, refusals, padding in PyTorch. As in Keras. */
import { z } from 'zod'
import { axesField } from '../../lib/fields'
import { fail, type Result } from '../../lib/result'
import { type Padding, perAxis, windowCount, windowPadding } from '../../tensor/convolution'
import type { ShapeProblem } from '../../tensor/problem'
import type { Shape } from '../../tensor/shape'
import { padding } from '../convolution/params'
import { notAnImage, windowTooLarge, withinLimits } from '../problems'

export const poolParams = z.strictObject({
  poolSize: axesField({
    title: 'Pool size',
    description: 'Height and width of the window, one number for both or two.',
    axes: 2,
    minimum: 1,
    maximum: 1024,
  }).default(2),
  strides: axesField({
    title: 'Strides',
    description: 'Steps of the window. Off: as large as the window, so that windows do not overlap.',
    axes: 2,
    minimum: 1,
    maximum: 256,
  })
    .nullable()
    .default(null),
  padding,
})

/** Params of a pooling layer, one number for each axis. */
export interface PoolWindow {
  size: [number, number]
  stride: [number, number]
  padding: Padding
}

export const poolWindow = (params: {
  poolSize: number | readonly number[]
  strides: number | readonly number[] | null
  padding: Padding
}): PoolWindow => ({
  size: perAxis(params.poolSize, 2) as [number, number],
  stride: perAxis(params.strides ?? params.poolSize, 2) as [number, number],
  padding: params.padding,
})

/** Shape rule of a pooling layer. */
export function pooledShape(title: string, input: Shape, window: PoolWindow): Result<Shape, ShapeProblem> {
  const problem = notAnImage(title, input)
  if (problem) return fail(problem)
  const { size, stride, padding } = window
  const [height, width] = [0, 1].map((axis) => windowCount(input[axis]!, size[axis]!, stride[axis]!, padding))
  if (height! < 1 || width! < 1) return fail(windowTooLarge(title, 'poolSize', size, input))
  return withinLimits(title, [height!, width!, input[2]!], input)
}

/** [before, after] of rows and columns. */
export const poolPaddings = (input: Shape, { size, stride, padding }: PoolWindow) =>
  [0, 1].map((axis) => windowPadding(input[axis]!, size[axis]!, stride[axis]!, padding))

/** Padding in PyTorch, which has the same on both sides of an axis or, for `F.pad`, a list that begins with the last axis. */
export function torchPadding(input: Shape, window: PoolWindow) {
  const [rows, columns] = poolPaddings(input, window)
  const even = rows![0] === rows![1] && columns![0] === columns![1]
  return { even: even ? [rows![0], columns![0]] : null, sides: [...columns!, ...rows!] }
}
