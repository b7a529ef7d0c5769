/** @file The icon of a kind of node, by the name that the kind declares. */

import { kindIcons } from 'virtual:kind-icons'
import { Box } from 'lucide-react'
import type { KindText } from '../../layers/layer'

export function KindIcon({ kind, sizePx = 16 }: { kind: Pick<KindText, 'icon'>; sizePx?: number }) {
  const Icon = kindIcons.get(kind.icon) ?? Box
  return <Icon size={sizePx} strokeWidth={1.75} aria-hidden="true" focusable="false" />
}
