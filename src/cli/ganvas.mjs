#!/usr/bin/env node
/** @file Entry of the command line: lets Node read TypeScript, then runs it. */
import { register } from 'tsx/esm/api'

register()
const { main } = await import('./main.ts')
await main()
