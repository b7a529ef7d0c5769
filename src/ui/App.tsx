/** @file The page: a bar, three columns, and below them what is wrong and how it trains. */
import { Tooltip } from '@base-ui/react/tooltip'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import styles from './App.module.css'
import { Canvas } from './canvas/Canvas'
import { useClipboard } from './clipboard'
import { Button } from './components/Button'
import { Divider } from './components/Divider'
import { ErrorBoundary } from './components/ErrorBoundary'
import { Notices } from './components/Notices'
import { Panel } from './components/Panel'
import { DropZone } from './DropZone'
import { Dialogs } from './dialogs/Dialogs'
import { editor, useEditor } from './editor'
import { WhatIsThis } from './help/WhatIsThis'
import { Inspector } from './inspector/Inspector'
import { refreshOwnData } from './own-data/kept'
import { Palette } from './palette/Palette'
import { ProblemCounts, Problems } from './problems/Problems'
import { useShortcuts } from './run-command'
import { useKeptRuns } from './runs'
import { useSharedLink } from './shared-link'
import { useTheme } from './theme'
import { Toolbar } from './toolbar/Toolbar'
import { Tour } from './tour/Tour'
import { HeatToggle } from './training/HeatToggle'
import { RunsButton } from './training/RunsButton'
import { type ChartSettings, ChartToggles, Training } from './training/Training'
import { useLayout } from './use-layout'

export function App() {
  useTheme(useEditor((state) => state.preferences.theme))
  useShortcuts()
  useClipboard()
  useSharedLink()
  useKeptRuns()
  useDocumentTitle()
  useOwnDataKept()
  const [layout, change] = useLayout()
  const request = useEditor((state) => state.problemsRequest)
  const [settings, setSettings] = useState<ChartSettings>({ smooth: true, logarithmic: false })

  // biome-ignore lint/correctness/useExhaustiveDependencies: opens on request, and only then
  useEffect(() => {
    if (request > 0) change({ bottomOpen: true })
  }, [request])

  return (
    <Tooltip.Provider delay={500}>
      <div
        className={styles.page}
        style={{
          gridTemplateColumns: `${layout.paletteWidth}px 1px minmax(0, 1fr) 1px ${layout.inspectorWidth}px`,
          gridTemplateRows: `48px minmax(0, 1fr) 1px ${layout.bottomOpen ? layout.bottomHeight : 36}px`,
        }}
      >
        <div className={styles.toolbar}>
          <ErrorBoundary name="The toolbar" place="floating">
            <Toolbar />
          </ErrorBoundary>
        </div>
        <main className={styles.main}>
          <Panel name="Palette" className={styles.palette}>
            <Palette />
          </Panel>
          <div className={styles.paletteEdge}>
            <Divider
              label="Width of the palette"
              orientation="vertical"
              size={layout.paletteWidth}
              minimum={140}
              maximum={400}
              direction={1}
              onResize={(paletteWidth) => change({ paletteWidth })}
            />
          </div>
          <div className={styles.canvas}>
            <section aria-label="Canvas" className={styles.canvasRegion}>
              <ErrorBoundary name="The canvas">
                <Canvas />
              </ErrorBoundary>
            </section>
            <ErrorBoundary name="The list of messages">
              <Notices />
            </ErrorBoundary>
          </div>
          <div className={styles.inspectorEdge}>
            <Divider
              label="Width of the inspector"
              orientation="vertical"
              size={layout.inspectorWidth}
              minimum={220}
              maximum={560}
              direction={-1}
              onResize={(inspectorWidth) => change({ inspectorWidth })}
            />
          </div>
          <Panel name="Inspector" className={styles.inspector}>
            <Inspector />
          </Panel>
          <div className={styles.bottomEdge}>
            <Divider
              label="Height of Problems and Training"
              orientation="horizontal"
              size={layout.bottomHeight}
              minimum={120}
              maximum={Math.max(160, Math.min(700, innerHeight - 260))}
              direction={-1}
              onResize={(bottomHeight) => change({ bottomHeight, bottomOpen: true })}
              onDoubleClick={() => change({ bottomOpen: !layout.bottomOpen })}
            />
          </div>
          <div
            className={styles.bottom}
            data-open={layout.bottomOpen}
            style={{
              gridTemplateColumns: `minmax(0, ${layout.problemsShare}fr) 1px minmax(0, ${1 - layout.problemsShare}fr)`,
            }}
          >
            <Panel name="Problems" note={<ProblemCounts />} className={styles.problems}>
              <Problems />
            </Panel>
            <div className={styles.rule} />
            <Panel
              name="Training"
              actions={
                <>
                  <RunsButton />
                  <HeatToggle />
                  {layout.bottomOpen && <ChartToggles settings={settings} onChange={setSettings} />}
                  <Button
                    label={layout.bottomOpen ? 'Close Problems and Training' : 'Show Problems and Training'}
                    text="never"
                    aria-expanded={layout.bottomOpen}
                    icon={layout.bottomOpen ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
                    onClick={() => change({ bottomOpen: !layout.bottomOpen })}
                  />
                </>
              }
            >
              <Training settings={settings} />
            </Panel>
          </div>
        </main>
      </div>
      <ErrorBoundary name="The dialog" place="floating" onRetry={() => editor.closeDialog()}>
        <Dialogs />
      </ErrorBoundary>
      <ErrorBoundary name="Help" place="floating">
        <Tour />
        <WhatIsThis />
      </ErrorBoundary>
      <ErrorBoundary name="Dropping files" place="floating">
        <DropZone />
      </ErrorBoundary>
    </Tooltip.Provider>
  )
}

function useDocumentTitle(): void {
  const name = useEditor((state) => state.history.document.name)
  const training = useEditor((state) => state.run.status === 'running')
  useEffect(() => {
    document.title = `${training ? '▶ ' : ''}${name} – Ganvas`
  }, [name, training])
}

/** What the browser keeps may change in another tab. */
function useOwnDataKept(): void {
  useEffect(() => {
    const look = () => void refreshOwnData()
    look()
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [])
}
