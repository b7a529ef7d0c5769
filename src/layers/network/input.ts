/** @file Input: an input port of a network, seen from inside. */
import { z } from 'zod'
import { defineStructure } from '../layer'
import { portNameField } from './port-name'

export const input = defineStructure({
  kind: 'input',
  role: 'input',
  family: 'network',
  title: 'Input',
  group: 'Network',
  icon: 'log-in',
  summary: 'An input port of the network around it.',
  docs: `What is wired to the port of this name on the frame arrives here. When a network is called more than once, every call has the port, and all that arrives must have the same shape.`,
  keywords: ['port', 'argument', 'in'],
  params: z.strictObject({
    name: portNameField({ title: 'Name', description: 'Name of the port on the frame.' }).default('in'),
  }),
})
