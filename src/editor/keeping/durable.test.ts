/** @file What a crash takes from `localStorage` is back when the page opens, and nothing older takes the place of what is there. */
import { describe, expect, it, vi } from 'vitest'
import { type Journal, type JournalEntry, type KeyValue, openDurable } from './durable'

/** Storage as browsers have it, with room for so many characters; what a crash leaves of it is what `toDisk` saw last. */
function storage(quota = Number.POSITIVE_INFINITY) {
  let values = new Map<string, string>()
  let disk = new Map<string, string>()
  const used = () => [...values].reduce((sum, [key, text]) => sum + key.length + text.length, 0)
  const local: KeyValue = {
    get length() {
      return values.size
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    removeItem: (key) => void values.delete(key),
    setItem(key, text) {
      const before = values.get(key)
      values.set(key, text)
      if (used() <= quota || (before !== undefined && text.length <= before.length)) return
      if (before === undefined) values.delete(key)
      else values.set(key, before)
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  return {
    local,
    toDisk() {
      disk = new Map(values)
    },
    crash() {
      values = new Map(disk)
    },
  }
}

/** A journal whose page may be closed before it is done: then it takes nothing more. */
function memoryJournal() {
  const entries = new Map<string, JournalEntry>()
  let isClosed = false
  const unlessClosed = async (change: () => unknown) => {
    if (!isClosed) change()
  }
  const journal: Journal = {
    all: async () => [...entries.values()],
    put: (entry) => unlessClosed(() => entries.set(entry.key, entry)),
    delete: (key) => unlessClosed(() => entries.delete(key)),
  }
  return {
    journal,
    close(closed = true) {
      isClosed = closed
    },
  }
}

describe('durable storage', () => {
  it('has after a crash what was written last, and goes on from there', async () => {
    const [{ local, toDisk, crash }, { journal }] = [storage(), memoryJournal()]
    const page = () => openDurable(local, journal, () => 5)
    const one = await page()
    one.setItem('a', 'first')
    toDisk()
    one.setItem('a', 'second')
    one.setItem('b', 'new')
    crash()
    expect([local.getItem('a'), local.getItem('b')]).toEqual(['first', null])
    const two = await page()
    expect([two.getItem('a'), two.getItem('b')]).toEqual(['second', 'new'])
    two.setItem('a', 'third')
    crash()
    expect((await page()).getItem('a')).toBe('third')
  })

  it('keeps what a closing page wrote, of which the journal knows nothing', async () => {
    const [{ local }, { journal, close }] = [storage(), memoryJournal()]
    const page = () => openDurable(local, journal, () => 5)
    const one = await page()
    one.setItem('a', 'before')
    close()
    one.setItem('a', 'at the last moment')
    close(false)
    expect((await page()).getItem('a')).toBe('at the last moment')
  })

  it('tells the later of two by more than the clock, which may be set back', async () => {
    const [{ local, toDisk, crash }, { journal }] = [storage(), memoryJournal()]
    let nowMs = 1_000_000
    const page = () => openDurable(local, journal, () => nowMs)
    const one = await page()
    one.setItem('a', 'first')
    toDisk()
    nowMs = 10
    one.setItem('a', 'second')
    crash()
    expect((await page()).getItem('a')).toBe('second')
  })

  it('brings nothing back that was removed, and keeps what was put back', async () => {
    const [{ local, toDisk, crash }, { journal }] = [storage(), memoryJournal()]
    let nowMs = 0
    const page = () => openDurable(local, journal, () => ++nowMs)
    const one = await page()
    for (const text of ['x', 'y', 'z']) one.setItem('a', text)
    one.removeItem('a')
    expect((await page()).getItem('a')).toBeNull()
    one.setItem('a', 'z')
    toDisk()
    one.setItem('a', 'edited')
    crash()
    expect((await page()).getItem('a')).toBe('edited')
  })

  it('takes nothing for which there is no room, whole or in part', async () => {
    for (let room = 0; room < 60; room++) {
      const [{ local }, { journal, close }] = [storage(room), memoryJournal()]
      const page = () => openDurable(local, journal, () => 5)
      const one = await page()
      let kept: string | null = null
      for (const text of ['1', '22', '333', '4444']) {
        // The last one while the page is closed: the journal has it no more.
        close(text === '4444')
        try {
          one.setItem('a', text)
          kept = text
        } catch {}
      }
      close(false)
      expect((await page()).getItem('a')).toBe(kept)
    }
  })

  it('does without a journal that does not answer', async () => {
    vi.useFakeTimers()
    const journal = { ...memoryJournal().journal, all: () => new Promise<never>(() => {}) }
    const page = openDurable(storage().local, journal, () => 5)
    await vi.advanceTimersByTimeAsync(10_000)
    vi.useRealTimers()
    expect((await page).getItem('a')).toBeNull()
  })

  it('does without a journal where there is none', async () => {
    const refuse = () => Promise.reject(new Error('none'))
    const { local } = storage()
    const page = await openDurable(local, { all: refuse, put: refuse, delete: refuse }, () => 5)
    page.setItem('a', 'kept')
    page.setItem('b', 'kept')
    page.removeItem('b')
    expect([local.getItem('a'), local.getItem('b')]).toEqual(['kept', null])
  })
})
