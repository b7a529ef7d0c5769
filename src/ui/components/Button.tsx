/** @file Buttons: with a word, with an icon, or both; a tooltip says the shortcut. */
import { Tooltip } from '@base-ui/react/tooltip'
import type { ComponentProps, ReactNode } from 'react'
import styles from './Button.module.css'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Accessible name. Shown as the tooltip too when nothing else is. */
  label: string
  icon?: ReactNode
  /** Shows the label beside the icon: always, or only where the window is wide. */
  text?: 'always' | 'wide' | 'never'
  look?: 'plain' | 'outlined' | 'primary' | 'danger'
  /** Shown in place of the label, of which it is a part: the word alone where the label says of what. */
  caption?: string
  /** In the tooltip, behind the label. */
  shortcut?: string | undefined
  tooltip?: string
}

export function Button({
  label,
  icon,
  text = 'always',
  look = 'plain',
  caption = label,
  shortcut,
  tooltip,
  className,
  disabled,
  ...rest
}: ButtonProps) {
  const button = (
    <button
      type="button"
      aria-label={label}
      className={[styles.button, styles[look], text === 'never' && styles.square, className].filter(Boolean).join(' ')}
      disabled={disabled}
      {...rest}
    >
      {icon}
      {text !== 'never' && <span className={text === 'wide' ? styles.wide : undefined}>{caption}</span>}
    </button>
  )
  if (text === 'always' && !shortcut && !tooltip) return button
  return (
    <Hint text={tooltip ?? label} shortcut={shortcut}>
      {button}
    </Hint>
  )
}

/** A tooltip around one focusable element. It repeats or adds; nothing is only in it. */
export function Hint({
  text,
  shortcut,
  children,
}: {
  text: string
  shortcut?: string | undefined
  children: React.ReactElement
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} data-explanation={text} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className={styles.positioner}>
          <Tooltip.Popup className={styles.tooltip}>
            {text}
            {shortcut && <kbd className={styles.key}>{shortcut}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
