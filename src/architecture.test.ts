/** @file Holds what ARCHITECTURE.md says: who may import whom, where TensorFlow.js, chance, time and names of kinds may stand. */
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { kinds } from './graph/kinds'
import { lineOf, moduleOf, readSources, type Source, visit } from './scripts/sources'

const sources = readSources()

/** Tests, benchmarks and what only they use may import everything. */
const isTest = (path: string) => /(\.|-)(test|bench)\.tsx?$/.test(path) || /(^|\/)testing\//.test(path)

const product = sources.filter(({ path }) => !isTest(path))

/** What every part of the document side stands on. */
const BASE = ['lib', 'tensor', 'data']
const MODEL = [...BASE, 'layers', 'objectives', 'graph', 'compile']

/** Part → the parts that it may import, and why not more. A part is a folder, or a file that differs from its folder. */
const PARTS: Record<string, { may: readonly string[]; because: string }> = {
  lib: { may: [], because: 'lib knows nothing of GANs' },
  tensor: { may: ['lib'], because: 'shapes know nothing of what has them' },
  data: { may: ['lib', 'tensor'], because: 'datasets know nothing of graphs' },
  layers: { may: BASE, because: 'a kind knows nothing of the graph it stands in' },
  objectives: { may: [...BASE, 'layers'], because: 'an objective knows nothing of the graph it stands in' },
  graph: { may: [...BASE, 'layers', 'objectives'], because: 'the document comes before all that is derived from it' },
  compile: {
    may: [...BASE, 'layers', 'objectives', 'graph'],
    because: 'the compiler is a pure function of the document',
  },
  export: { may: MODEL, because: 'exporters read the plan only' },
  sharing: {
    may: MODEL,
    because: 'links and pictures carry a design and need nothing else of the program',
  },
  metrics: { may: BASE, because: 'metrics judge samples and know nothing of what made them' },
  'backend/choice': { may: [], because: 'the page reads these words without TensorFlow.js' },
  backend: { may: ['backend/choice', 'lib', 'tensor'], because: 'kernels know nothing of graphs' },
  train: {
    may: [...MODEL, 'metrics', 'backend/choice'],
    because: 'the page talks to the worker in messages and never loads its code',
  },
  runs: { may: ['lib', 'train'], because: 'the store keeps bytes and knows nothing of what they mean' },
  media: { may: ['lib', 'train'], because: 'pictures and films are pixels, whatever made the samples in them' },
  'train/worker': {
    may: [...MODEL, 'metrics', 'backend', 'backend/choice', 'train', 'runs', 'media'],
    because: 'the worker has no page',
  },
  editor: {
    may: [...MODEL, 'export', 'sharing', 'metrics', 'backend/choice', 'train', 'runs'],
    because: 'the editor state knows nothing of React and loads no TensorFlow.js',
  },
  ui: {
    may: [...MODEL, 'export', 'sharing', 'metrics', 'backend/choice', 'train', 'runs', 'media', 'editor'],
    because: 'TensorFlow.js runs in the worker only',
  },
  site: { may: [], because: 'the service worker is a file of its own' },
  main: { may: ['ui', 'editor'], because: 'the entry only mounts the page' },
  cli: {
    may: [
      ...[...MODEL, 'export', 'sharing', 'metrics', 'backend', 'backend/choice', 'train', 'runs', 'media'],
      'train/worker',
    ],
    because: 'the command line has no page',
  },
  scripts: {
    may: ['data', 'lib', 'metrics', 'backend', 'site'],
    because: 'scripts build and serve the page; they are no part of it',
  },
}

/** The longest part that contains the module. */
function partOf(module: string): string {
  const parts = Object.keys(PARTS).filter((part) => module === part || module.startsWith(`${part}/`))
  return parts.sort((a, b) => b.length - a.length)[0] ?? '(no part)'
}

/** Runs `find` over each source and gathers `path:line text`. */
function findings(
  files: readonly Source[],
  find: (source: Source, report: (node: ts.Node, text: string) => void) => void,
) {
  const found: string[] = []
  for (const source of files) {
    find(source, (node, text) => found.push(`${source.path}:${lineOf(source.tree, node)} ${text}`))
  }
  return found
}

describe('imports', () => {
  test('every source belongs to a part', () => {
    expect(product.filter(({ path }) => partOf(moduleOf(path)) === '(no part)').map(({ path }) => path)).toEqual([])
  })

  test('go in one direction', () => {
    const wrong = product.flatMap(({ path, imports }) => {
      const importer = partOf(moduleOf(path))
      const rule = PARTS[importer]
      return (
        imports
          // What lies outside `src` is data: templates, graphs.
          .filter(({ isPackage, target }) => !isPackage && !target.startsWith('../') && partOf(target) !== importer)
          // The client names the worker's script by its address and shares no code with it.
          .filter(({ target }) => !(path === 'train/client.ts' && target === 'train/worker/worker'))
          .filter(({ target }) => !rule?.may.includes(partOf(target)))
          .map(
            ({ target, line }) =>
              `${path}:${line} ${target} may not be imported by ${importer}, because ${rule?.because}`,
          )
      )
    })
    expect(wrong).toEqual([])
  })

  test('TensorFlow.js is loaded only by backend, train/worker, cli and tests; others import types', () => {
    const allowed = ['backend', 'train/worker', 'cli']
    const wrong = product
      .filter(({ path }) => !allowed.includes(partOf(moduleOf(path))))
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ target, typeOnly }) => target.startsWith('@tensorflow/') && !typeOnly)
          .map(
            ({ target, line }) => `${path}:${line} loads ${target}; take it as an argument and import its types only`,
          ),
      )
    expect(wrong).toEqual([])
  })

  test('nothing that the page loads reaches TensorFlow.js or Node', () => {
    const byModule = new Map(product.map((source) => [moduleOf(source.path), source]))
    const reached = new Set<string>()
    const wrong: string[] = []
    const walk = (module: string, via: string) => {
      const source = byModule.get(module)
      if (!source || reached.has(module) || partOf(module) === 'train/worker') return
      reached.add(module)
      const chain = `${via} → ${module}`
      for (const { target, isPackage, typeOnly } of source.imports) {
        if (typeOnly) continue
        if (/^(@tensorflow\/|node:)/.test(target)) wrong.push(`${chain} → ${target}`)
        if (!isPackage) walk(target, chain)
      }
    }
    for (const module of byModule.keys()) if (['main', 'ui', 'editor'].includes(partOf(module))) walk(module, 'page')
    expect(wrong).toEqual([])
  })

  test('no module imports itself by way of others, but components may be recursive', () => {
    const graph = new Map(
      product
        .filter(({ path }) => !path.startsWith('ui/'))
        .map(({ path, imports }) => [
          moduleOf(path),
          imports.filter((entry) => !entry.isPackage && !entry.typeOnly).map(({ target }) => target),
        ]),
    )
    const done = new Set<string>()
    const cycles: string[] = []
    const walk = (module: string, path: readonly string[]) => {
      if (path.includes(module)) {
        cycles.push([...path.slice(path.indexOf(module)), module].join(' → '))
        return
      }
      if (done.has(module)) return
      for (const target of graph.get(module) ?? []) walk(target, [...path, module])
      done.add(module)
    }
    for (const module of graph.keys()) walk(module, [])
    expect(cycles).toEqual([])
  })
})

test('every source opens with a @file comment', () => {
  const without = sources
    .filter(({ text }) => !/^(#!.*\n)?\/\*\*\s*(\n \* )?@file \S/.test(text))
    .map(({ path }) => path)
  expect(without).toEqual([])
})

test('no default exports and no export of everything', () => {
  expect(
    findings(product, ({ tree }, report) =>
      visit(tree, (node) => {
        if (ts.isExportAssignment(node)) report(node, 'export default')
        if (
          ts.canHaveModifiers(node) &&
          ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
        ) {
          report(node, 'export default')
        }
        if (ts.isExportDeclaration(node) && !node.exportClause) report(node, 'export *')
      }),
    ),
  ).toEqual([])
})

describe('ambient effects', () => {
  /** Parts in which the clock is read: what people see, and file names. */
  const CLOCK = ['editor', 'ui', 'main', 'cli', 'scripts']

  test('chance comes from lib/random and the clock is read only near people', () => {
    expect(
      findings(product, ({ path, tree }, report) =>
        visit(tree, (node) => {
          const part = partOf(moduleOf(path))
          if (ts.isPropertyAccessExpression(node)) {
            const text = node.getText(tree)
            if (text === 'Math.random')
              report(node, 'Math.random: take a stream of lib/random, or runs cannot be repeated')
            if (text === 'Date.now' && !CLOCK.includes(part))
              report(node, 'Date.now: the result would depend on the day')
          }
          if (ts.isNewExpression(node) && node.expression.getText(tree) === 'Date' && !node.arguments?.length) {
            if (!CLOCK.includes(part)) report(node, 'new Date(): the result would depend on the day')
          }
        }),
      ),
    ).toEqual([])
  })
})

describe('kinds', () => {
  const names = new Set(kinds.map(({ kind }) => kind))

  const isKindName = (node: ts.Node) => ts.isStringLiteralLike(node) && names.has(node.text)

  /** `kind`, `node.kind`, `definition?.kind`, `nodeKind`: what may hold the name of a kind. */
  const holdsKind = (node: ts.Node): boolean => {
    if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return holdsKind(node.expression)
    if (ts.isPropertyAccessExpression(node)) return /^kind$|Kind$/.test(node.name.text)
    return ts.isIdentifier(node) && /^kind$|Kind$/.test(node.text)
  }

  const COMPARISONS = new Set([
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
  ])

  test('shared code never asks which kind it has', () => {
    const advice = 'ask for its role, or let the kind declare the answer'
    const shared = product.filter(({ path }) => !['layers', 'objectives'].includes(partOf(moduleOf(path))))
    expect(
      findings(shared, ({ tree }, report) =>
        visit(tree, (node) => {
          if (ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind)) {
            const { left, right } = node
            if ((holdsKind(left) && isKindName(right)) || (holdsKind(right) && isKindName(left))) {
              report(node, `${node.getText(tree)}: ${advice}`)
            }
          }
          if (ts.isSwitchStatement(node) && holdsKind(node.expression)) {
            for (const clause of node.caseBlock.clauses) {
              if (ts.isCaseClause(clause) && isKindName(clause.expression)) report(clause, `case of a kind: ${advice}`)
            }
          }
          // ['dense', 'conv2d'].includes(node.kind)
          if (
            ts.isCallExpression(node) &&
            node.arguments.some(holdsKind) &&
            ts.isPropertyAccessExpression(node.expression)
          ) {
            const list = node.expression.expression
            if (ts.isArrayLiteralExpression(list) && list.elements.some(isKindName))
              report(node, `list of kinds: ${advice}`)
          }
        }),
      ),
    ).toEqual([])
  })
})
