/** @file Texts with points as programs write them: NumPy, spreadsheets of several languages, pandas, scikit-learn. */
import { expect, test } from 'vitest'
import { readPoints } from './points-text'

const QUOTED = ['"x","y","label"', '"1,5","2","cat, black"', '"3","4","a ""dog"""', ''].join('\r\n')

test.each([
  ['a header as NumPy writes it', '# x,y\n1,2\n3,4', [1, 2, 3, 4], []],
  ['a comment with other signs', '# made by hand; in cm\n1,2\n3,4', [1, 2, 3, 4], []],
  ['quotes, CRLF, decimal commas', QUOTED, [1.5, 2, 3, 4], ['a "dog"', 'cat, black']],
  ['semicolons and decimal commas', 'x;y;name\n1,5;2;a,b\n3;4;c', [1.5, 2, 3, 4], ['a,b', 'c']],
  ['tabs and decimal commas, after a mark of the byte order', '\ufeff1,5\t2\n3\t4', [1.5, 2, 3, 4], []],
  ['a target called y', 'x1,x2,y\n1.5,2,0\n3,4,1', [1.5, 2, 3, 4], ['0', '1']],
  ['an index before the columns', ',x,y\n7,1.5,2\n8,3,4', [1.5, 2, 3, 4], []],
])('%s', (_, text, points, classes) => {
  const read = readPoints('p.csv', text, false)
  if (!read.ok) throw new Error(read.problem)
  const { content, leftOut } = read.value
  expect({ points: [...content.points], classes: content.classes, leftOut }).toEqual({ points, classes, leftOut: [] })
})
