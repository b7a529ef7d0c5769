/** @file What can be exported, at the left, and how, at the right. Made from the registry of exporters, and the figures of the run. */
import { Tabs } from '@base-ui/react/tabs'
import { type ReactNode, type RefObject, useEffect, useId, useState } from 'react'
import { exporters } from '../../../export'
import { DEFAULT_SETTINGS, DesignExport, type ExportSettings } from './DesignExport'
import styles from './Export.module.css'
import { MetricsExport } from './MetricsExport'
import { useRunWeights } from './run-weights'

interface Choice {
  name: string
  label: string
  about: string
  pane: ReactNode
}

interface ExportChoicesProps {
  /** Has the focus at first. */
  first: RefObject<HTMLElement | null>
}

export function ExportChoices({ first }: ExportChoicesProps) {
  const weights = useRunWeights()
  const [settings, setSettings] = useState<ExportSettings>(DEFAULT_SETTINGS)
  // When the exporters had to be loaded, the dialog has given the focus to its Close button meanwhile.
  useEffect(() => {
    // A dialog that this one takes the place of gives the focus back in the next frame.
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => first.current?.focus())
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [first])
  const choices: Choice[] = exporters.map((exporter) => ({
    name: exporter.name,
    label: exporter.label,
    about: exporter.describe(),
    pane: <DesignExport exporter={exporter} run={weights} settings={settings} onChange={setSettings} />,
  }))
  choices.push({
    name: 'metrics',
    label: 'Figures of the run (CSV)',
    about: 'Losses and metrics of the present run as a table with a row for each step, for spreadsheets and plots.',
    pane: <MetricsExport />,
  })
  return (
    <Tabs.Root className={styles.export} orientation="vertical" defaultValue={choices[0]?.name}>
      <Tabs.List className={styles.choices} aria-label="What to export" activateOnFocus>
        {choices.map(({ name, label, about }, index) => (
          <ChoiceTab key={name} name={name} label={label} about={about} tab={index === 0 ? first : null} />
        ))}
      </Tabs.List>
      {choices.map(({ name, pane }) => (
        <Tabs.Panel key={name} value={name} className={styles.pane} tabIndex={-1}>
          {pane}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}

interface ChoiceTabProps extends Omit<Choice, 'pane'> {
  tab: RefObject<HTMLElement | null> | null
}

function ChoiceTab({ name, label, about, tab }: ChoiceTabProps) {
  const id = useId()
  return (
    <Tabs.Tab
      ref={tab}
      value={name}
      className={styles.choice}
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-about`}
    >
      <span id={`${id}-label`} className={styles.label}>
        {label}
      </span>
      <span id={`${id}-about`} className={styles.about}>
        {about}
      </span>
    </Tabs.Tab>
  )
}
