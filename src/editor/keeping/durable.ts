/**
 * @file Storage of which a crash takes nothing back. `localStorage` answers at once and takes what a closing page writes last, but
 * Chromium keeps it in memory for seconds, and after sixty writes in an hour or 10 MB for minutes, before it goes to the disk. So all that
 * is written goes to a journal as well, which is on the disk a moment later, and what the journal has later than `localStorage` is put
 * back when the page opens. The limits: `components/services/storage/dom_storage/storage_area_impl.cc` of Chromium.
 */
import { quietly } from './quietly'

/** What the editor needs of `localStorage`. */
export type KeyValue = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export interface JournalEntry {
  key: string
  text: string
  /** When it was written, by the page's clock, and always later than the one before it under this key. */
  atMs: number
}

/** Is on the disk when a promise of it is kept. A promise is broken where the browser has no room, or no such store. */
export interface Journal {
  all(): Promise<JournalEntry[]>
  put(entry: JournalEntry): Promise<unknown>
  delete(key: string): Promise<unknown>
}

/** Beside each value: when it was written, as in the journal, in so many digits. */
const WRITTEN = 'ganvas.written.'
const DIGITS = 13
/** A journal that has not answered by then does not hold the page up; a busy machine that mends it after a kill takes seconds. */
const ANSWERS_WITHIN_MS = 10_000

/** Puts back what `local` has lost, and answers a storage that writes to both; `local` decides whether there is room. */
export async function openDurable(local: KeyValue, journal: Journal, nowMs: () => number): Promise<KeyValue> {
  const writtenAtMs = (key: string): number => Number(quietly(() => local.getItem(WRITTEN + key), null)) || 0
  const write = ({ key, text, atMs }: JournalEntry): void => {
    const time = (ms: number) => local.setItem(WRITTEN + key, String(ms).padStart(DIGITS, '0'))
    // Its room is taken first, so that no value is there without its time; the time itself comes last, so that it is never that of a
    // value which did not come to the disk.
    if (local.getItem(WRITTEN + key) === null) time(0)
    local.setItem(key, text)
    time(atMs)
  }
  for (const entry of await entriesOf(journal))
    if (entry.atMs > writtenAtMs(entry.key)) quietly(() => write(entry), undefined)

  return {
    get length() {
      return local.length
    },
    key: (index) => local.key(index),
    getItem: (key) => local.getItem(key),
    setItem(key, text) {
      if (local.getItem(key) === text) return
      const entry = { key, text, atMs: Math.max(nowMs(), writtenAtMs(key) + 1) }
      write(entry)
      journal.put(entry).catch(() => {})
    },
    removeItem(key) {
      local.removeItem(key)
      local.removeItem(WRITTEN + key)
      journal.delete(key).catch(() => {})
    },
  }
}

function entriesOf(journal: Journal): Promise<JournalEntry[]> {
  const late = new Promise<JournalEntry[]>((resolve) => setTimeout(resolve, ANSWERS_WITHIN_MS, []))
  return Promise.race([journal.all().catch(() => []), late])
}
