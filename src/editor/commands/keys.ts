/** @file Keys as text: what was pressed, and how a shortcut is written on this machine. */

export interface KeyPress {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
  getModifierState?(key: string): boolean
}

const SIGNS_BY_PLACE: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Quote: "'",
  Period: '.',
}

/** What the key gives on an English keyboard, where it gives no such sign here. */
function byPlace({ key, code, altKey }: KeyPress): string | undefined {
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  if (digit !== undefined) return digit
  // Letters of other scripts, dead keys, and what Alt makes of a letter on a Mac.
  const isForeign = !/^[\x20-\x7e]$/.test(key) && (key.length === 1 || key === 'Dead')
  if (!isForeign && !(altKey && !/^[a-z]$/i.test(key))) return undefined
  return /^Key([A-Z])$/.exec(code)?.[1] ?? SIGNS_BY_PLACE[code]
}

/** The letter of a key press on any keyboard, as a capital: Ф is A. Signs stand for themselves. */
export const letterOf = (press: KeyPress): string => (byPlace(press) ?? press.key).toUpperCase()

/**
 * `Mod+Shift+Z` of a key press, in the order in which it is to be looked up: by the sign that it gives (`?`, `-`, which stand for
 * themselves, with Shift or AltGr), then by its place, so that digits need no Shift and letters no Latin keyboard.
 */
export function chordsOf(press: KeyPress, mac: boolean): string[] {
  // AltGr makes signs; on Windows it says that it is Ctrl and Alt.
  const makesSign = press.getModifierState?.('AltGraph') === true
  const chord = (key: string): string => {
    const sign = key.length === 1 && !/[A-Z0-9]/.test(key)
    return [
      !makesSign && (mac ? press.metaKey : press.ctrlKey) && 'Mod',
      !makesSign && (mac ? press.ctrlKey : press.metaKey) && 'Other',
      !makesSign && press.altKey && 'Alt',
      press.shiftKey && !sign && 'Shift',
      key,
    ]
      .filter(Boolean)
      .join('+')
  }
  const place = byPlace(press)
  const given = chord(press.key.length === 1 ? press.key.toUpperCase() : press.key)
  return place === undefined || chord(place) === given ? [given] : [given, chord(place)]
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
