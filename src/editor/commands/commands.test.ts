/** @file Keys find their commands, and no two commands claim the same keys. */
import { describe, expect, it } from 'vitest'
import { commandForKey, commands, readKey } from '.'
import { chordsOf, type KeyPress, shortcutText } from './keys'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...more,
})

describe('commands', () => {
  it('have names and keys of their own', () => {
    const names = commands.map(({ name }) => name)
    const keys = commands.flatMap(({ shortcuts }) => shortcuts)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it.each([
    [press('z', { ctrlKey: true }), 'undo'],
    [press('Z', { ctrlKey: true, shiftKey: true }), 'redo'],
    [press('y', { ctrlKey: true }), 'redo'],
    [press('Backspace'), 'delete'],
    [press('Delete'), 'delete'],
    [press('Enter', { ctrlKey: true }), 'train-or-pause'],
    [press('ArrowLeft', { shiftKey: true }), 'nudge-left-far'],
    [press('?', { shiftKey: true }), 'shortcuts'],
    [press('!', { shiftKey: true, code: 'Digit1' }), 'fit-view'],
    [press('@', { shiftKey: true, code: 'Digit2' }), 'fit-selection'],
    [press('+', { ctrlKey: true, shiftKey: true, code: 'Equal' }), 'zoom-in'],
    [press('=', { ctrlKey: true, code: 'Equal' }), 'zoom-in'],
    [press('0', { ctrlKey: true, code: 'Digit0' }), 'zoom-actual'],
    [press('f', { ctrlKey: true }), 'find-node'],
  ])('%o is its command', (key, name) => {
    expect(commandForKey(key, false)?.name).toBe(name)
  })

  it('takes Cmd on a Mac, and leaves Ctrl there alone', () => {
    expect(commandForKey(press('z', { metaKey: true }), true)?.name).toBe('undo')
    expect(commandForKey(press('z', { ctrlKey: true }), true)).toBeNull()
    expect(chordsOf(press('a', { altKey: true }), false)).toEqual(['Alt+A'])
  })

  it('takes shortcuts of two key presses, one after the other', () => {
    const first = readKey(press('a', { altKey: true }), false)
    expect(first).toEqual({ command: null, begun: 'Alt+A' })
    expect(readKey(press('l'), false, first.begun).command?.name).toBe('align-left')
    expect(readKey(press('l', { altKey: true }), false, first.begun).command?.name).toBe('align-left')
    expect(readKey(press('z', { ctrlKey: true }), false, first.begun)).toMatchObject({
      begun: null,
      command: { name: 'undo' },
    })
    expect(readKey(press('l'), false).command?.name).not.toBe('align-left')
  })

  it('knows the letter under Alt on a Mac, where it gives another sign', () => {
    expect(chordsOf(press('å', { altKey: true, code: 'KeyA' }), true)).toContain('Alt+A')
    expect(readKey(press('å', { altKey: true, code: 'KeyA' }), true).begun).toBe('Alt+A')
  })

  const altGr = { ctrlKey: true, altKey: true, getModifierState: (key: string) => key === 'AltGraph' }
  it.each([
    ['Russian', press('я', { ctrlKey: true, code: 'KeyZ' }), 'undo'],
    ['Russian', press('Я', { ctrlKey: true, shiftKey: true, code: 'KeyZ' }), 'redo'],
    ['Greek', press('μ', { code: 'KeyM' }), 'bypass'],
    ['Russian', press('ъ', { code: 'BracketRight' }), 'go-downstream'],
    ['Russian', press('?', { shiftKey: true, code: 'Digit7' }), 'shortcuts'],
    ['French', press('-', { ctrlKey: true, code: 'Digit6' }), 'zoom-out'],
    ['French', press('1', { shiftKey: true, code: 'Digit1' }), 'fit-view'],
    ['French', press('à', { ctrlKey: true, code: 'Digit0' }), 'zoom-actual'],
    ['German', press('[', { ...altGr, code: 'Digit8' }), 'go-upstream'],
    ['Dvorak', press(';', { ctrlKey: true, code: 'KeyZ' }), undefined],
  ])('on a %s keyboard: %o', (_, key, name) => {
    expect(commandForKey(key, false)?.name).toBe(name)
  })

  it('writes shortcuts as the machine does', () => {
    expect(shortcutText('Mod+Shift+Z', true)).toBe('⌘⇧Z')
    expect(shortcutText('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z')
    expect(shortcutText('Alt+A L', true)).toBe('⌥A L')
    expect(shortcutText('Mod++', false)).toBe('Ctrl++')
  })
})
