/**
 * @file Slopes of a critic at samples, to be differentiated once more by its weights. Shared arithmetic of all penalties.
 */
import type { Scalar } from '@tensorflow/tfjs-core'
import type { LayerRandom, Tensor, TensorFlow } from '../../layers/layer'
import type { PenaltyContext } from './penalty'

/** Under the root of a norm, so that a slope of exactly zero has the derivative 0 and not NaN. Moves a norm of 1 by 5e-13. */
const NORM_EPSILON = 1e-12

/** A number for each sample, `[batch]`, in a shape that broadcasts over a tensor of the samples. */
const perSample = (tf: TensorFlow, values: Tensor, like: Tensor): Tensor =>
  tf.reshape(values, [values.shape[0]!, ...like.shape.slice(1).map(() => 1)])

/**
 * ‖∇‖² of a function at each sample, over all entries of all its tensors together: `[rows]`, where `of` gives `[rows]`. A critic
 * that packs several samples into one has fewer rows than samples; each row then has the gradient of all that it packs.
 */
export function squaredSlopes(
  tf: TensorFlow,
  samples: readonly Tensor[],
  of: (samples: readonly Tensor[]) => Tensor,
): Tensor {
  let rows = 0
  // Each row depends on its own samples only, so the gradient of the sum holds the gradient of every row.
  const { grads } = tf.engine().gradients(
    () => {
      const values = of(samples)
      rows = values.shape[0]!
      return tf.sum(values)
    },
    [...samples],
    undefined,
    true,
  )
  const batch = samples[0]!.shape[0]!
  if (batch % rows !== 0) {
    throw new Error(
      `The penalty needs as many samples for each score of the critic, but ${batch} samples give ${rows} scores. Make the batch size a multiple of the count of the Pack.`,
    )
  }
  const squares = grads
    .filter((gradient) => gradient !== null && gradient !== undefined)
    .map((gradient) => tf.sum(tf.square(tf.reshape(gradient, [rows, gradient.size / rows])), 1))
  if (squares.length === 0) {
    throw new Error(
      'The penalty needs the slope of the critic, but no gradient gets from its score to the samples. Remove the Stop gradient inside the critic, or set the penalty to None.',
    )
  }
  return squares.reduce((total, square) => tf.add(total, square))
}

/** ‖J‖² at each sample, all outputs of a function together (Frobenius): `[rows]`, where `of` gives `[rows, outputs]`. */
export function squaredJacobians(
  tf: TensorFlow,
  samples: readonly Tensor[],
  of: (samples: readonly Tensor[]) => Tensor,
): Tensor {
  let outputs = 1
  let total: Tensor | null = null
  for (let output = 0; output < outputs; output++) {
    const squares = squaredSlopes(tf, samples, (given) => {
      const values = of(given)
      outputs = values.shape[1]!
      return tf.reshape(tf.slice(values, [0, output], [-1, 1]), [-1])
    })
    total = total === null ? squares : tf.add(total, squares)
  }
  return total!
}

/** ‖∇‖ from ‖∇‖². */
export const norms = (tf: TensorFlow, squares: Tensor): Tensor => tf.sqrt(tf.add(squares, NORM_EPSILON))

/** E of one value for each sample. */
export const expectation = (tf: TensorFlow, values: Tensor): Scalar => tf.mean(values) as Scalar

/** Points between two batches: a + α (b − a), with one α ~ U(0, 1) for each sample, the same for all its tensors. */
function between(tf: TensorFlow, random: LayerRandom, a: readonly Tensor[], b: readonly Tensor[]): readonly Tensor[] {
  const amount = random.uniform([a[0]!.shape[0]!])
  return a.map((from, index) => tf.add(from, tf.mul(perSample(tf, amount, from), tf.sub(b[index]!, from))))
}

/**
 * ‖∇D‖² at points between the real samples and `others`, the fakes if nothing else is said: `[rows]`. The critic is asked as about
 * real samples, so labels and whatever else goes in with them are those of the real ones.
 */
export function squaredSlopesBetween(
  { tf, random, samples, critic }: Pick<PenaltyContext<unknown>, 'tf' | 'random' | 'samples' | 'critic'>,
  others: readonly Tensor[] = samples.fake,
): Tensor {
  return squaredSlopes(tf, between(tf, random, samples.real, others), (given) => critic('real', given))
}

/** The same slopes in PyTorch, for the texts of penalties. */
export const TORCH_SLOPES = `def squared_slopes(score: Callable[..., Tensor], samples: list[Tensor]) -> Tensor:
    """Squared length of the gradient of each score by the samples that it is of, to be differentiated again."""
    samples = [sample.detach().requires_grad_() for sample in samples]
    scores = score(*samples)
    gradients = torch.autograd.grad(scores.sum(), samples, create_graph=True, allow_unused=True)
    rows = [gradient.reshape(len(scores), -1) for gradient in gradients if gradient is not None]
    return sum(row.square().sum(1) for row in rows)


def slopes(score: Callable[..., Tensor], samples: list[Tensor]) -> Tensor:
    return (squared_slopes(score, samples) + ${NORM_EPSILON}).sqrt()


def squared_jacobians(outputs: Callable[..., Tensor], samples: list[Tensor]) -> Tensor:
    """Squared slopes of all outputs of each sample together (Frobenius norm)."""
    count = outputs(*samples).shape[1]
    return sum(squared_slopes(lambda *given, index=index: outputs(*given)[:, index], samples) for index in range(count))


def between(a: list[Tensor], b: list[Tensor]) -> list[Tensor]:
    """Points on the lines from a to b, one number in [0, 1) for each sample."""
    amount = torch.rand(len(a[0]), device=a[0].device)
    return [x + amount.reshape(-1, *[1] * (x.dim() - 1)) * (y - x) for x, y in zip(a, b)]`
