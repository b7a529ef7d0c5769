/** @file `ganvas templates`: lists the starting designs. */
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defineCommand } from 'citty'
import { readGraph } from './read-graph'

const folder = fileURLToPath(new URL('../../templates/', import.meta.url))

export const templatesCommand = defineCommand({
  meta: { name: 'templates', description: 'List the templates' },
  async run() {
    for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.json')).sort()) {
      const loaded = await readGraph(`${folder}${name}`)
      if (loaded.ok)
        console.log(`templates/${name}\n  ${loaded.value.name}. ${loaded.value.description.split('\n')[0]}`)
    }
  },
})
