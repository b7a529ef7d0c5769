/** @file A layer that works at each place of an image, at the end of a critic: most often a Flatten was forgotten before it. */
import { formatEndpoint, MAIN_CALL, parseEndpoint } from '../../graph/document'
import { formatShape, shapeSize } from '../../tensor/shape'
import type { Rule } from '../analysis'
import { report } from '../diagnostics'
import { endOf } from '../repairs/ends'
import { inserting } from '../repairs/shapes'
import { wayBetween } from '../repairs/ways'
import { layerKindOf, objectiveKindOf, titleOf } from '../resolve'
import { wiredInputs } from '../units'

/** Scores of patches are made by convolutions (PatchGAN, arXiv 1611.07004); a Dense on a map makes them without looking around. */
export const scoresOfPlaces: Rule = ({ resolved, shapes, sides }) => {
  const ends = [...sides.keys()].flatMap((id) => {
    const { tracing } = objectiveKindOf(resolved.nodes.get(id)!)
    const ports = 'adversarial' in tracing ? tracing.adversarial : []
    return ports.flatMap((port) => {
      const reader = formatEndpoint(id, port)
      const value = resolved.wires.get(reader)
      return value === undefined ? [] : (endOf(resolved, value, reader)?.layer ?? [])
    })
  })
  return [...new Set(ends)].flatMap((layer) => {
    if (!layerKindOf(resolved.nodes.get(layer)!).eachPlace) return []
    const [input] = wiredInputs(resolved, { node: layer, call: MAIN_CALL })
    const shape = input && shapes.values.get(input.from)
    if (!input || !shape || shape.length < 3 || shapeSize(shape.slice(0, -1)) === 1) return []
    const title = titleOf(resolved, layer)
    const message = `${title} works at each of the ${shapeSize(shape.slice(0, -1))} places of ${formatShape(shape)} by itself, so each score sees only the channels of one place.`
    const to = formatEndpoint(layer, input.port)
    const way = wayBetween(shape, [shapeSize(shape)], false)
    const pooled = wayBetween(shape, [shape.at(-1)!], false)
    const repairs = [way, pooled].flatMap((steps) => (steps ? [inserting(to, steps)] : []))
    const before = parseEndpoint(input.from)!.node
    return [
      report(
        'score-of-each-place',
        { node: layer, port: input.port },
        message,
        `Insert a Flatten between "${before}" and it, which makes one score of the whole image.`,
        repairs,
      ),
    ]
  })
}
