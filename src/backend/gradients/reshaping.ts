/** @file Gradients of what moves numbers without changing them. */
import * as tf from '@tensorflow/tfjs-core'
import { axesOf, define, type Tensor } from './define'

type Paddings = [number, number][]

/** Sums the copies that `tile` made, one axis after the other: any rank. */
function untile(dy: Tensor, shape: number[], reps: number[]): Tensor {
  let gradient = dy
  for (const [axis, count] of reps.entries()) {
    if (count === 1) continue
    const { shape: current } = gradient
    const outer = tf.util.sizeFromShape(current.slice(0, axis))
    const inner = shape[axis]! * tf.util.sizeFromShape(current.slice(axis + 1))
    const summed = tf.sum(tf.reshape(gradient, [outer, count, inner]), 1)
    gradient = tf.reshape(
      summed,
      current.map((size, index) => (index === axis ? shape[axis]! : size)),
    )
  }
  return gradient
}

/** A stretch of one axis. */
function stretch(x: Tensor, axis: number, start: number, length: number): Tensor {
  const begin = x.shape.map((_, index) => (index === axis ? start : 0))
  const size = x.shape.map((whole, index) => (index === axis ? length : whole))
  return tf.slice(x, begin, size)
}

/** Zeros before and after along one axis. */
const extend = (x: Tensor, axis: number, before: number, after: number): Tensor =>
  tf.pad(
    x,
    x.shape.map((_, index): [number, number] => (index === axis ? [before, after] : [0, 0])),
  )

/** Adds each mirrored border back to where it was copied from. Stock drops the borders. */
function unmirror(dy: Tensor, shape: number[], paddings: Paddings, edge: number): Tensor {
  let gradient = dy
  for (const [axis, [before, after]] of paddings.entries()) {
    if (before === 0 && after === 0) continue
    const size = shape[axis]!
    let core = stretch(gradient, axis, before, size)
    if (before > 0) {
      const border = tf.reverse(stretch(gradient, axis, 0, before), axis)
      core = tf.add(core, extend(border, axis, edge, size - before - edge))
    }
    if (after > 0) {
      const border = tf.reverse(stretch(gradient, axis, before + size, after), axis)
      core = tf.add(core, extend(border, axis, size - after - edge, edge))
    }
    gradient = core
  }
  return gradient
}

/** Every `step`-th number along an axis came through: zeros go back between them. */
function unstride(dy: Tensor, shape: number[], begin: number[], steps: number[]): Tensor {
  let gradient = dy
  for (const [axis, by] of steps.entries()) {
    const { shape: current } = gradient
    const count = current[axis]!
    const spread = tf.pad(tf.reshape(gradient, [...current.slice(0, axis + 1), 1, ...current.slice(axis + 1)]), [
      ...current.slice(0, axis + 1).map((): [number, number] => [0, 0]),
      [0, by - 1],
      ...current.slice(axis + 1).map((): [number, number] => [0, 0]),
    ])
    const joined = tf.reshape(
      spread,
      current.map((size, index) => (index === axis ? size * by : size)),
    )
    const length = (count - 1) * by + 1
    const start = begin[axis]!
    gradient = extend(stretch(joined, axis, 0, length), axis, start, shape[axis]! - start - length)
  }
  return gradient
}

const moveFirst = (rank: number, axis: number): number[] =>
  [axis, ...Array(rank).keys()].filter((index, at) => at === 0 || index !== axis)

function gatherGradient(dy: Tensor, x: Tensor, indices: Tensor, axis: number): Tensor {
  const flat = tf.reshape(tf.cast(indices, 'int32'), [-1]) as tf.Tensor1D
  const gathered = [...x.shape.slice(0, axis), flat.size, ...x.shape.slice(axis + 1)]
  const order = moveFirst(gathered.length, axis)
  const sums = tf.unsortedSegmentSum(tf.transpose(tf.reshape(dy, gathered), order), flat, x.shape[axis]!)
  return tf.transpose(sums, tf.backend_util.getUndoAxesPermutation(order))
}

export function defineReshaping(): void {
  define('Reshape', ['x'], (dy, [x]) => ({ x: () => tf.reshape(dy, x!.shape) }))
  define('ExpandDims', ['input'], (dy, [input]) => ({ input: () => tf.reshape(dy, input!.shape) }))
  define('BroadcastTo', ['x'], (dy, [x]) => ({
    x: () =>
      untile(
        dy,
        x!.shape,
        dy.shape.map((size, axis) => size / x!.shape[axis]!),
      ),
  }))
  define('Tile', ['x'], (dy, [x], { reps }) => ({ x: () => untile(dy, x!.shape, reps as number[]) }))
  define('Transpose', [], (dy, _, { perm }) => ({
    x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm as number[])),
  }))
  define('Reverse', [], (dy, _, { dims }) => ({ x: () => tf.reverse(dy, dims as number[]) }))
  define('Slice', ['x'], (dy, [x], { begin, size }) => ({
    x: () => {
      const [start] = tf.slice_util.parseSliceParams(x!, begin as number[], size as number[])
      return tf.pad(
        dy,
        dy.shape.map((length, axis): [number, number] => {
          return [start![axis]!, x!.shape[axis]! - start![axis]! - length]
        }),
      )
    },
  }))
  define('StridedSlice', ['x'], (dy, [x], attributes) => ({
    x: () => {
      const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes
      const [start, stop, by] = [begin, end, strides] as number[][]
      const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as [
        number,
        number,
        number,
        number,
        number,
      ]
      const plan = tf.slice_util.sliceInfo(x!.shape, start!, stop!, by!, ...masks)
      if (plan.strides.some((stride) => stride < 0))
        throw new Error('The gradient of stridedSlice takes positive strides only.')
      return unstride(tf.reshape(dy, plan.finalShapeSparse), x!.shape, plan.begin, plan.strides)
    },
  }))
  define('PadV2', ['x'], (dy, [x], { paddings }) => ({
    x: () =>
      tf.slice(
        dy,
        (paddings as Paddings).map(([before]) => before),
        x!.shape,
      ),
  }))
  define('MirrorPad', ['x'], (dy, [x], { paddings, mode }) => ({
    x: () => unmirror(dy, x!.shape, paddings as Paddings, mode === 'reflect' ? 1 : 0),
  }))
  define('SplitV', [], (dy, _, { axis }) => ({ x: () => tf.concat(dy as unknown as Tensor[], axis as number) }))
  define('Unpack', [], (dy, _, { axis }) => ({ value: () => tf.stack(dy as unknown as Tensor[], axis as number) }))
  defineMany('Concat', (dy, tensors, { axis }) => {
    const [along] = axesOf(axis, tensors[0]!.shape)
    return tf.split(
      dy,
      tensors.map(({ shape }) => shape[along!]!),
      along,
    )
  })
  defineMany('Pack', (dy, _, { axis }) => tf.unstack(dy, axis as number))
  defineMany('AddN', (dy, tensors) => tensors.map(() => tf.clone(dy)))
  define('GatherV2', ['x', 'indices'], (dy, [x, indices], { axis, batchDims }) => {
    if (batchDims) throw new Error('The gradient of gather takes no batchDims.')
    return {
      x: () => gatherGradient(dy, x!, indices!, axesOf(axis, x!.shape)[0]!),
      indices: () => tf.zeros(indices!.shape),
    }
  })
  define('UnsortedSegmentSum', ['segmentIds'], (dy, [segmentIds]) => ({
    x: () => tf.gather(dy, tf.cast(segmentIds!, 'int32') as tf.Tensor1D),
    segmentIds: () => tf.zeros(segmentIds!.shape),
  }))
  define('OneHot', ['indices'], (_, [indices]) => ({ indices: () => tf.zeros(indices!.shape) }))
  define('SpaceToBatchND', [], (dy, _, { blockShape, paddings }) => ({
    x: () => tf.batchToSpaceND(dy, blockShape as number[], paddings as number[][]),
  }))
  define('BatchToSpaceND', [], (dy, _, { blockShape, crops }) => ({
    x: () => tf.spaceToBatchND(dy, blockShape as number[], crops as number[][]),
  }))
  define('DepthToSpace', ['x'], (dy, [x], { blockSize }) => ({
    x: () => {
      const [batch, height, width] = x!.shape as [number, number, number]
      const block = blockSize as number
      const cells = tf.reshape(dy, [batch, height, block, width, block, -1])
      return tf.reshape(tf.transpose(cells, [0, 1, 3, 2, 4, 5]), x!.shape)
    },
  }))
}

/** For kernels that take a list: tfjs names its members 0, 1, 2, … */
function defineMany(
  kernelName: string,
  gradients: (dy: Tensor, tensors: Tensor[], attributes: Record<string, unknown>) => Tensor[],
): void {
  if (tf.getGradient(kernelName)) tf.unregisterGradient(kernelName)
  tf.registerGradient({
    kernelName,
    saveAllInputs: true,
    // At once, not on demand: each on-demand gradient runs in a scope of its own, which would dispose of the other parts.
    gradFunc: (dy, saved, attributes) => {
      const parts = gradients(dy as Tensor, saved, attributes as Record<string, unknown>)
      return Object.fromEntries(parts.map((part, index) => [index, () => part]))
    },
  })
}
