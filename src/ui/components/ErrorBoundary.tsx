/** @file Keeps a fault in one panel from taking the page, and the work on it, with it. */
import { Component, type ReactNode } from 'react'
import styles from './ErrorBoundary.module.css'

interface Props {
  /** What is missing now: "The canvas". */
  name: string
  children: ReactNode
}

export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <div className={styles.fault} role="alert">
        <p>
          <strong>{this.props.name} met a fault.</strong> Your graph is safe. Show it again, or reload the page if that
          does not help.
        </p>
        <code>{error.message}</code>
        <button type="button" onClick={() => this.setState({ error: null })}>
          Show it again
        </button>
      </div>
    )
  }
}
