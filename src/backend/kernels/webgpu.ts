/** @file Kernels of the WebGPU backend that are better written otherwise. */

/** Puts our kernels in place of tfjs'. */
export function mendWebGpuKernels(): void {}
