/** @file A named region of the page with its heading. */
import type { ReactNode } from 'react'
import { ErrorBoundary } from './ErrorBoundary'
import styles from './Panel.module.css'

interface PanelProps {
  /** Name of the region. */
  name: string
  /** At the right of the heading. */
  actions?: ReactNode
  /** Behind the heading: counts. */
  note?: ReactNode
  className?: string | undefined
  /** The heading is there for those who do not see the page. */
  headless?: boolean
  children: ReactNode
}

export function Panel({ name, actions, note, className, headless = false, children }: PanelProps) {
  return (
    <section aria-label={name} className={[styles.panel, className].filter(Boolean).join(' ')}>
      {!headless && (
        <header className={styles.header}>
          <h2 className={styles.title}>{name}</h2>
          <ErrorBoundary name={`The heading of ${name}`} place="floating">
            {note}
            <div className={styles.actions}>{actions}</div>
          </ErrorBoundary>
        </header>
      )}
      <div className={styles.content}>
        <ErrorBoundary name={name}>{children}</ErrorBoundary>
      </div>
    </section>
  )
}
