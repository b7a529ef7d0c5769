/** @file Keys as text: what was pressed, and how a shortcut is written on this machine. */

export interface KeyPress {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
}

/**
 * `Mod+Shift+Z` of a key press. Signs that need Shift (`?`) stand for themselves; digits count by their place on the keyboard, and so
 * do letters that Alt turns into another sign, as on a Mac.
 */
export function chordOf(press: KeyPress, mac: boolean): string {
  const digit = /^Digit(\d)$/.exec(press.code)?.[1]
  const letter = press.altKey && !/^[a-z]$/i.test(press.key) ? /^Key([A-Z])$/.exec(press.code)?.[1] : undefined
  const key = digit ?? letter ?? (press.key.length === 1 ? press.key.toUpperCase() : press.key)
  const sign = key.length === 1 && !/[A-Z0-9]/.test(key)
  return [
    (mac ? press.metaKey : press.ctrlKey) && 'Mod',
    (mac ? press.ctrlKey : press.metaKey) && 'Other',
    press.altKey && 'Alt',
    press.shiftKey && !sign && 'Shift',
    key,
  ]
    .filter(Boolean)
    .join('+')
}

/** A shortcut as people read it: `⌘⇧Z`, `Ctrl+Shift+Z`; one of two key presses: `Alt+A L`. */
export function shortcutText(shortcut: string, mac: boolean): string {
  const names: Record<string, string> = mac
    ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Backspace: '⌫', Delete: '⌦' }
    : { Mod: 'Ctrl' }
  const arrows: Record<string, string> = {
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
  }
  const chordText = (chord: string) =>
    chord
      .split(/\+(?!$)/)
      .map((part) => names[part] ?? arrows[part] ?? part)
      .join(mac ? '' : '+')
  return shortcut.split(' ').map(chordText).join(' ')
}
