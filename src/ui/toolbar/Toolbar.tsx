/** @file The bar at the top: the document at the left, the run in the middle, the machine at the right. */
import { Menu } from '@base-ui/react/menu'
import {
  Check,
  Cpu,
  FolderOpen,
  LayoutTemplate,
  Monitor,
  Moon,
  Pause,
  Play,
  Redo2,
  RotateCcw,
  Save,
  Share2,
  StepForward,
  Sun,
  Undo2,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { commandNamed } from '../../editor/commands'
import { isEnabled } from '../../editor/commands/command'
import { THEMES, type Theme } from '../../editor/keeping/preferences'
import { renameDocument } from '../../graph/edits'
import { BACKENDS, type BackendChoice } from '../../train/protocol'
import { Button } from '../components/Button'
import { editor, useEditor } from '../editor'
import { runCommand, shortcutOf } from '../run-command'
import { HelpMenu } from './HelpMenu'
import { Status } from './Status'
import styles from './Toolbar.module.css'
import { Wordmark } from './Wordmark'

const ICON = { size: 16, strokeWidth: 1.85, 'aria-hidden': true } as const

export function Toolbar() {
  return (
    <header className={styles.toolbar}>
      <div className={styles.side}>
        <Wordmark />
        <DocumentName />
        <span className={styles.pair}>
          <UndoRedo name="undo" label="Undo" icon={<Undo2 {...ICON} />} />
          <UndoRedo name="redo" label="Redo" icon={<Redo2 {...ICON} />} />
        </span>
        <span className={styles.rule} />
        <span className={styles.pair}>
          <Button label="Templates" icon={<LayoutTemplate {...ICON} />} onClick={() => runCommand('templates')} />
          <Button
            label="Open"
            text="wide"
            icon={<FolderOpen {...ICON} />}
            shortcut={shortcutOf('open')}
            onClick={() => runCommand('open')}
          />
          <Button
            label="Save"
            text="wide"
            icon={<Save {...ICON} />}
            shortcut={shortcutOf('save')}
            onClick={() => runCommand('save')}
          />
          <Button label="Share" text="wide" icon={<Share2 {...ICON} />} onClick={() => runCommand('share')} />
        </span>
      </div>
      <RunControls />
      <div className={`${styles.side} ${styles.end}`}>
        <BackendMenu />
        <ThemeMenu />
        <HelpMenu />
      </div>
    </header>
  )
}

function DocumentName() {
  const name = useEditor((state) => state.history.document.name)
  const dirty = useEditor((state) => state.dirty)
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    const next = draft?.trim()
    if (next && next !== name) editor.edit('Rename the graph', (target) => renameDocument(target, { name: next }))
    setDraft(null)
  }
  return (
    <span className={styles.name}>
      <input
        aria-label="Name of the graph"
        value={draft ?? name}
        maxLength={200}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') setDraft(null)
        }}
      />
      {dirty && (
        <span className={styles.dirty} title="Edited since it was saved to a file. Your browser keeps a copy." />
      )}
    </span>
  )
}

function UndoRedo({ name, label, icon }: { name: 'undo' | 'redo'; label: string; icon: ReactNode }) {
  const enabled = useEditor((state) => isEnabled(commandNamed(name), state))
  const step = useEditor((state) => (name === 'undo' ? state.history.done : state.history.undone).at(-1)?.label)
  return (
    <Button
      label={label}
      text="never"
      icon={icon}
      disabled={!enabled}
      tooltip={step ? `${label}: ${step}` : label}
      shortcut={shortcutOf(name)}
      onClick={() => runCommand(name)}
    />
  )
}

function RunControls() {
  const training = useEditor((state) => isEnabled(commandNamed('pause'), state))
  const mayStep = useEditor((state) => isEnabled(commandNamed('step'), state))
  const mayReset = useEditor((state) => isEnabled(commandNamed('reset'), state))
  return (
    <div className={styles.run}>
      <Button
        label={training ? 'Pause' : 'Train'}
        look="primary"
        className={styles.train}
        icon={training ? <Pause {...ICON} fill="currentColor" /> : <Play {...ICON} fill="currentColor" />}
        shortcut={shortcutOf('train-or-pause')}
        onClick={() => runCommand('train-or-pause')}
      />
      <Button
        label="Step"
        icon={<StepForward {...ICON} />}
        disabled={!mayStep}
        tooltip="One step, then pause"
        shortcut={shortcutOf('step')}
        onClick={() => runCommand('step')}
      />
      <Button
        label="Reset"
        icon={<RotateCcw {...ICON} />}
        disabled={!mayReset}
        tooltip="End the run and forget its weights"
        onClick={() => runCommand('reset')}
      />
      <Status />
    </div>
  )
}

const BACKEND_TITLES: Record<BackendChoice, { title: string; note: string }> = {
  auto: { title: 'Automatic', note: 'the fastest that this machine has' },
  webgpu: { title: 'WebGPU', note: 'on the graphics card' },
  webgl: { title: 'WebGL', note: 'on the graphics card, where there is no WebGPU' },
  wasm: { title: 'WebAssembly', note: 'on the processor, all cores' },
  cpu: { title: 'JavaScript', note: 'slow, works everywhere' },
}

function BackendMenu() {
  const choice = useEditor((state) => state.preferences.backendChoice)
  const actual = useEditor((state) => ('backend' in state.run ? state.run.backend?.name : undefined))
  const status = useEditor((state) => state.run.status)
  const running = actual && BACKEND_TITLES[actual].title
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.menuButton} aria-label={`Backend: ${BACKEND_TITLES[choice].title}`}>
        <Cpu {...ICON} />
        <span>{running ?? BACKEND_TITLES[choice].title}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className={styles.positioner}>
          <Menu.Popup className={styles.menu}>
            <Menu.RadioGroup
              value={choice}
              onValueChange={(value: BackendChoice) => editor.setPreferences({ backendChoice: value })}
            >
              {BACKENDS.map((backend) => (
                <Menu.RadioItem key={backend} value={backend} className={styles.menuItem} closeOnClick>
                  <Menu.RadioItemIndicator keepMounted className={styles.indicator}>
                    <Check size={14} aria-hidden="true" />
                  </Menu.RadioItemIndicator>
                  <span>
                    {BACKEND_TITLES[backend].title}
                    <small>{BACKEND_TITLES[backend].note}</small>
                  </span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            {status !== 'idle' && <p className={styles.menuNote}>Takes effect at the next Reset and Train.</p>}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const THEME_ICONS: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon }
const THEME_TITLES: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' }

function ThemeMenu() {
  const theme = useEditor((state) => state.preferences.theme)
  const Icon = THEME_ICONS[theme]
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.menuButton} aria-label={`Theme: ${THEME_TITLES[theme]}`}>
        <Icon {...ICON} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className={styles.positioner}>
          <Menu.Popup className={styles.menu}>
            <Menu.RadioGroup value={theme} onValueChange={(value: Theme) => editor.setPreferences({ theme: value })}>
              {THEMES.map((value) => (
                <Menu.RadioItem key={value} value={value} className={styles.menuItem} closeOnClick>
                  <Menu.RadioItemIndicator keepMounted className={styles.indicator}>
                    <Check size={14} aria-hidden="true" />
                  </Menu.RadioItemIndicator>
                  <span>{THEME_TITLES[value]}</span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
