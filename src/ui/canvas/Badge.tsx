/**
 * @file The sign on a node that something is wrong with it, or in it. Its words are shown under the pointer; a press shows them with
 * what can be done at once.
 */
import { Popover } from '@base-ui/react/popover'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { NodeView } from '../../editor/flow/view'
import type { NodeId } from '../../graph/document'
import { useEditor } from '../editor'
import { keyOf, RemarkMenu, RepairButtons, Why } from '../problems/Remark'
import styles from './nodes.module.css'

interface BadgeProps {
  node: NodeId
  problem: NonNullable<NodeView['problem']>
  /** Shown beside the sign when it stands for several. */
  count?: number
}

export function Badge({ node, problem, count = 1 }: BadgeProps) {
  const [open, setOpen] = useState(false)
  const Icon = problem.severity === 'error' ? CircleAlert : TriangleAlert
  const word = problem.severity === 'error' ? 'Error' : 'Warning'
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={`nodrag nopan ${styles.badge}`}
        data-tip
        data-severity={problem.severity}
        data-several={count > 1 || undefined}
        // The node itself is reached by Tab, and its problems by the panel; each sign as well would be in the way.
        tabIndex={-1}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <span role="img" aria-label={`${word}: ${problem.text}`} className={styles.sign}>
          <Icon size={14} strokeWidth={2.25} aria-hidden="true" />
        </span>
        {count > 1 && <span aria-hidden="true">{count}</span>}
        {!open && (
          <span className={styles.tip} aria-hidden="true">
            {problem.text}
          </span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} side="bottom" align="start" className={styles.problemsAt}>
          <Popover.Popup className={styles.problemsOf} aria-label={`Problems of ${node}`}>
            {open && <ProblemsOf node={node} onDone={() => setOpen(false)} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** All that is said of a node, and of what lies in it. */
function ProblemsOf({ node, onDone }: { node: NodeId; onDone(): void }) {
  const diagnostics = useEditor((state) => state.compilation.diagnostics)
  const nodes = useEditor((state) => state.history.document.nodes)
  const own = diagnostics.filter(({ node: place }) => place === node)
  const inside = diagnostics.filter(({ node: place }) => place !== undefined && nodes[place]?.parent === node)
  const shown = own.length > 0 ? own : inside
  return (
    <ul>
      {shown.map((diagnostic) => (
        <li key={keyOf(diagnostic)}>
          <div>
            <p>{diagnostic.message}</p>
            <p>{diagnostic.fix}</p>
            <RepairButtons diagnostic={diagnostic} onDone={onDone} />
            <Why diagnostic={diagnostic} />
          </div>
          <RemarkMenu diagnostic={diagnostic} />
        </li>
      ))}
    </ul>
  )
}
