/**
 * @file Kernels that the GPU backends have for low ranks only, at any rank: one axis after the other as the second of three, or with all
 * axes in one. Volumes have rank 5. There stock WebGL throws, WebGPU's reverse and select throw, its pad and its bias silently give wrong numbers,
 * and its tile brought the GPU process down (Chromium 156, SwiftShader).
 */
import * as tf from '@tensorflow/tfjs-core'
import { type KernelCall, replaceKernel, type TensorInfo } from './call'

type Backend = tf.KernelBackend
type Call<Attributes> = KernelCall<Attributes, Backend>
type Kernel = (backendName: string) => void

/** Does one thing to several axes, each as the second of three. `along` answers `null` where an axis stays as it is. */
function axisByAxis<Attributes>(
  { inputs, run }: Call<Attributes>,
  along: (x: TensorInfo, axis: number) => TensorInfo | null,
): TensorInfo {
  const shape = [...inputs.x!.shape]
  let current = inputs.x!
  for (const axis of shape.keys()) {
    const outer = tf.util.sizeFromShape(shape.slice(0, axis))
    const inner = tf.util.sizeFromShape(shape.slice(axis + 1))
    const flat = run('Reshape', { x: current }, { shape: [outer, shape[axis]!, inner] })
    const changed = along(flat, axis)
    if (!changed) continue
    shape[axis] = changed.shape[1]!
    current = changed
  }
  return run('Reshape', { x: current }, { shape })
}

const above = <Attributes>(
  highest: number,
  kernelName: string,
  body: (call: Call<Attributes>) => TensorInfo,
): Kernel => {
  return (backendName) =>
    replaceKernel<Attributes, Backend>(backendName, kernelName, (call, stock) =>
      call.inputs.x!.shape.length > highest ? body(call) : stock(),
    )
}

const tile = above<{ reps: number[] }>(4, 'Tile', (call) =>
  axisByAxis(call, (x, axis) => {
    const count = call.attributes.reps[axis]!
    return count === 1 ? null : call.run('Tile', { x }, { reps: [1, count, 1] })
  }),
)

const reverse = above<{ dims: number | number[] }>(4, 'Reverse', (call) => {
  const axes = tf.util.parseAxisParam(call.attributes.dims, call.inputs.x!.shape)
  return axisByAxis(call, (x, axis) => (axes.includes(axis) ? call.run('Reverse', { x }, { dims: [1] }) : null))
})

/** The paddings of one axis as those of the second of three; `null` for none. */
function paddingsAround(paddings: readonly [number, number][], axis: number): [number, number][] | null {
  const [before, after] = paddings[axis]!
  if (before === 0 && after === 0) return null
  return [
    [0, 0],
    [before, after],
    [0, 0],
  ]
}

const pad = above<{ paddings: [number, number][]; constantValue: number }>(4, 'PadV2', (call) =>
  axisByAxis(call, (x, axis) => {
    const paddings = paddingsAround(call.attributes.paddings, axis)
    return paddings && call.run('PadV2', { x }, { ...call.attributes, paddings })
  }),
)

const mirrorPad = above<{ paddings: [number, number][]; mode: 'reflect' | 'symmetric' }>(4, 'MirrorPad', (call) =>
  axisByAxis(call, (x, axis) => {
    const paddings = paddingsAround(call.attributes.paddings, axis)
    return paddings && call.run('MirrorPad', { x }, { ...call.attributes, paddings })
  }),
)

/** Between two tensors of the condition's shape. */
const select: Kernel = (backendName) =>
  replaceKernel<object, Backend>(backendName, 'Select', ({ inputs, run }, stock) => {
    const { condition, t, e } = inputs as { condition: TensorInfo; t: TensorInfo; e: TensorInfo }
    if (t.shape.length <= 4 || condition.shape.length !== t.shape.length) return stock()
    const flat = (x: TensorInfo): TensorInfo => run('Reshape', { x }, { shape: [tf.util.sizeFromShape(x.shape)] })
    const chosen = run('Select', { condition: flat(condition), t: flat(t), e: flat(e) })
    return run('Reshape', { x: chosen }, { shape: [...t.shape] })
  })

const BINARY_KERNELS = [
  'Add',
  'Atan2',
  'EluGrad',
  'Equal',
  'FloorDiv',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
  'Maximum',
  'Minimum',
  'Mod',
  'Multiply',
  'NotEqual',
  'Pow',
  'Prelu',
  'RealDiv',
  'SquaredDifference',
  'Sub',
]

/**
 * A vector beside a tensor of rank 5 or 6: a bias or a gain of a volume. WebGPU's shader for a short vector does not compile there (it indexes
 * a vec5), which says nothing and leaves in the result whatever lay in its memory; that for operands of equal rank does.
 */
const besideVector = (kernelName: string): Kernel => {
  return (backendName) =>
    replaceKernel<Record<string, unknown>, Backend>(backendName, kernelName, ({ inputs, attributes, run }, stock) => {
      const operands = Object.entries(inputs)
      const rank = Math.max(...operands.map(([, { shape }]) => shape.length))
      if (rank <= 4 || operands.every(([, { shape }]) => shape.length !== 1)) return stock()
      const ofEqualRank = operands.map(([name, x]) => {
        const shape = [...new Array<number>(rank - x.shape.length).fill(1), ...x.shape]
        return [name, run('Reshape', { x }, { shape })] as const
      })
      return run(kernelName, Object.fromEntries(ofEqualRank), attributes)
    })
}

/** Puts them in place of a backend's own. */
export function mendRanks(backendName: 'webgpu' | 'webgl'): void {
  for (const mend of [mirrorPad, pad, reverse, select, tile]) mend(backendName)
  if (backendName === 'webgpu') for (const kernelName of BINARY_KERNELS) besideVector(kernelName)(backendName)
}
