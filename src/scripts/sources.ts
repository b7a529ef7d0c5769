/** @file Reads the sources as syntax trees, for the tests that hold the architecture. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const SRC = join(dirname(fileURLToPath(import.meta.url)), '..')

export interface ImportOf {
  /** Path from `src` without extension, or the name of a package: `tensor/shape`, `@tensorflow/tfjs-core`. */
  target: string
  isPackage: boolean
  /** Nothing of it is left at run time. */
  typeOnly: boolean
  line: number
}

export interface Source {
  /** From `src`, with slashes: `layers/layer.ts`. */
  path: string
  text: string
  tree: ts.SourceFile
  imports: readonly ImportOf[]
}

/** `tensor/shape.ts`, `data/index.ts` and `data` as they are imported: without extension and without `index`. */
export const moduleOf = (path: string): string => path.replace(/\.(ts|tsx|mts|mjs)$/, '').replace(/(^|\/)index$/, '')

/** Visits every node of a tree, parents first. */
export function visit(node: ts.Node, visitor: (node: ts.Node) => void): void {
  visitor(node)
  ts.forEachChild(node, (child) => visit(child, visitor))
}

/** 1 for the first line. */
export const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1

const isUrlOfModule = (node: ts.Node): node is ts.NewExpression =>
  ts.isNewExpression(node) &&
  node.expression.getText() === 'URL' &&
  node.arguments?.[1]?.getText() === 'import.meta.url'

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  const clause = node.importClause
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const named = clause.namedBindings
  return (
    !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((specifier) => specifier.isTypeOnly)
  )
}

/** Static and dynamic imports, re-exports, types by `import('…')`, and scripts by `new URL('…', import.meta.url)`. */
function importsOf(path: string, tree: ts.SourceFile): ImportOf[] {
  const imports: ImportOf[] = []
  const note = (specifier: ts.Node | undefined, node: ts.Node, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return
    const name = specifier.text.split('?')[0]!
    const isPackage = !name.startsWith('.')
    const target = isPackage ? name : moduleOf(join(dirname(path), name).replaceAll('\\', '/'))
    imports.push({ target, isPackage, typeOnly, line: lineOf(tree, node) })
  }
  visit(tree, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) note(node.moduleSpecifier, node, isTypeOnly(node))
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      note(node.arguments[0], node, false)
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) note(node.argument.literal, node, true)
    if (isUrlOfModule(node)) note(node.arguments?.[0], node, false)
  })
  return imports
}

/** All TypeScript and JavaScript under `src`. */
export function readSources(): Source[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|tsx|mts|mjs)$/.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(SRC, path), 'utf8')
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
      return { path, text, tree, imports: importsOf(path, tree) }
    })
}
