/**
 * @file Who plays against whom: while the pointer or the keyboard is on an objective, its critics, its players and the way of its
 * gradient stand out, and everything else steps back. One style sheet says so; no node is drawn again for it.
 */
import { Panel } from '@xyflow/react'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { titleOf } from '../../editor/flow/view'
import { type Spot, spotOf } from '../../editor/spotlight'
import type { GraphDocument, NodeId } from '../../graph/document'
import { roleOf } from '../../graph/queries'
import { editor, useEditor } from '../editor'
import { connecting } from './connecting'
import styles from './Spotlight.module.css'

/** The pointer has to stay this long before anything changes, ms. */
const DELAY_MS = 140

/** The objective that the pointer rests on, or that the keyboard has reached. */
function useObjectiveInHand(): NodeId | null {
  const [objective, setObjective] = useState<NodeId | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const objectiveAt = (target: EventTarget | null): NodeId | null => {
      const id = target instanceof Element ? target.closest<HTMLElement>('.react-flow__node')?.dataset.id : undefined
      return id !== undefined && roleOf(editor.document(), id) === 'objective' ? id : null
    }
    const later = (id: NodeId | null) => {
      clearTimeout(timer)
      timer = setTimeout(() => setObjective(id), id === null ? 0 : DELAY_MS)
    }
    const onOver = (event: PointerEvent) => {
      if (event.buttons === 0 && connecting.getState().origin === null) later(objectiveAt(event.target))
    }
    const onDown = () => later(null)
    const onFocus = (event: FocusEvent) => {
      const seen = event.target instanceof Element && event.target.matches(':focus-visible')
      later(seen ? objectiveAt(event.target) : null)
    }
    document.addEventListener('pointerover', onOver)
    document.addEventListener('pointerdown', onDown)
    document.addEventListener('focusin', onFocus)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', onOver)
      document.removeEventListener('pointerdown', onDown)
      document.removeEventListener('focusin', onFocus)
    }
  }, [])
  return objective
}

const namesOf = (graph: GraphDocument, ids: readonly NodeId[]): string =>
  new Intl.ListFormat('en').format(ids.map((id) => (graph.nodes[id] ? titleOf(graph.nodes[id]) : id)))

const quoted = (ids: Iterable<string>, prefix: string): string =>
  [...ids].map((id) => `${prefix}[data-id="${CSS.escape(id)}"]`).join(',')

/** Selectors are made of ids of the document, which hold letters, digits, `_`, `-`, `.` and `@` only. */
function sheetOf({ nodes, critic, player }: Spot): string {
  const canvas = '.react-flow'
  const wires = (keys: readonly string[], tone: string) =>
    keys.length === 0
      ? ''
      : `${quoted(keys, `${canvas} .react-flow__edge`)}{opacity:1;--gradient:var(--${tone});--arrow:url(#gradient-arrow-${tone})}
${quoted(keys, `${canvas} .react-flow__edge`).replaceAll('"]', '"] .react-flow__edge-path')}{stroke:var(--gradient);stroke-width:2.5;stroke-dasharray:7 6;animation:var(--gradient-motion);marker-start:var(--arrow)}`
  return [
    `${canvas} .react-flow__node,${canvas} .react-flow__edge{opacity:.22;transition:opacity 160ms}`,
    `${quoted(nodes, `${canvas} .react-flow__node`)}{opacity:1}`,
    wires(player, 'fake'),
    wires(critic, 'real'),
  ].join('\n')
}

export function Spotlight() {
  const objective = useObjectiveInHand()
  const graph = useEditor((state) => state.history.document)
  const facts = useEditor((state) => (objective === null ? undefined : state.compilation.objectives[objective]))
  if (objective === null || !facts || !graph.nodes[objective]) return null
  const spot = spotOf(graph, objective, facts)
  const { critics, players } = facts
  return (
    <>
      <style>{sheetOf(spot)}</style>
      <Arrow id="gradient-arrow-real" className={styles.critic} />
      <Arrow id="gradient-arrow-fake" className={styles.player} />
      <Panel position="bottom-center" className={styles.panel}>
        <div className={styles.legend} role="status">
          {critics.length > 0 && (
            <span className={styles.critic}>
              <ArrowLeft size={14} aria-hidden="true" />
              {namesOf(graph, critics)} {critics.length === 1 ? 'learns' : 'learn'} to tell apart
            </span>
          )}
          {players.length > 0 && (
            <span className={styles.player}>
              <ArrowLeft size={14} aria-hidden="true" />
              {namesOf(graph, players)}{' '}
              {critics.length > 0
                ? `${players.length === 1 ? 'plays' : 'play'} against it`
                : `${players.length === 1 ? 'learns' : 'learn'} to make it small`}
            </span>
          )}
          {critics.length + players.length === 0 && <span>Nothing learns from it yet</span>}
        </div>
      </Panel>
    </>
  )
}

/** Points the way that the gradient goes: against the wire. */
function Arrow({ id, className }: { id: string; className: string | undefined }) {
  return (
    <svg className={`${styles.defs} ${className}`} aria-hidden="true">
      <defs>
        <marker id={id} viewBox="0 0 10 10" refX="0" refY="5" markerWidth="5" markerHeight="5" orient="auto">
          <path d="M9 0 L0 5 L9 10 Z" />
        </marker>
      </defs>
    </svg>
  )
}
