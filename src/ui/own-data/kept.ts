/** @file What this browser keeps of own data, as the editor knows it. */
import type { OwnReference } from '../../data/own/reference'
import { listOwnData, readOwnData, removeOwnData } from '../../data/own/store-page'
import { downloadBytes } from '../download'
import { editor } from '../editor'

/** Looks again. Without a store there is nothing kept, and an import says why. */
export async function refreshOwnData(): Promise<void> {
  editor.setOwnData(await listOwnData().catch(() => []))
}

/** For the command line, for friends, for Python: one safetensors file. */
export async function saveOwnData({ own, sha256, sizeBytes }: OwnReference): Promise<void> {
  try {
    const bytes = await readOwnData(sha256, sizeBytes)
    downloadBytes(`${own.replaceAll(/[^\p{L}\p{N}]+/gu, '-') || 'data'}.safetensors`, bytes, 'application/octet-stream')
  } catch (error) {
    editor.notify({
      tone: 'error',
      text: `${own} could not be read. ${error instanceof Error ? error.message : error}`,
    })
  }
}

export async function deleteOwnData({ own, sha256 }: OwnReference): Promise<void> {
  await removeOwnData(sha256)
  await refreshOwnData()
  editor.announce(`Deleted ${own} from this browser.`)
}
