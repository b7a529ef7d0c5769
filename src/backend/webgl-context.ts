/** @file The WebGL context to train on, found without loading TensorFlow.js' WebGL backend, which most machines do not need. */
import type { WebGlFacts } from './choose'

export interface WebGlContext {
  gl: WebGL2RenderingContext
  facts: WebGlFacts
}

/** What tfjs asks of a context: nothing but textures is used of it. */
const ATTRIBUTES: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  depth: false,
  stencil: false,
  powerPreference: 'high-performance',
}

/**
 * A WebGL 2 context that can compute in float32; `null` where there is none. Half floats do not do: their gradients vanish. Works in
 * pages and in workers.
 */
export function findWebGl(): WebGlContext | null {
  if (typeof OffscreenCanvas === 'undefined') return null
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2', ATTRIBUTES)
  if (!gl?.getExtension('EXT_color_buffer_float')) return null
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info')
  const renderer = gl.getParameter(unmasked ? unmasked.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  return { gl, facts: { renderer: String(renderer) } }
}
