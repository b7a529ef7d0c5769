/** @file What tests use of ONNX Runtime, whose package for Node came without its types. */
declare module 'onnxruntime-node' {
  export class Tensor {
    constructor(type: 'float32', data: Float32Array, dims: readonly number[])
    readonly data: Float32Array
    readonly dims: readonly number[]
  }

  export class InferenceSession {
    /** 3 logs errors only. */
    static create(
      model: Uint8Array,
      options: { intraOpNumThreads: number; logSeverityLevel: 0 | 1 | 2 | 3 | 4 },
    ): Promise<InferenceSession>
    run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>
  }
}
