/** @file The theme that is in force, and its colours for what is painted rather than styled. */
import { useEffect, useSyncExternalStore } from 'react'
import type { Theme } from '../editor/keeping/preferences'

export type ResolvedTheme = 'light' | 'dark'

const dark = typeof matchMedia === 'undefined' ? null : matchMedia('(prefers-color-scheme: dark)')

export const resolveTheme = (theme: Theme): ResolvedTheme =>
  theme === 'system' ? (dark?.matches ? 'dark' : 'light') : theme

const subscribeSystem = (listener: () => void) => {
  dark?.addEventListener('change', listener)
  return () => dark?.removeEventListener('change', listener)
}

/** Puts the theme on the page, follows the system where that is wanted, and says which one it came to. */
export function useTheme(theme: Theme): ResolvedTheme {
  const resolved = useSyncExternalStore(subscribeSystem, () => resolveTheme(theme))
  useEffect(() => {
    document.documentElement.dataset.theme = resolved
  }, [resolved])
  return resolved
}

const subscribePage = (listener: () => void) => {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** The theme that the page wears, for components that paint. */
export const usePageTheme = (): ResolvedTheme =>
  useSyncExternalStore(subscribePage, () => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'))

/** Tokens of theme.css, as they are in force now, by name without the dashes. */
export function tokens<Name extends string>(...names: Name[]): Record<Name, string> {
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Record<
    Name,
    string
  >
}

/** Red, green and blue of `#rrggbb`, 0 … 255. */
export function rgbOf(hex: string): [red: number, green: number, blue: number] {
  const digits = hex.replace('#', '')
  // A minified style sheet says #fff.
  const long = digits.length < 6 ? [...digits].map((digit) => digit + digit).join('') : digits
  const value = Number.parseInt(long.slice(0, 6), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}
