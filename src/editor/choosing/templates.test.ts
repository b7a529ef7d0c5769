/** @file The starting designs that come with the page: all are there, and each can be had alone. */
import { describe, expect, it } from 'vitest'
import { levelOf, templateGroups } from './template-groups'
import { FIRST_TEMPLATE, findTemplate, templateHead, templates } from './templates'

describe('templates', () => {
  it('all that the groups name load, in their order', () => {
    expect(templates().map(({ name }) => name)).toEqual(templateGroups.flatMap(({ names }) => names))
  })

  it('each has a level, once, and nothing else has one', () => {
    const names = templateGroups.flatMap(({ names: own }) => own)
    for (const name of names) expect(levelOf(name), name).not.toBeNull()
    expect(new Set(names).size).toBe(names.length)
    expect(levelOf('no-such-design')).toBeNull()
  })

  it('heads say what the whole documents say', () => {
    for (const { name, document, trained } of templates()) {
      expect(templateHead(name)).toEqual({
        name,
        title: document.name,
        description: document.description,
        nodes: Object.keys(document.nodes).length,
        wires: Object.keys(document.wires).length,
        trained,
      })
    }
  })

  it('one is found by its name, the same as in the list', () => {
    const first = findTemplate(FIRST_TEMPLATE)
    expect(first?.document.nodes).not.toEqual({})
    expect(first?.trained?.figures.steps).toBeGreaterThan(0)
    expect(templates()).toContain(first)
    expect(findTemplate('no-such-design')).toBeNull()
  })
})
