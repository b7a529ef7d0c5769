/** @file Keeps a fault in one part of the page from taking the rest, and the work on it, with it. */
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Button } from './Button'
import styles from './ErrorBoundary.module.css'

interface Props {
  /** What is missing now: "The canvas". */
  name: string
  /** Where the words stand: in the part's own place, or over the page where it has none. */
  place?: 'inside' | 'floating'
  /** Before the part is tried again: whatever may have led to the fault is to be cleared away. */
  onRetry?(): void
  children: ReactNode
}

interface State {
  error: Error | null
  /** The components around the fault, for whoever mends it. */
  components: string
  copied: boolean
}

const WHOLE: State = { error: null, components: '', copied: false }

export class ErrorBoundary extends Component<Props, State> {
  override state = WHOLE

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(_error: Error, { componentStack }: ErrorInfo): void {
    this.setState({ components: componentStack ?? '' })
  }

  private readonly tryAgain = () => {
    this.props.onRetry?.()
    this.setState(WHOLE)
  }

  private readonly copy = async () => {
    const { error, components } = this.state
    const text = `${this.props.name}: ${error?.stack ?? error?.message}\n${components}\n${navigator.userAgent}`
    // Where the clipboard is forbidden the message is still on the page to be marked.
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    this.setState({ copied })
  }

  override render() {
    const { error, copied } = this.state
    if (!error) return this.props.children
    return (
      <div className={styles.fault} data-place={this.props.place ?? 'inside'} role="alert">
        <p>
          <strong>{this.props.name} met a fault.</strong> Your graph is safe and everything else works. Try again, or
          reload the page if that does not help.
        </p>
        <code>{error.message}</code>
        <div className={styles.ways}>
          <Button label="Try again" look="outlined" onClick={this.tryAgain} />
          <Button label={copied ? 'Copied' : 'Copy the error'} look="outlined" onClick={this.copy} />
        </div>
      </div>
    )
  }
}
