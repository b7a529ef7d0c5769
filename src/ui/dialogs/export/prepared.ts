/** @file The files of an export, made as soon as it is looked at: what is refused is said at once, and a download starts where it is pressed. */
import { useEffect, useState } from 'react'
import type { ExportedFile, Exporter, ExportInput, ExportProblem, Snippet } from '../../../export/exporter'
import type { Result } from '../../../lib/result'

interface Prepared {
  input: ExportInput
  result: Result<ExportedFile[], ExportProblem>
  notes: string[]
  snippet: Snippet | null
}

/** `null` while it is made. */
export function usePrepared(exporter: Exporter, input: ExportInput | null): Prepared | null {
  const [prepared, setPrepared] = useState<Prepared | null>(null)
  useEffect(() => {
    if (!input) return
    let current = true
    const prepare = async () => {
      const result = await exporter.files(input)
      if (current)
        setPrepared({ input, result, notes: exporter.notes?.(input) ?? [], snippet: exporter.snippet(input) })
    }
    // Large networks take a moment; what was pressed shows first.
    const timer = setTimeout(() => void prepare())
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [exporter, input])
  return prepared && prepared.input === input ? prepared : null
}
