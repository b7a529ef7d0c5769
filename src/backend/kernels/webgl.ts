/** @file Kernels of the WebGL backend that fail as tfjs has them. */
import { mendRanks } from './ranks'

let mended = false

/** Puts our kernels in place of tfjs'. */
export function mendWebGlKernels(): void {
  if (mended) return
  mended = true
  mendRanks('webgl')
}
