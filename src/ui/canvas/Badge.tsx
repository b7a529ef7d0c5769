/** @file The sign on a node that something is wrong with it, or in it; its words are shown under the pointer. */
import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { NodeView } from '../../editor/flow-view'
import styles from './nodes.module.css'

interface BadgeProps {
  problem: NonNullable<NodeView['problem']>
  /** Shown beside the sign when it stands for several. */
  count?: number
}

export function Badge({ problem, count = 1 }: BadgeProps) {
  const Icon = problem.severity === 'error' ? CircleAlert : TriangleAlert
  const word = problem.severity === 'error' ? 'Error' : 'Warning'
  return (
    <span
      className={styles.badge}
      data-tip
      data-severity={problem.severity}
      data-several={count > 1 || undefined}
      role="img"
      aria-label={`${word}: ${problem.text}`}
    >
      <Icon size={14} strokeWidth={2.25} aria-hidden="true" />
      {count > 1 && <span aria-hidden="true">{count}</span>}
      <span className={styles.tip} aria-hidden="true">
        {problem.text}
      </span>
    </span>
  )
}
