/** @file What `src/scripts/kind-icons-plugin.ts` makes of the names that kinds declare. */
declare module 'virtual:kind-icons' {
  import type { LucideIcon } from 'lucide-react'

  /** By Lucide's name of it, in kebab case. */
  export const kindIcons: ReadonlyMap<string, LucideIcon>
}
