/** @file The look of one way to share: what it is, what it is good for, what to press. */
import { type ReactNode, useId } from 'react'
import styles from './Share.module.css'

interface WayProps {
  icon: ReactNode
  title: string
  /** One sentence: what it is good for. */
  about: ReactNode
  children: ReactNode
}

export function Way({ icon, title, about, children }: WayProps) {
  const id = useId()
  return (
    <section className={styles.way} aria-labelledby={id}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={styles.body}>
        <h3 id={id}>{title}</h3>
        <p>{about}</p>
        {children}
      </div>
    </section>
  )
}
