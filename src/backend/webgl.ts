/** @file Starts the WebGL backend on a context of our own, so that its loss is noticed. For machines whose browser has no WebGPU. */
import { GPGPUContext, MathBackendWebGL, setWebGLContext } from '@tensorflow/tfjs-backend-webgl'
import * as tf from '@tensorflow/tfjs-core'
import { mendWebGlKernels } from './kernels/webgl'

const WEBGL_VERSION = 2

/** Resolves with a sentence when the browser takes the context away. Its numbers are gone then. */
const lossOf = ({ canvas }: WebGL2RenderingContext): Promise<string> =>
  new Promise((resolve) => {
    canvas.addEventListener('webglcontextlost', () => resolve('the graphics card was lost to WebGL'), { once: true })
  })

/** tfjs' own waits for ever for what a lost context was to compute: here that is an error, as on WebGPU. */
class WatchedBackend extends MathBackendWebGL {
  private readonly waiting = new Set<(error: Error) => void>()
  private isLost = false

  constructor(gl: WebGL2RenderingContext, lost: Promise<string>) {
    super(new GPGPUContext(gl))
    void lost.then((reason) => {
      this.isLost = true
      for (const giveUp of this.waiting) giveUp(new Error(reason))
    })
  }

  override read(id: object) {
    type Values = Awaited<ReturnType<MathBackendWebGL['read']>>
    return new Promise<Values>((resolve, reject) => {
      this.waiting.add(reject)
      if (this.isLost) reject(new Error('the graphics card was lost to WebGL'))
      else super.read(id).then(resolve, reject)
    })
  }
}

let current: WebGL2RenderingContext | null = null

/** Makes WebGL the backend of tfjs, on this context: an earlier one's tensors are gone. */
export async function startWebGl(gl: WebGL2RenderingContext): Promise<{ lost: Promise<string> }> {
  const lost = lossOf(gl)
  tf.env().set('WEBGL_VERSION', WEBGL_VERSION)
  setWebGLContext(WEBGL_VERSION, gl)
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE'))
    throw new Error('this graphics card computes in half precision only, which is too coarse to train')
  mendWebGlKernels()
  if (tf.engine().registryFactory.webgl) tf.removeBackend('webgl')
  if (current !== gl) current?.getExtension('WEBGL_lose_context')?.loseContext()
  current = gl
  tf.registerBackend('webgl', () => new WatchedBackend(gl, lost), 2)
  if (!(await tf.setBackend('webgl'))) throw new Error('TensorFlow.js could not start on the WebGL context')
  return { lost }
}
