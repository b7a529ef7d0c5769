/** @file Gaussian noise: adds noise while training. On the input of a critic it is instance noise (arXiv 1610.04490). */
import { z } from 'zod'
import { schedulableField } from '../../lib/fields'
import { ok } from '../../lib/result'
import { isSchedule } from '../../lib/schedule'
import { defineLayer } from '../layer'
import { passedOn } from '../onnx'
import { bell, dot } from '../pictures'
import { ANY_INPUT } from '../ports'

const DEFINITION = `class GaussianNoise(nn.Module):
    """Adds noise while training. Of a schedule it holds the end: set stddev in each step while training."""

    def __init__(self, stddev: float):
        super().__init__()
        self.stddev = stddev

    def forward(self, x: Tensor) -> Tensor:
        return x + self.stddev * torch.randn_like(x) if self.training else x
`

export const gaussianNoise = defineLayer({
  kind: 'gaussian-noise',
  title: 'Gaussian noise',
  group: 'Activation and noise',
  icon: 'audio-waveform',
  picture: {
    line: `M3 18h9M44 18h9${bell({ x: 14, y: 8, width: 28, height: 20 })}`,
    soft: [
      [18, 30],
      [23, 32],
      [31, 31],
      [37, 33],
      [28, 29],
    ]
      .map(([x, y]) => dot(x!, y!, 1.4))
      .join(''),
    strong: [
      [21, 24],
      [26, 17],
      [30, 21],
      [34, 25],
      [28, 26],
    ]
      .map(([x, y]) => dot(x!, y!, 1.6))
      .join(''),
  },
  summary: 'Adds random noise while training.',
  docs: `out = in + stddev · n, with n from N(0, 1), anew for every value. Outside of training nothing is added. Wired before both inputs of a discriminator and faded out by a schedule it is instance noise (arXiv 1610.04490), which steadies early training. As GaussianNoise of Keras.`,
  keywords: ['instance noise', 'regularization', 'random', 'normal'],
  params: z.strictObject({
    stddev: schedulableField({
      title: 'Standard deviation',
      description: 'Strength of the noise, in units of the values. May follow a schedule over steps.',
      minimum: 0,
      maximum: 1000,
    }).default(0.1),
  }),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => ok(input!),
  range: ({ in: input }, { stddev }) => (stddev === 0 ? input! : null),
  differentiable: 2,
  draws: true,
  // A schedule's end, as everywhere in modules: they know no step.
  pytorch: (_, { stddev }) => ({
    module: `GaussianNoise(${isSchedule(stddev) ? stddev.to : stddev})`,
    forward: '{module}({in})',
    definitions: DEFINITION,
  }),
  onnx: passedOn,
  keras: ({ params, inputs, add }) => add('GaussianNoise', { stddev: params.stddev }, inputs.in!),
  apply({ tf, params, inputs, mode, random }) {
    const x = inputs.in!
    if (params.stddev === 0 || mode === 'inference') return x
    return tf.add(x, tf.mul(random.normal(x.shape), params.stddev))
  },
  examples: [
    { inputs: { in: [4, 4, 1] }, output: [4, 4, 1] },
    {
      params: { stddev: { schedule: 'linear', from: 0.5, to: 0.1, start: 0, end: 1000 } },
      inputs: { in: [2] },
      output: [2],
    },
  ],
})
