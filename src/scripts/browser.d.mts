/** @file Types of `browser.mjs`, which has to be plain JavaScript. */

export const BROWSER_FLAGS: string[]
/** Path of a Chromium, or `null`. */
export function findBrowser(): string | null
/** Path of a Chromium, installed if need be. */
export function ensureBrowser(): string
