/** @file A name. It is taken over on Enter or when the field is left, because half a name may already belong to something. */
import { useState } from 'react'
import { DraftInput } from './DraftInput'
import type { ControlProps } from './Field'

interface TextInputProps extends ControlProps<string | null> {
  maximumLength: number
  nullable?: boolean
}

export function TextInput({ value, onChange, maximumLength, nullable = false, ...field }: TextInputProps) {
  const [draft, setDraft] = useState<{ text: string; of: string | null } | null>(null)
  const text = draft && draft.of === value ? draft.text : (value ?? '')

  function commit(): void {
    if (!draft || draft.of !== value) return
    const next = draft.text === '' && nullable ? null : draft.text
    if (next === value || onChange(next) === null) setDraft(null)
  }

  return (
    <DraftInput
      {...field}
      text={text}
      onType={(typed) => setDraft({ text: typed, of: value })}
      onCommit={commit}
      onCancel={() => setDraft(null)}
      maximumLength={maximumLength}
      whenEmpty={nullable ? 'none' : undefined}
    />
  )
}
