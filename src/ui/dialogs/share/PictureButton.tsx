/** @file A button that makes a picture, which may take a moment, saves it and says how large it came out. */
import { Check, ImageDown } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { editor } from '../../editor'
import { bytesText } from '../../format'
import { type Carried, savePicture } from '../../picture/save-picture'
import styles from './Share.module.css'

interface Made {
  canvas: HTMLCanvasElement
  name: string
  carried: Carried
}

interface PictureButtonProps {
  label: string
  look?: 'outlined' | 'primary'
  /** Why it cannot be pressed; `null` when it can. */
  waitsFor?: string | null
  make(): Promise<Made>
}

export function PictureButton({ label, look = 'outlined', waitsFor = null, make }: PictureButtonProps) {
  const [state, setState] = useState<{ busy: boolean; problem: string | null; saved: string | null }>(READY)
  async function save(): Promise<void> {
    setState({ ...READY, busy: true })
    const { canvas, name, carried } = await make()
    const saved = await savePicture(canvas, name, carried)
    if (!saved.ok) {
      setState({ ...READY, problem: saved.problem })
      return
    }
    const text = `Saved ${name}, ${bytesText(saved.value)}`
    setState({ ...READY, saved: text })
    editor.announce(`${text}.`)
  }
  const { busy, problem, saved } = state
  return (
    <>
      <Button
        label={busy ? 'Making the picture …' : label}
        look={look}
        disabled={busy || waitsFor !== null}
        icon={saved === null ? <ImageDown size={16} aria-hidden="true" /> : <Check size={16} aria-hidden="true" />}
        onClick={save}
      />
      {problem !== null && <p className={styles.problem}>{problem}</p>}
      {waitsFor !== null && <p className={styles.aside}>{waitsFor}</p>}
      {saved !== null && <p className={styles.aside}>{saved}</p>}
    </>
  )
}

const READY = { busy: false, problem: null, saved: null }
