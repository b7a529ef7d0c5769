/** @file A section that opens and closes. */
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import styles from './Inspector.module.css'

interface DisclosureProps {
  title: string
  open: boolean
  onToggle(open: boolean): void
  children: ReactNode
}

export function Disclosure({ title, open, onToggle, children }: DisclosureProps) {
  const id = useId()
  return (
    <div className={styles.disclosure}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => onToggle(!open)}>
        <ChevronRight size={14} aria-hidden="true" />
        {title}
      </button>
      <div id={id} hidden={!open} className={styles.disclosed}>
        {open && children}
      </div>
    </div>
  )
}
