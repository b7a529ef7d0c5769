/** @file Sums in number fields: `4*4*256`, `2^10`, `1/3`, `(28-4)/2`, `2e-4`. After the number fields of Blender and Figma. */

/** The value of an expression; `null` when it is none. Total for any text. */
export function calculate(text: string): number | null {
  const tokens = tokenize(text)
  if (!tokens || tokens.length === 0) return null
  let place = 0

  const sum = (): number => {
    let value = product()
    while (tokens[place] === '+' || tokens[place] === '-') {
      value = tokens[place++] === '+' ? value + product() : value - product()
    }
    return value
  }
  const product = (): number => {
    let value = power()
    while (tokens[place] === '*' || tokens[place] === '/') {
      value = tokens[place++] === '*' ? value * power() : value / power()
    }
    return value
  }
  const power = (): number => {
    if (tokens[place] === '-') {
      place++
      return -power()
    }
    const base = atom()
    if (tokens[place] !== '^') return base
    place++
    return base ** power()
  }
  const atom = (): number => {
    const token = tokens[place++]
    if (typeof token === 'number') return token
    if (token !== '(') return Number.NaN
    const value = sum()
    return tokens[place++] === ')' ? value : Number.NaN
  }

  const value = sum()
  return place === tokens.length && Number.isFinite(value) ? value : null
}

const LONGEST = 64

function tokenize(text: string): (number | string)[] | null {
  const clean = text
    .slice(0, LONGEST + 1)
    .replaceAll('×', '*')
    .replaceAll('÷', '/')
    .replaceAll('−', '-')
    .replaceAll('**', '^')
  if (clean.length > LONGEST) return null
  const pattern = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([-+*/^()]))\s*/y
  const tokens: (number | string)[] = []
  while (pattern.lastIndex < clean.length) {
    const match = pattern.exec(clean)
    if (!match) return null
    tokens.push(match[1] === undefined ? match[2]! : Number(match[1]))
  }
  return tokens
}

/** Numbers between commas, `x` or spaces, each of them a sum: `4, 4, 256`, `28 x 28 x 1`. `null` when one is none. */
export function calculateList(text: string): number[] | null {
  const body = text.trim().replace(/^\[(.*)\]$/, '$1')
  const parts = /[,;]/.test(body) ? body.split(/[,;]/) : body.split(/\s*[x×]\s*|\s+/)
  const values = parts.filter((part) => part.trim() !== '').map(calculate)
  return values.length > 0 && values.every((value) => value !== null) ? values : null
}

/** A number as it is edited: short, and read back as the same number. */
export function numberText(value: number): string {
  const plain = String(value)
  return plain.length > 8 && Math.abs(value) < 0.001 ? value.toExponential() : plain
}
