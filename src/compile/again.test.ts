/** @file Compiling what an edit made of a document: it says what compiling from nothing says, and shares what the edit left alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GraphDocument } from '../graph/document'
import { setParam, setTraining } from '../graph/edits'
import { applyEdit, startHistory, undo } from '../graph/history'
import { moves, play } from '../graph/testing/arbitrary'
import { compile } from './compile'
import { biGan, cycleGan, imageGan, infoGan, pointGan, projectedGan } from './testing-graphs'

/** A copy is nothing that anything is remembered of. */
const anew = (document: GraphDocument) => compile(structuredClone(document))

const edited = (document: GraphDocument, recipe: (draft: GraphDocument) => void) =>
  applyEdit(startHistory(document), { label: 'test', atMs: 0 }, recipe)

/** What `startHistory` has is not frozen yet; what an edit made is. */
const opened = (document: GraphDocument) =>
  edited(document, (draft) => setTraining(draft, { seed: draft.training.seed + 1 })).document

describe('after an edit', () => {
  const starts = [pointGan(), imageGan(2), cycleGan(), biGan(), infoGan(), projectedGan()]

  test('says what it says from nothing, there and back', () =>
    fc.assert(
      fc.property(fc.constantFrom(...starts), moves(16), (start, sequence) => {
        const documents = play(sequence, start).map((history) => history.document)
        const thereAndBack = [...documents, ...documents.toReversed()]
        for (const [index, document] of thereAndBack.entries()) {
          const before = thereAndBack[index - 1]
          expect(compile(document, before)).toEqual(anew(document))
        }
      }),
      { numRuns: 24, seed: 3 },
    ))

  test('a param of a layer leaves rounds, objectives and the other network as they were', () => {
    const document = opened(pointGan())
    const first = compile(document)
    const history = edited(document, (draft) => setParam(draft, { node: 'G_1', key: 'units', value: 12 }))
    const { plan } = compile(history.document, document)
    expect(plan!.networks.G!.body[0]!.shape).toEqual([12])
    expect(plan!.rounds).toBe(first.plan!.rounds)
    expect(plan!.networks.D).toBe(first.plan!.networks.D)
    const back = undo(history).document
    expect(compile(back, history.document)).toEqual(first)
  })

  test('what comes into a network changes its weights, though none of its layers was touched', () => {
    const document = opened(pointGan())
    const first = compile(document)
    const wider = edited(document, (draft) => setParam(draft, { node: 'z', key: 'shape', value: [5] })).document
    const { plan, networks } = compile(wider, document)
    expect(networks.G!.parameters).toBeGreaterThan(first.networks.G!.parameters)
    expect(plan).toEqual(anew(wider).plan)
  })
})
