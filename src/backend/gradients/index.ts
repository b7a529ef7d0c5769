/**
 * @file Every gradient that Ganvas trains with. tfjs registers its own only in its umbrella package, and of those a third are wrong or
 * missing when differentiated twice, as every gradient penalty does; so they are all written here, for every backend, and tested
 * against differences.
 *
 * Not differentiable twice: max-pooling, `prod`, and `tf.logSoftmax`, which brings a gradient of its own (`x − logSumExp(x)` is the
 * same, and exact). Not at all: FFT, einsum, and what is not listed.
 */
import { defineElementwise } from './elementwise'
import { defineLinear } from './linear'
import { defineReductions } from './reductions'
import { defineReshaping } from './reshaping'

let mended = false

/** Registers the gradients, once for all backends. */
export function mendGradients(): void {
  if (mended) return
  mended = true
  defineElementwise()
  defineReductions()
  defineReshaping()
  defineLinear()
}
