/** @file Options that no command has are said, not passed over. */
import { expect, test } from 'vitest'
import { tooManyFiles, unknownOption } from './arguments'

const known = ['file', 'steps', 'seed', 'resume', 'json']

test.each([
  [['a.json', '--steps', '3', '--resume', '--json'], null],
  [['--steps=3', '--no-json', '--help'], null],
  [['--', '--resmue'], null],
  [['a.json', '--resmue'], 'There is no option --resmue. Did you mean --resume?'],
  [['a.json', '-s', '3'], 'There is no option -s: all are written out, as --help is.'],
  [['a.json', '--seed', '-3'], null],
  [['a.json', '--step=3'], 'There is no option --step. Did you mean --steps?'],
])('%j', (args, problem) => expect(unknownOption(args, known)).toBe(problem))

test('a file too many is said', () => {
  expect(tooManyFiles(['a.json'], { file: { type: 'positional' } })).toBe(null)
  expect(tooManyFiles(['a.json', '500'], { file: { type: 'positional' } })).toContain('no use for "500"')
  expect(tooManyFiles(['extra'], {})).toBe('It has no use for "extra".')
})
