/** @file The starting designs that come with the page: all are there, and each can be had alone. */
import { describe, expect, it } from 'vitest'
import { templateGroups } from './template-groups'
import { FIRST_TEMPLATE, findTemplate, templates } from './templates'

describe('templates', () => {
  it('all that the groups name load, in their order', () => {
    expect(templates().map(({ name }) => name)).toEqual(templateGroups.flatMap(({ names }) => names))
  })

  it('one is found by its name, the same as in the list', () => {
    const first = findTemplate(FIRST_TEMPLATE)
    expect(first?.document.nodes).not.toEqual({})
    expect(first?.trained?.figures.steps).toBeGreaterThan(0)
    expect(templates()).toContain(first)
    expect(findTemplate('no-such-design')).toBeNull()
  })
})
