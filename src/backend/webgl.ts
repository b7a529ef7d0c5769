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
  tf.registerBackend('webgl', () => new MathBackendWebGL(new GPGPUContext(gl)), 2)
  if (!(await tf.setBackend('webgl'))) throw new Error('TensorFlow.js could not start on the WebGL context')
  return { lost }
}
