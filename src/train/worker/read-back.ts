/** @file Reads numbers back from the backend. */
import type { Tensor } from '../../layers/layer'

/** A copy of the numbers of a tensor, which is let go of, also when its device is lost meanwhile. */
export async function readBack(tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
  try {
    // What a backend gives may be a view into its own memory.
    return new Float32Array(await tensor.data())
  } finally {
    tensor.dispose()
  }
}
