/** @file The document itself: its name, how it is trained, what it comes to. Shown when nothing is selected. */
import { useId, useState } from 'react'
import type { Training } from '../../graph/document'
import { renameDocument, setTraining } from '../../graph/edits'
import { explainIssues } from '../../graph/errors'
import { trainingSchema } from '../../graph/schema'
import type { Field as FieldSpec } from '../../lib/fields'
import { Button } from '../components/Button'
import { editor, useEditor } from '../editor'
import { bytesText, countText, flopsText } from '../format'
import { Field } from './Field'
import styles from './Inspector.module.css'
import { namesOf, titleOf } from './NodeInspector'
import { Diagnostics, Facts, Section } from './parts'
import { TextInput } from './TextInput'

const field = (
  key: keyof Training,
  title: string,
  description: string,
  control: FieldSpec['control'],
): FieldSpec & { key: keyof Training } => ({
  key,
  title,
  description,
  control,
  nullable: false,
  initial: undefined,
  advanced: false,
})

const TRAINING_FIELDS = [
  field('batchSize', 'Batch size', 'Samples in every draw.', { type: 'integer', minimum: 1 }),
  field('steps', 'Steps', 'How long to train: one step updates every network.', { type: 'integer', minimum: 1 }),
  field('seed', 'Seed', 'The same seed on the same backend gives the same run.', { type: 'integer', minimum: 0 }),
  field(
    'reuseDraw',
    'Reuse draw',
    'Generators learn from the batch that the critic saw last, as the usual loop does. Off: from a new one.',
    { type: 'boolean' },
  ),
]

function changeTraining(key: keyof Training, title: string, value: unknown): string | null {
  const wanted = { ...editor.document().training, [key]: value }
  const parsed = trainingSchema.safeParse(wanted)
  if (!parsed.success) return explainIssues(trainingSchema, wanted, parsed.error.issues)[0]!.message
  editor.edit(`Set ${title.toLowerCase()}`, (draft) => setTraining(draft, { [key]: value }), `training ${key}`)
  return null
}

export function DocumentInspector() {
  const document = useEditor((state) => state.history.document)
  const compilation = useEditor((state) => state.compilation)
  const networks = Object.values(compilation.networks)
  const total = (key: 'parameters' | 'trainable') => networks.reduce((sum, network) => sum + network[key], 0)
  const objectives = Object.entries(compilation.objectives)
  return (
    <div className={styles.inspector}>
      <h3 className="visually-hidden">The graph</h3>
      <DocumentNames />
      {/* An empty canvas invites, and Problems says what is missing: that is enough. */}
      {Object.keys(document.nodes).length > 0 && (
        <Diagnostics diagnostics={compilation.diagnostics.filter(({ node }) => node === undefined)} />
      )}
      <Section title="Training settings">
        <div className={styles.form}>
          {TRAINING_FIELDS.map((spec) => (
            <Field
              key={spec.key}
              field={spec}
              value={document.training[spec.key]}
              onChange={(value) => changeTraining(spec.key, spec.title, value)}
            />
          ))}
        </div>
      </Section>
      <Section
        title="Totals"
        actions={<Button label="Summary" onClick={() => editor.openDialog({ kind: 'summary', network: null })} />}
      >
        <Facts
          facts={[
            ['Parameters', countText(total('parameters'))],
            ['of them trainable', countText(total('trainable'))],
            // Of a graph with errors nobody knows them.
            ['Work in one step', compilation.plan ? flopsText(compilation.flopsPerStep) : '–'],
            ['Memory: weights', bytesText(compilation.bytes.weights)],
            ['Memory: activations', compilation.plan ? bytesText(compilation.bytes.activations) : '–'],
          ]}
        />
      </Section>
      {objectives.length > 0 && (
        <Section title="Objectives">
          <ul className={styles.objectives}>
            {objectives.map(([id, { critics, players }]) => (
              <li key={id}>
                <button type="button" onClick={() => editor.reveal(id)}>
                  {document.nodes[id] ? titleOf(document.nodes[id]) : id} <code>{id}</code>
                </button>
                <p>
                  {critics.length > 0 ? (
                    <>
                      {namesOf(document, critics)} against {namesOf(document, players)}
                    </>
                  ) : (
                    <>trains {namesOf(document, players)}</>
                  )}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}

function DocumentNames() {
  const name = useEditor((state) => state.history.document.name)
  const description = useEditor((state) => state.history.document.description)
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <div className={styles.form}>
      <TextInput
        value={name}
        onChange={(next) => {
          if (!next?.trim()) return 'A name is expected here.'
          editor.edit('Rename the graph', (target) => renameDocument(target, { name: next.trim() }))
          return null
        }}
        onProblem={() => {}}
        maximumLength={200}
        label="Name"
        id={`${id}-name`}
        describedBy={undefined}
        invalid={false}
      />
      <textarea
        className={styles.description}
        aria-label="Description"
        placeholder="Describe it in a few words"
        rows={3}
        value={draft ?? description}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => {
          if (draft !== null && draft !== description)
            editor.edit('Describe the graph', (target) => renameDocument(target, { description: draft }))
          setDraft(null)
        }}
      />
    </div>
  )
}
