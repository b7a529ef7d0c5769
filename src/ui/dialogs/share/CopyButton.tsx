/** @file A button that puts text on the clipboard and says so. */
import { Check, ClipboardCopy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { editor } from '../../editor'

interface CopyButtonProps {
  label: string
  text: string
  disabled?: boolean
  onCopied(): void
}

export function CopyButton({ label, text, disabled = false, onCopied }: CopyButtonProps) {
  const [copied, setCopied] = useState('')
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(text)
      onCopied()
    } catch {
      editor.notify({
        tone: 'warning',
        text: 'This browser does not let the page copy. Mark the text and copy it, or download the file instead.',
      })
    }
  }
  const done = copied !== '' && copied === text
  return (
    <Button
      label={done ? 'Copied' : label}
      look="outlined"
      disabled={disabled}
      icon={done ? <Check size={16} aria-hidden="true" /> : <ClipboardCopy size={16} aria-hidden="true" />}
      onClick={copy}
    />
  )
}
