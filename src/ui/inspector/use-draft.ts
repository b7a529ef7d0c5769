/** @file Text while it is being typed: what stands in the field, until the value behind it changes from elsewhere. */
import { useState } from 'react'

/** The text to show, and how to type. When the value changes by other means (undo), its text takes over. */
export function useDraft(
  valueText: string,
): [text: string, type: (text: string, meansValue: string) => void, reset: () => void] {
  const [draft, setDraft] = useState<{ text: string; of: string } | null>(null)
  const text = draft && draft.of === valueText ? draft.text : valueText
  return [text, (typed, meansValue) => setDraft({ text: typed, of: meansValue }), () => setDraft(null)]
}
