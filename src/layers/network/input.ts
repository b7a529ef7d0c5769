/** @file Input: an input port of a network, seen from inside. */
import { z } from 'zod'
import { defineStructure } from '../layer'
import { arrow, box, dot } from '../pictures'
import { portNameField } from './port-name'

export const input = defineStructure({
  kind: 'input',
  role: 'input',
  family: 'network',
  title: 'Input',
  group: 'Network',
  icon: 'log-in',
  picture: {
    soft: box(24, 5, 28, 26),
    line: `M24 5h28M24 31h28M24 5v9M24 22v9${arrow(4, 18, 14)}M28 18h18`,
    strong: dot(24, 18, 3),
  },
  summary: 'An input port of the network around it.',
  docs: `What is wired to the port of this name on the frame arrives here. When a network is called more than once, every call has the port, and all that arrives must have the same shape.`,
  keywords: ['port', 'argument', 'in'],
  params: z.strictObject({
    name: portNameField({ title: 'Name', description: 'Name of the port on the frame.' }).default('in'),
  }),
})
