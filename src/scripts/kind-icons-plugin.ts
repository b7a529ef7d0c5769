/**
 * @file The icons that kinds declare by name (`icon: 'grid-3x3'`), as the module `virtual:kind-icons`: just these of Lucide's many
 * reach the page, and a new kind needs no second file to have its own.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const MODULE = 'virtual:kind-icons'
/** Rollup's sign for modules that are no files. */
const RESOLVED = `\0${MODULE}`
const FOLDERS = ['../layers', '../objectives'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
const DECLARED = /\bicon: '([a-z0-9-]+)'/g

const pascalCase = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')

/** Every name once, in order. */
export async function declaredIcons(): Promise<string[]> {
  const names = new Set<string>()
  for (const folder of FOLDERS)
    for (const path of await readdir(folder, { recursive: true })) {
      if (!path.endsWith('.ts') || path.endsWith('.test.ts')) continue
      const text = await readFile(join(folder, path), 'utf8')
      for (const [, name] of text.matchAll(DECLARED)) names.add(name!)
    }
  return [...names].sort()
}

export function kindIconsPlugin(): Plugin {
  return {
    name: 'ganvas-kind-icons',
    resolveId: (id) => (id === MODULE ? RESOLVED : null),
    async load(id) {
      if (id !== RESOLVED) return null
      const names = await declaredIcons()
      const imports = names.map((name, index) => `${pascalCase(name)} as icon${index}`)
      const entries = names.map((name, index) => `['${name}', icon${index}]`)
      return `import { ${imports.join(', ')} } from 'lucide-react'\nexport const kindIcons = new Map([${entries.join(', ')}])`
    },
    /** A kind that is written while the page is open may name an icon that it has not got yet. */
    hotUpdate({ file }) {
      if (!FOLDERS.some((folder) => file.startsWith(folder))) return
      const module = this.environment.moduleGraph.getModuleById(RESOLVED)
      if (module) this.environment.moduleGraph.invalidateModule(module)
    },
  }
}
