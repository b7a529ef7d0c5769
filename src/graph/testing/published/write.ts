/** @file Writes the published nets to `graphs/published/`: `npm run graphs`. To be run again when a kind of theirs gets a new param. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { saveDocument } from '../../save'
import { PUBLISHED_FOLDER, published } from '.'

mkdirSync(PUBLISHED_FOLDER, { recursive: true })
for (const [name, draw] of Object.entries(published)) {
  writeFileSync(`${PUBLISHED_FOLDER}/${name}.json`, saveDocument(draw()))
}
