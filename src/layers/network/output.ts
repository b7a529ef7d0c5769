/** @file Output: an output port of a network, seen from inside, with a live preview of what comes out. */
import { z } from 'zod'
import { defineStructure } from '../layer'
import { arrow, box, dot } from '../pictures'
import { portNameField } from './port-name'

export const output = defineStructure({
  kind: 'output',
  role: 'output',
  family: 'output',
  title: 'Output',
  group: 'Network',
  icon: 'log-out',
  picture: {
    soft: box(4, 5, 28, 26),
    line: `M4 5h28M4 31h28M32 5v9M32 22v9M9 18h19${arrow(38, 18, 14)}`,
    strong: dot(32, 18, 3),
  },
  summary: 'An output port of the network around it, with a live preview.',
  docs: `What is wired to it is what the network gives, under this name on the frame. While training it shows samples: images as a grid, points as a scatter, scores as histograms of real and fake.`,
  keywords: ['port', 'result', 'out', 'preview'],
  params: z.strictObject({
    name: portNameField({ title: 'Name', description: 'Name of the port on the frame.' }).default('out'),
  }),
})
