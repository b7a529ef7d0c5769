/** @file Own data: from files, drawn by hand, or what this browser keeps already. */
import { useRef, useState } from 'react'
import { DEFAULT_OPTIONS, type PrepareOptions, SIDES } from '../../data/own/prepare'
import { describeWanted, type OwnReference } from '../../data/own/reference'
import { addOwnSource, ownReferenceOf, putOwnIn } from '../../editor/building/own-data'
import type { Given } from '../../editor/state'
import type { NodeId } from '../../graph/document'
import { focusNode } from '../canvas/CanvasMenus'
import { canvasFlow } from '../canvas/canvas-flow'
import { Modal } from '../components/Modal'
import { editor, useEditor } from '../editor'
import { DrawPad } from './DrawPad'
import { ImportPanel } from './ImportPanel'
import { KeptPanel } from './KeptPanel'
import { refreshOwnData } from './kept'
import styles from './OwnData.module.css'

const PAGES = [
  ['files', 'From files'],
  ['draw', 'Draw points'],
  ['kept', 'In this browser'],
] as const

interface Props {
  /** The node that is to draw from it; `null` makes a new one. */
  node: NodeId | null
  given: Given | null
  onClose(): void
}

export function OwnDataDialog({ node, given: first, onClose }: Props) {
  const document = useEditor((state) => state.history.document)
  const kept = useEditor((state) => state.ownData) ?? []
  const present = node === null ? null : ownReferenceOf(document, node)
  const wanted = present && !kept.some(({ sha256 }) => sha256 === present.sha256) ? present : null
  const [page, setPage] = useState<(typeof PAGES)[number][0]>('files')
  const [given, setGiven] = useState(first)
  const [options, setOptions] = useState(() => optionsFor(node))
  const tabs = useRef<HTMLDivElement>(null)

  const use = async (reference: OwnReference) => {
    await refreshOwnData()
    onClose()
    if (wanted && wanted.sha256 === reference.sha256) {
      editor.notify({
        tone: 'success',
        text: `${reference.own} is here: exactly the data that this design was made with.`,
      })
      return
    }
    if (node !== null) putOwnIn(editor, node, reference)
    else {
      const added = addOwnSource(editor, canvasFlow.flow(), reference, editor.canvas()?.centre() ?? { x: 0, y: 0 })
      if (added !== null) focusNode(added)
    }
  }

  return (
    <Modal
      title={wanted ? 'Give the data of this design' : 'Use your own data'}
      description={
        wanted
          ? `It was made with ${describeWanted(wanted)}.`
          : 'It stays in this browser. The design holds its name, its shape and its hash.'
      }
      onClose={onClose}
      width="wide"
    >
      <div ref={tabs} role="tablist" aria-label="Where from" className={styles.tabs}>
        {PAGES.map(([name, title], index) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={page === name}
            tabIndex={page === name ? 0 : -1}
            onClick={() => setPage(name)}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
              if (step === 0) return
              const next = (index + step + PAGES.length) % PAGES.length
              setPage(PAGES[next]![0])
              tabs.current?.querySelectorAll('button')[next]?.focus()
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" aria-label={PAGES.find(([name]) => name === page)![1]} className={styles.panel}>
        {page === 'files' && (
          <ImportPanel
            given={given}
            onGive={setGiven}
            options={options}
            onOptions={setOptions}
            wanted={wanted}
            node={node}
            onUse={(reference) => void use(reference)}
          />
        )}
        {page === 'draw' && (
          <DrawPad
            onTake={(drawn) => {
              setOptions({ ...options, standardise: false })
              setGiven(drawn)
              setPage('files')
            }}
          />
        )}
        {page === 'kept' && <KeptPanel onUse={(reference) => void use(reference)} />}
      </div>
    </Modal>
  )
}

/** As what the node gives now, so that the rest of the graph fits still. */
function optionsFor(node: NodeId | null): PrepareOptions {
  const shape = node === null ? undefined : editor.getState().compilation.nodes[node]?.outputs.image
  const [height, width, channels] = shape ?? []
  const side = SIDES.find((candidate) => candidate === height && candidate === width)
  return {
    ...DEFAULT_OPTIONS,
    ...(side && { side }),
    ...((channels === 1 || channels === 3) && { channels }),
  }
}
