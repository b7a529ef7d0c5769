/** @file Editing several nodes at once. */
import { describe, expect, it } from 'vitest'
import { setParam } from '../../graph/edits'
import { openEditor, templateNamed } from '../testing/open-editor'
import { commonFields, setCommonParam } from './common-params'

const keys = (ids: string[], name?: string) => commonFields(templateNamed(name), ids).map(({ field }) => field.key)

describe('several nodes', () => {
  it('of one kind have all its params in common', () => {
    expect(keys(['G_dense1', 'G_dense2'])).toEqual(expect.arrayContaining(['units', 'activation', 'bias']))
  })

  it('of two kinds have those in common that are edited alike, and never their names', () => {
    const common = keys(['D_conv1', 'D_dense'], 'dcgan-mnist')
    expect(common).toEqual(expect.arrayContaining(['activation', 'bias']))
    expect(common).not.toContain('units')
    expect(keys(['G', 'D'])).not.toContain('name')
    expect(keys(['G_dense1', 'loss'])).toEqual([])
  })

  it('are set together, as one step, or not at all', () => {
    const editor = openEditor(templateNamed())
    editor.edit('Set', (draft) => setParam(draft, { node: 'G_dense1', key: 'units', value: 3 }))
    const ids = ['G_dense1', 'G_dense2']
    const units = commonFields(editor.document(), ids).find(({ field }) => field.key === 'units')!
    expect(units).toMatchObject({ value: 3, mixed: true })
    expect(setCommonParam(editor, ids, units.field, -1)).toMatch(/at least 1/)
    expect(editor.getState().history.done).toHaveLength(1)
    expect(setCommonParam(editor, ids, units.field, 32)).toBeNull()
    expect(commonFields(editor.document(), ids).find(({ field }) => field.key === 'units')).toMatchObject({
      value: 32,
      mixed: false,
    })
    editor.undo()
    expect(editor.document().nodes.G_dense1!.params.units).toBe(3)
  })
})
