/** @file Which values of a plan are generated and which real ones they are to resemble: what the metrics compare. */
import { outputsOf } from '../../compile/cones'
import type { Plan, PlanCall, PlanObjective, PlanOperation, PlanSource, ValueName } from '../../compile/plan'
import type { DatasetDefinition } from '../../data/dataset'
import { type Shape, sameShape, shapeSize } from '../../tensor/shape'
import { datasetOf } from './evaluate'

export interface GeneratedValue {
  fake: ValueName
  /** A field of the dataset, or what layers make of it to have the shape of `fake`. */
  real: ValueName
  /** In which both are judged: pixels in a row are an image again. */
  shape: Shape
  form: 'points' | 'image'
  dataset: DatasetDefinition
}

interface Field {
  value: ValueName
  shape: Shape
  form: 'points' | 'image'
  dataset: DatasetDefinition
}

/** What an input of an objective is made from. */
interface Origins {
  fields: Field[]
  /** Outputs of networks that the objective trains as players. */
  generated: { value: ValueName; shape: Shape }[]
  /** What layers between a source and the critics give: [value, shape], the nearest to the critics first. */
  between: { value: ValueName; shape: Shape }[]
}

/**
 * The outputs of players that an objective compares with images or points of a dataset, each once. A player without such a
 * counterpart, as an encoder, is left out.
 */
export function generatedValues(plan: Plan): GeneratedValue[] {
  const producers = new Map(
    plan.operations.flatMap((operation) => outputsOf(operation).map((value) => [value, operation] as const)),
  )
  const found = new Map<ValueName, GeneratedValue>()
  for (const objective of plan.objectives) {
    // A distance to what was put in, as of an autoencoder, compares pairs and no distributions.
    if (objective.critics.length === 0 && Object.keys(objective.scores).length === 0) continue
    const sides = Object.values(objective.inputs).map((value) => originsOf(plan, objective, value, producers))
    for (const side of sides)
      for (const { value: fake, shape } of side.generated) {
        // What stands beside the generated value, as the condition of a conditional network, is not what it resembles.
        const beside = new Set(side.fields.map(({ value }) => value))
        const others = sides.filter((other) => !other.generated.some(({ value }) => value === fake))
        for (const other of others)
          for (const field of other.fields) {
            if (found.has(fake) || beside.has(field.value)) continue
            const { form, dataset } = field
            const sized = other.between.findLast((value) => sameShape(value.shape, shape))
            if (shapeSize(field.shape) === shapeSize(shape))
              found.set(fake, { fake, real: field.value, shape: field.shape, form, dataset })
            else if (sized && shape.length === field.shape.length)
              found.set(fake, { fake, real: sized.value, shape, form, dataset })
          }
      }
  }
  return [...found.values()]
}

function originsOf(
  plan: Plan,
  { critics, players }: PlanObjective,
  value: ValueName,
  producers: ReadonlyMap<ValueName, PlanOperation>,
): Origins {
  const origins: Origins = { fields: [], generated: [], between: [] }
  const seen = new Set<ValueName>()
  const open = [value]
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    if (seen.has(name)) continue
    seen.add(name)
    const operation = producers.get(name)
    if (!operation) {
      const field = fieldOf(plan.sources, name)
      if (field) origins.fields.push(field)
    } else if (operation.type === 'layer') {
      origins.between.push({ value: name, shape: operation.shape })
      open.push(...Object.values(operation.inputs))
    } else if (players.includes(operation.network) && !critics.includes(operation.network)) {
      const shape = outputShape(plan, operation, name)
      if (shape) origins.generated.push({ value: name, shape })
    } else open.push(...Object.values(operation.inputs))
  }
  return origins
}

function fieldOf(sources: readonly PlanSource[], value: ValueName): Field | null {
  for (const source of sources)
    for (const [port, output] of Object.entries(source.outputs)) {
      if (output.value !== value) continue
      const dataset = datasetOf(source)
      const form = dataset?.fields[port]?.form
      return dataset && (form === 'image' || form === 'points') ? { value, shape: output.shape, form, dataset } : null
    }
  return null
}

function outputShape(plan: Plan, { network, outputs }: PlanCall, value: ValueName): Shape | null {
  const port = Object.keys(outputs).find((name) => outputs[name] === value)
  return (port && plan.networks[network]?.outputs[port]?.shape) || null
}
