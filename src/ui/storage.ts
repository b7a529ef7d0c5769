/**
 * @file The browser's storage. Where it is forbidden (blocked cookies, a frame of another site) even asking for it throws: then there is one
 * that holds nothing and takes nothing, and whoever writes is told so as by a full disk.
 */
import { quietly } from '../editor/keeping/quietly'

const FORBIDDEN: Storage = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem() {
    throw new DOMException('This page may store nothing.', 'QuotaExceededError')
  },
  removeItem() {},
  clear() {},
}

/** Of all tabs of the page. */
export const localStore: Storage = quietly(() => localStorage, FORBIDDEN)
/** Of this tab. */
export const sessionStore: Storage = quietly(() => sessionStorage, FORBIDDEN)
