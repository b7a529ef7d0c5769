/**
 * @file The form of a document, derived from the registries: a kind that is registered can be in a file, and its own params
 * schema says what may stand there. What spans several nodes is in `structure.ts`.
 */
import { z } from 'zod'
import { type GraphDocument, type GraphNode, NODE_ID, type Training } from './document'
import { MAX_COORDINATE_PX } from './frame'
import { kinds } from './kinds'

/** Version that `save` writes. Anything older is migrated on load. */
export const CURRENT_VERSION = 1

export const MAX_NAME_LENGTH = 200
export const MAX_DESCRIPTION_LENGTH = 20_000

/** `code`, or `code@node`. Codes and nodes that do not exist any more do no harm. */
const SILENCED = /^[a-z][a-z0-9-]{0,63}(@[A-Za-z][A-Za-z0-9_-]{0,63})?$/
const MAX_SILENCED = 1000

const coordinate = z.number().min(-MAX_COORDINATE_PX).max(MAX_COORDINATE_PX)
const nodeId = z.string().regex(NODE_ID, {
  error: 'an id begins with a letter and has at most 64 letters, digits, _ and -',
})

const nodeOptions = kinds.map((kind) =>
  z.strictObject({
    kind: z.literal(kind.kind),
    params: kind.params.strict().prefault({}),
    ...(kind.role === 'layer' && {
      bypassed: z.literal(true).exactOptional(),
      frozen: z.literal(true).exactOptional(),
    }),
    ...(kind.role === 'network' && { collapsed: z.literal(true).exactOptional() }),
    parent: nodeId.optional(),
    position: z.strictObject({ x: coordinate, y: coordinate }),
  }),
)

/** One node. The cast stands for what the registry guarantees and TypeScript cannot see: there is at least one kind. */
export const nodeSchema = z.discriminatedUnion(
  'kind',
  nodeOptions as unknown as [(typeof nodeOptions)[number]],
) as unknown as z.ZodType<GraphNode>

/** By id. */
export const nodesSchema = z.record(nodeId, nodeSchema)
/** Destination → source. That they are endpoints, and of what, is checked with the nodes at hand. */
export const wiresSchema = z.record(z.string(), z.string())

const MAX_SEED = 2 ** 32 - 1

export const trainingSchema: z.ZodType<Training> = z.strictObject({
  batchSize: z.int().min(1).max(4096).default(64),
  seed: z.int().min(0).max(MAX_SEED).default(0),
  steps: z.int().min(1).max(10_000_000).default(2000),
  reuseDraw: z.boolean().default(true),
})

export const documentSchema = z.strictObject({
  format: z.literal('ganvas'),
  version: z.literal(CURRENT_VERSION),
  name: z.string().max(MAX_NAME_LENGTH).default('Untitled'),
  description: z.string().max(MAX_DESCRIPTION_LENGTH).default(''),
  nodes: nodesSchema,
  wires: wiresSchema,
  training: trainingSchema.prefault({}),
  silenced: z.array(z.string().regex(SILENCED)).max(MAX_SILENCED).exactOptional(),
}) satisfies z.ZodType<GraphDocument>

/** A document without nodes, to begin with. */
export const emptyDocument = (): GraphDocument =>
  documentSchema.parse({ format: 'ganvas', version: CURRENT_VERSION, nodes: {}, wires: {} })
