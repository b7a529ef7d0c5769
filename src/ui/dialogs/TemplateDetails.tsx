/** @file One template of the gallery: what it is, what came out of it, how long that took and on what. */
import { useMemo } from 'react'
import { compile } from '../../compile/compile'
import { openTemplate } from '../../editor/choosing/open-template'
import { levelOf } from '../../editor/choosing/template-groups'
import { findTemplate, headline, type TemplateHead } from '../../editor/choosing/templates'
import { metricText } from '../../metrics/text'
import { Button } from '../components/Button'
import { editor } from '../editor'
import { countText, roughDurationText } from '../format'
import { GraphThumbnail } from './GraphThumbnail'
import styles from './Templates.module.css'

export function TemplateDetails({ head: { name, title, description, nodes, wires, trained } }: { head: TemplateHead }) {
  const document = findTemplate(name)?.document
  const parameters = useMemo(
    () =>
      document === undefined
        ? 0
        : Object.values(compile(document).networks).reduce((sum, network) => sum + network.parameters, 0),
    [document],
  )
  const level = levelOf(name)
  const figures = trained?.figures
  const best = figures && headline(figures)
  const samples = best && figures.metricDetails[best.name]?.samples
  return (
    <div className={styles.details}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be scrolled by keys as well */}
      <section className={styles.about} tabIndex={0} aria-label={`About ${title}`}>
        <div className={styles.large}>
          {trained && <img src={trained.pictureUrl} alt={`Samples of ${title} after training`} />}
          {document && <GraphThumbnail documentOf={() => document} />}
        </div>
        <h3>{title}</h3>
        {level && (
          <span className={styles.level} data-level={level}>
            {level}
          </span>
        )}
        {description
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line) => (
            <p key={line}>{line}</p>
          ))}
        <dl className={styles.facts}>
          {best && <Fact name={best.title}>{metricText(best.name, best.value)}</Fact>}
          {samples && <Fact name="Judged by">{countText(samples)} samples</Fact>}
          {figures && (
            <>
              <Fact name="Reached in">{roughDurationText(figures.seconds * 1000)}</Fact>
              <Fact name="Steps">{countText(figures.steps)}</Fact>
            </>
          )}
          <Fact name="Nodes, wires">
            {nodes}, {wires}
          </Fact>
          <Fact name="Parameters">{countText(parameters)}</Fact>
        </dl>
        <p className={styles.machine}>
          {figures
            ? `Trained on ${figures.machine} (${figures.backend}), with seed ${figures.seed}. A graphics card is faster, and the first pictures come long before.`
            : 'It has not been timed yet.'}
        </p>
      </section>
      <Button
        label={`Open ${title}`}
        look="primary"
        className={styles.open}
        onClick={() => openTemplate(editor, name)}
      />
    </div>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
