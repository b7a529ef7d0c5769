/** @file A few lines of code that run what was exported, to be copied. */
import type { Snippet } from '../../../export/exporter'
import { editor } from '../../editor'
import { CopyButton } from '../share/CopyButton'
import styles from './Export.module.css'

const TITLES: Record<Snippet['language'], string> = { python: 'Run it in Python', javascript: 'Run it in JavaScript' }

export function CodeSnippet({ language, code }: Snippet) {
  const title = TITLES[language]
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.heading}>
        <h3>{title}</h3>
        <CopyButton label="Copy code" text={code} onCopied={() => editor.announce('Copied the code.')} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by the keyboard too */}
      <pre className={styles.code} tabIndex={0}>
        <code>{code}</code>
      </pre>
    </section>
  )
}
