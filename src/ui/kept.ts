/** @file Where the page keeps what is made in it. Nothing reads it before what a crash took from it is back. */
import { openDurable } from '../editor/keeping/durable'
import { createJournal } from '../editor/keeping/journal'
import { localStore } from './storage'

export const kept = await openDurable(localStore, createJournal('ganvas'), () => Date.now())
