/** @file The name, with its sign: two nodes and the wire between them, real and fake. */
import styles from './Toolbar.module.css'

export function Wordmark() {
  return (
    <h1 className={styles.wordmark}>
      <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
        <path d="M9 11c7 0 7 10 14 10" fill="none" stroke="var(--ink-3)" strokeWidth="3" />
        <circle cx="8" cy="11" r="6" fill="var(--real)" />
        <circle cx="24" cy="21" r="6" fill="var(--fake)" />
      </svg>
      Ganvas
    </h1>
  )
}
