/** @file Stop gradient: values pass, gradients do not. It cuts tracing too, so what lies before it is not trained through it. */
import { z } from 'zod'
import { ok } from '../../lib/result'
import { detach } from '../detach'
import { samePicture } from '../keras'
import { defineLayer } from '../layer'
import { passedOn } from '../onnx'
import { arrow, box } from '../pictures'
import { ANY_INPUT } from '../ports'

export const stopGradient = defineLayer({
  kind: 'stop-gradient',
  title: 'Stop gradient',
  group: 'Combining',
  icon: 'octagon-minus',
  picture: { line: `${arrow(4, 12, 46)}M52 25h-20m3-3l-3 3l3 3M6 25h14`, strong: box(25, 18, 3, 14) },
  summary: 'Lets values pass, but not gradients: nothing before it is trained through it.',
  docs: `out = in. For gradients it is a constant: an objective behind it does not train the networks before it, and does not count them as its players.`,
  keywords: ['detach', 'freeze', 'constant', 'block'],
  params: z.strictObject({}),
  inputs: ANY_INPUT,
  shape: ({ in: input }) => ok(input!),
  range: ({ in: input }) => input!,
  passesGradient: false,
  differentiable: 2,
  pytorch: () => ({ forward: '{in}.detach()' }),
  onnx: passedOn,
  keras: samePicture,
  apply: ({ tf, inputs }) => detach(tf, inputs.in!),
  examples: [{ inputs: { in: [4, 4, 3] }, output: [4, 4, 3] }],
})
