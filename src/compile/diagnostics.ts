/**
 * @file Everything that the compiler may say, in one table. A code is part of what outsiders rely on: it does not change its
 * meaning. Errors block training, warnings do not, infos are advice, which the screen calls so.
 */
import type { NodeId } from '../graph/document'
import { MAIN_CALL } from '../graph/document'
import type { Repair } from '../graph/repair'
import { shapeProblemCodes } from '../layers/problems'
import type { ShapeProblem } from '../tensor/problem'
import { formatShape, type Shape } from '../tensor/shape'
import type { Diagnostic, Severity } from './compilation'

export interface DiagnosticText {
  severity: Severity
  /** A few words, as a heading. */
  title: string
  /** What it means and why it matters, in one or two sentences. */
  explanation: string
  /** Who says so, for advice. */
  source?: { title: string; url: string }
}

const error = (title: string, explanation: string): DiagnosticText => ({ severity: 'error', title, explanation })
const warning = (title: string, explanation: string): DiagnosticText => ({ severity: 'warning', title, explanation })
const advice = (title: string, explanation: string, source: NonNullable<DiagnosticText['source']>): DiagnosticText => ({
  severity: 'info',
  title,
  explanation,
  source,
})

const ownCodes = {
  'duplicate-network-name': warning(
    'Networks of one name',
    'Two networks have the same name, and messages cannot tell them apart.',
  ),
  'wire-end': error('No such end', 'A wire goes from an output to an input, and both must exist.'),
  'wire-level': error(
    'Wire through a frame',
    'A wire joins two nodes of one network, or two nodes outside of networks. Into and out of a network it goes by its ports.',
  ),
  'missing-wire': error('Missing wire', 'An input that is needed has no wire.'),
  'unknown-shape-source': error(
    'Shape from nowhere',
    'No call wires anything to this input of the network, so its shape, and all that follows from it, is unknown.',
  ),
  cycle: error('Cycle', 'Nodes read from each other in a circle, so none of them can be computed first.'),
  'call-shape': error(
    'Calls disagree',
    'Calls of a network share its weights, so all must bring the same shape to an input.',
  ),
  'weights-outside-network': error(
    'Weights outside a network',
    'Only networks own weights, so a layer with weights must stand in one.',
  ),
  'network-without-output': warning(
    'Network without an output',
    'Nothing comes out of the network, so nothing in it is computed.',
  ),
  'network-unused': warning('Network is not used', 'No wire reaches the network or leaves it.'),
  'call-unused': warning('Call is not used', 'Nothing that this call of the network gives is read.'),
  'unused-node': warning('Node leads nowhere', 'Nothing reads what the node gives, so it is left out of training.'),
  'input-unused': warning(
    'Input is not used',
    'What comes in by this input changes none of the outputs of the network.',
  ),
  'output-reaches-nothing': warning(
    'Output reaches no objective',
    'Nothing reads this output of the network, so nothing trains it.',
  ),
  'objective-without-player': error(
    'Nobody to train',
    'No trainable network stands on the side that the objective is to train.',
  ),
  'objective-without-critic': error(
    'No critic',
    'The real and the fake score have no trainable network in common that makes them, so nothing learns to tell them apart.',
  ),
  'critic-frozen': warning(
    'Critic is frozen',
    'The network that makes the scores is not trainable, so nothing learns to tell real from fake.',
  ),
  'score-depends-on-no-sample': error(
    'Score of nothing',
    'A score is computed from no sample, real or generated, so it cannot say how real one is.',
  ),
  'score-bounded': warning(
    'Score is squashed',
    'The adversarial losses take raw scores without limits and squash them where needed. A score that is squashed already gives them hardly any gradient.',
  ),
  'score-of-each-place': warning(
    'Score of each place',
    'A Dense on an image works at each place by itself. As the last layer of a critic it makes one score for each pixel of its input, none of which sees the others.',
  ),
  'trains-unknown-network': error(
    'Trains an unknown network',
    'The objective names a network to train that does not exist.',
  ),
  'trains-unreached-network': warning(
    'Trains an unreached network',
    'The objective names a network to train that cannot change it: no gradient reaches the network.',
  ),
  'nothing-to-train': error('Nothing to train', 'No objective trains any network.'),
  'range-mismatch': warning(
    'Ranges differ',
    'Real and generated values come in different intervals, so they can be told apart by their range alone.',
  ),
  'wasserstein-without-constraint': warning(
    'Critic without a constraint',
    'The loss estimates a distance only when the critic’s slope is kept small, for example by clipping its weights.',
  ),
  'momentum-with-clip': advice(
    'Momentum with weight clipping',
    'Momentum keeps pushing weights against the clip and is known to make clipped critics unstable.',
    { title: 'Wasserstein GAN (Arjovsky et al., 2017), section 4', url: 'https://arxiv.org/abs/1701.07875' },
  ),
  'saturating-loss': advice(
    'Saturating loss',
    'The minimax loss of the first paper gives a generator hardly any gradient while the critic is sure of itself. Flipping the labels instead has the same fixed point and strong gradients from the start.',
    {
      title: 'GAN course: loss functions, modified minimax loss (Google)',
      url: 'https://developers.google.com/machine-learning/gan/loss',
    },
  ),
  'fake-smoothing': advice(
    'Labels of fakes smoothed',
    'Smoothing the label of real samples keeps a critic modest. Smoothing that of fakes as well makes the best critic favour what the generator makes already.',
    {
      title: 'Improved Techniques for Training GANs (Salimans et al., 2016), section 3.4',
      url: 'https://arxiv.org/abs/1606.03498',
    },
  ),
  'hurried-critic': advice(
    'Critic learns too little',
    'A Wasserstein critic estimates a distance, and the generator follows its slope. Both mean something only near the best critic, so it is updated several times for each update of the generator.',
    { title: 'Wasserstein GAN (Arjovsky et al., 2017), algorithm 1', url: 'https://arxiv.org/abs/1701.07875' },
  ),
  'heavy-momentum': advice(
    'Much momentum',
    'In a game the goal moves with every update of the opponent, so what was the right way ten updates ago is often the wrong one now.',
    { title: 'DCGAN (Radford et al., 2015), section 4; ganhacks 9', url: 'https://arxiv.org/abs/1511.06434' },
  ),
  'sparse-gradient': advice(
    'Max pooling',
    'The stability of the game suffers where gradients are sparse. Strided convolutions and average pooling pass a gradient to every value.',
    {
      title: 'ganhacks 5: Avoid Sparse Gradients',
      url: 'https://github.com/soumith/ganhacks#5-avoid-sparse-gradients-relu-maxpool',
    },
  ),
  'relu-in-critic': advice(
    'ReLU in the critic',
    'All that a generator learns comes back through the critic, and ReLU stops it wherever a value is below 0. Leaky ReLU lets a fifth through.',
    {
      title: 'ganhacks 5: Avoid Sparse Gradients',
      url: 'https://github.com/soumith/ganhacks#5-avoid-sparse-gradients-relu-maxpool',
    },
  ),
  'batch-norm-at-end': advice(
    'Batch norm at the end of a network',
    'Normalising the samples themselves, where they leave the generator or enter the critic, makes samples oscillate and training unstable.',
    { title: 'DCGAN (Radford et al., 2015), section 3', url: 'https://arxiv.org/abs/1511.06434' },
  ),
  'batch-norm-of-few': advice(
    'Batch norm of few samples',
    'Mean and variance of a handful of samples are mostly chance, and each sample’s picture depends on its neighbours in the batch.',
    { title: 'ganhacks 4: BatchNorm', url: 'https://github.com/soumith/ganhacks#4-batchnorm' },
  ),
  checkerboard: advice(
    'Checkerboard',
    'Where the stride does not divide the kernel size, stamps overlap unevenly and the picture gets a pattern of squares that training has to fight.',
    {
      title: 'Deconvolution and Checkerboard Artifacts (Odena et al., 2016)',
      url: 'https://distill.pub/2016/deconv-checkerboard/',
    },
  ),
  'boxed-latent': advice(
    'Latent from a box',
    'Normal noise has no corners, and its samples lie on a shell along which one can walk on great circles.',
    { title: 'ganhacks 3: Use a spherical Z', url: 'https://github.com/soumith/ganhacks#3-use-a-spherical-z' },
  ),
  'wide-latent': advice(
    'Latent larger than the image',
    'The noise that a generator starts from is usually of fewer dimensions than what it makes; more give it nothing to describe.',
    {
      title: 'GAN course: the generator (Google)',
      url: 'https://developers.google.com/machine-learning/gan/generator',
    },
  ),
  'one-sided-noise': advice(
    'Noise on one side',
    'Noise on what the critic sees keeps it from growing too sure, but only if real and generated samples get the same.',
    {
      title: 'ganhacks 13; Differentiable Augmentation (Zhao et al., 2020)',
      url: 'https://arxiv.org/abs/2006.10738',
    },
  ),
  'uneven-sizes': advice(
    'Sides of unequal size',
    'A critic that is much stronger rejects everything and a much weaker one accepts anything; neither tells the generator where to go.',
    {
      title: 'GAN course: common problems (Google)',
      url: 'https://developers.google.com/machine-learning/gan/problems',
    },
  ),
  'penalty-second-derivative': error(
    'No second derivative',
    'A penalty on the critic’s slope, and looking ahead through its updates, differentiate twice. A layer on the way whose second derivative TensorFlow.js gets wrong would train on wrong gradients.',
  ),
  'penalty-mixed-samples': warning(
    'Slope of a whole batch',
    'A penalty takes the critic’s slope at each sample by itself. A layer that mixes the samples of a batch, such as batch norm, makes each score depend on all of them.',
  ),
  'penalty-unpaired-samples': error(
    'No pairs of real and fake',
    'The penalty looks between a real sample and a fake one, so both must enter the critic at the same inputs.',
  ),
  'look-ahead-penalty': error(
    'Look ahead with a penalty',
    'Looking ahead differentiates the critic’s updates; with a penalty on its slope in them that would take third derivatives.',
  ),
  'pack-batch': error(
    'Batch cannot be packed',
    'A layer that puts several samples into one needs a batch that can be divided by their number.',
  ),
  'batch-mismatch': error(
    'Batches differ',
    'What is computed together must have the same number of samples, but one side was packed and the other was not, or otherwise.',
  ),
  'too-large': error('Too large for memory', 'Weights, optimiser and activations together would not fit into memory.'),
} as const satisfies Record<string, DiagnosticText>

const shapeTitles: Record<keyof typeof shapeProblemCodes, string> = {
  'rank-mismatch': 'Wrong number of axes',
  'reshape-size': 'Sizes differ',
  'shape-mismatch': 'Shapes differ',
  'axis-out-of-range': 'No such axis',
  'window-too-large': 'Window too large',
  'not-divisible': 'Not divisible',
  'out-of-bounds': 'Out of bounds',
  'single-place': 'A single place',
  'params-conflict': 'Params that exclude each other',
  'output-too-large': 'Output too large',
}

export type DiagnosticCode = keyof typeof ownCodes | keyof typeof shapeProblemCodes

/** By code. */
export const diagnosticTable: Readonly<Record<DiagnosticCode, DiagnosticText>> = {
  ...ownCodes,
  ...(Object.fromEntries(
    Object.entries(shapeProblemCodes).map(([code, explanation]) => [
      code,
      error(shapeTitles[code as keyof typeof shapeProblemCodes], explanation),
    ]),
  ) as Record<keyof typeof shapeProblemCodes, DiagnosticText>),
}

export interface Place {
  node?: NodeId
  /** Port, with `@call` for a call other than `main`: what follows `node.` in an endpoint. */
  port?: string
  param?: string
}

/** One finding. `message` says what is and what should be, `fix` how to mend it. */
export const report = (
  code: DiagnosticCode,
  place: Place,
  message: string,
  fix: string,
  repairs: readonly Repair[] = [],
): Diagnostic => ({
  code,
  severity: diagnosticTable[code].severity,
  ...place,
  message,
  fix,
  ...(repairs.length > 0 && { repairs }),
})

/** What a kind said of its own shapes, at the node that it said it of. */
export const reportProblem = (
  node: NodeId,
  problem: ShapeProblem,
  repairs: readonly Repair[] = [],
  receivedShape?: Shape,
): Diagnostic => ({
  code: problem.code,
  severity: Object.hasOwn(diagnosticTable, problem.code)
    ? diagnosticTable[problem.code as DiagnosticCode].severity
    : 'error',
  node,
  ...(problem.port !== undefined && { port: problem.port }),
  ...(problem.param !== undefined && { param: problem.param }),
  message: problem.message,
  fix: problem.fix,
  ...received(problem, receivedShape),
  ...(repairs.length > 0 && { repairs }),
})

function received(
  { port, wanted = [] }: ShapeProblem,
  shape: Shape | undefined,
): Pick<Diagnostic, 'received' | 'expected'> {
  const expected = wanted
    .filter((candidate) => candidate.port === port)
    .map((candidate) => formatShape(candidate.shape))
  return shape && expected.length > 0 ? { received: formatShape(shape), expected: alternatives(expected) } : {}
}

/** `a`, `a or b`. */
const alternatives = (items: readonly string[]): string => listed(items).replace(' and ', ' or ')

/** A port as endpoints write it. */
export const portAt = (port: string, call: string): string => (call === MAIN_CALL ? port : `${port}@${call}`)

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
