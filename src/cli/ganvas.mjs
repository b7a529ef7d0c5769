#!/usr/bin/env node
/** @file Entry of the command line: lets Node read TypeScript, then runs it. */
import { register } from 'tsx/esm/api'

register()
// Colours are for terminals: read by the parser of arguments when it is loaded.
if (!process.stdout.isTTY) process.env.NO_COLOR ??= '1'
const { main } = await import('./main.ts')
await main()
