/**
 * @file The journal of what the editor keeps, in IndexedDB: each change is on the disk when it is done, not only handed to the system
 * (`durability`: https://w3c.github.io/IndexedDB/#transaction-durability-hint), and either whole or not there at all.
 */
import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb'
import type { Journal, JournalEntry } from './durable'

const STORE = 'kept'

interface Schema extends DBSchema {
  [STORE]: { key: string; value: JournalEntry }
}
type Entries = IDBPObjectStore<Schema, [typeof STORE], typeof STORE, 'readwrite'>

/** Opens it at the first use, and anew where the browser has closed it. */
export function createJournal(name: string): Journal {
  let opened: Promise<IDBPDatabase<Schema>> | null = null
  const forget = () => {
    opened = null
  }
  const open = () => {
    if (opened) return opened
    opened = openDB<Schema>(name, 1, {
      upgrade: (database) => void database.createObjectStore(STORE, { keyPath: 'key' }),
      // Another tab has a later version of it, or takes it away, and waits for this one.
      blocking(_current, _wanted, event) {
        forget()
        ;(event.target as IDBDatabase).close()
      },
      terminated: forget,
    })
    opened.catch(forget)
    return opened
  }
  const change = async (by: (entries: Entries) => Promise<unknown>) => {
    const { store, done } = (await open()).transaction(STORE, 'readwrite', { durability: 'strict' })
    await Promise.all([by(store), done])
  }
  return {
    all: async () => (await open()).getAll(STORE),
    put: (entry) => change((entries) => entries.put(entry)),
    delete: (key) => change((entries) => entries.delete(key)),
  }
}
