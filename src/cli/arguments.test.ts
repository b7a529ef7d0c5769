/** @file Options that no command has are said, not passed over. */
import { expect, test } from 'vitest'
import { unknownOption } from './arguments'

const known = ['file', 'steps', 'resume', 'json']

test.each([
  [['a.json', '--steps', '3', '--resume', '--json'], null],
  [['--steps=3', '--no-json', '--help'], null],
  [['--', '--resmue'], null],
  [['a.json', '--resmue'], 'There is no option --resmue. Did you mean --resume?'],
  [['a.json', '--step=3'], 'There is no option --step. Did you mean --steps?'],
])('%j', (args, problem) => expect(unknownOption(args, known)).toBe(problem))
