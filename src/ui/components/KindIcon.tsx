/**
 * @file The icon of a kind of node, by the name that the kind declares. All of Lucide is bundled, so that a new kind needs no
 * second file to have its icon.
 */
import { icons } from 'lucide-react'
import type { KindText } from '../../layers/layer'

const pascalCase = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')

export function KindIcon({ kind, sizePx = 16 }: { kind: Pick<KindText, 'icon'>; sizePx?: number }) {
  const Icon = icons[pascalCase(kind.icon) as keyof typeof icons] ?? icons.Box
  return <Icon size={sizePx} strokeWidth={1.75} aria-hidden="true" focusable="false" />
}
