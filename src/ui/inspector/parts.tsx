/** @file Parts that several inspectors share: the heading, facts in two columns, diagnostics. */
import { CircleAlert, type Info, Lightbulb, TriangleAlert } from 'lucide-react'
import { memo, type ReactNode, useState } from 'react'
import type { Diagnostic, Severity } from '../../compile/compilation'
import type { AnyKind } from '../../graph/kinds'
import { KindIcon } from '../components/KindIcon'
import { KindPicture } from '../components/KindPicture'
import { editor } from '../editor'
import { DocsText, References } from '../help/DocsText'
import { RemarkMenu, RepairButtons, Why } from '../problems/Remark'
import { Disclosure } from './Disclosure'
import styles from './Inspector.module.css'

export const Heading = memo(function Heading({ kind, id, title }: { kind: AnyKind; id: string; title: string }) {
  return (
    <header className={styles.heading} data-family={kind.family}>
      <span className={styles.badge}>
        <KindIcon kind={kind} sizePx={18} />
      </span>
      <div className={styles.names}>
        <h3>{title}</h3>
        <p>
          {title !== kind.title && <>{kind.title} · </>}
          <code>{id}</code>
        </p>
      </div>
    </header>
  )
})

export const About = memo(function About({ kind }: { kind: AnyKind }) {
  const [open, setOpen] = useState(false)
  return (
    <Disclosure title="About" open={open} onToggle={setOpen}>
      <div className={styles.about}>
        <p>{kind.summary}</p>
        <KindPicture kind={kind} widthPx={112} />
        <DocsText text={kind.docs} />
        <References text={kind.docs} />
        <button type="button" onClick={() => editor.openDialog({ kind: 'about-kind', name: kind.kind })}>
          Ports and params …
        </button>
      </div>
    </Disclosure>
  )
})

export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHeading}>
        <h4>{title}</h4>
        {actions}
      </div>
      {children}
    </section>
  )
}

export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const ICONS: Record<Severity, typeof Info> = { error: CircleAlert, warning: TriangleAlert, info: Lightbulb }

const WORDS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'advice' }

export function SeverityIcon({ severity, sizePx = 15 }: { severity: Severity; sizePx?: number }) {
  const Icon = ICONS[severity]
  return <Icon size={sizePx} className={styles[severity]} aria-label={WORDS[severity]} role="img" />
}

export function Diagnostics({ diagnostics }: { diagnostics: readonly Diagnostic[] }) {
  if (diagnostics.length === 0) return null
  return (
    <ul className={styles.diagnostics}>
      {diagnostics.map((diagnostic) => {
        const { code, severity, port, param, message, fix } = diagnostic
        return (
          <li key={`${code} ${port} ${param} ${message}`} data-severity={severity}>
            <SeverityIcon severity={severity} />
            <div className={styles.remark}>
              <p>{message}</p>
              <p className={styles.fix}>{fix}</p>
              <RepairButtons diagnostic={diagnostic} />
              <Why diagnostic={diagnostic} />
            </div>
            <RemarkMenu diagnostic={diagnostic} />
          </li>
        )
      })}
    </ul>
  )
}
