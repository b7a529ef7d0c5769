/** @file The device that trains: opened when a run needs it, kept for the next one, and watched, because it can be lost at any moment. */
import type { BackendChoice } from '../protocol'
import { NonFiniteLoss } from './loss-log'
import { Judge } from './metrics'
import { type OpenedBackend, RunFailure, textOf } from './run'
import type { SessionHost } from './session-host'

/** So long a device gets to say that it is lost, when something on it went wrong: the GPU's process may be busy, or starting again. */
const SAYS_SO_WITHIN_MS = 3000

export class Device {
  private opened: { choice: BackendChoice; backend: OpenedBackend; judge: Judge } | null = null
  /** How often a device was lost that was open. */
  losses = 0
  /** Why it was lost last, as the start of a sentence in small letters. */
  lossReason = ''

  constructor(
    private readonly host: Pick<SessionHost, 'openBackend' | 'files' | 'nowMs' | 'yieldToMessages'>,
    /** Called at once; what waits for numbers from the device gets errors from now on. */
    private readonly onLoss: (backend: OpenedBackend) => void,
  ) {}

  /** Of the open device: what it has measured lies there. */
  get judge(): Judge | null {
    return this.opened?.judge ?? null
  }

  isOpen(backend: OpenedBackend): boolean {
    return this.opened?.backend === backend
  }

  /** The device of this choice: the one that is open, or a new one in its place. Throws a `RunFailure` when there is none. */
  async open(choice: BackendChoice): Promise<OpenedBackend> {
    if (this.opened?.choice === choice) return this.opened.backend
    this.letGo()
    let backend: OpenedBackend
    try {
      backend = await this.host.openBackend(choice)
    } catch (error) {
      throw new RunFailure('backend', textOf(error))
    }
    this.opened = { choice, backend, judge: new Judge(backend.tf, this.host.files) }
    void backend.lost?.then((reason) => {
      if (!this.isOpen(backend)) return
      this.letGo()
      this.losses++
      this.lossReason = reason
      this.onLoss(backend)
    })
    return backend
  }

  /** Whether this is what comes of a device that was lost since there were so many losses; waits a moment to be told. */
  async explains(error: unknown, losses: number): Promise<boolean> {
    const { nowMs, yieldToMessages } = this.host
    if (error instanceof RunFailure) return false
    // Such a loss was read back, so there is a device.
    if (error instanceof NonFiniteLoss) return this.losses > losses
    const untilMs = nowMs() + SAYS_SO_WITHIN_MS
    while (this.losses === losses && this.opened?.backend.lost && nowMs() < untilMs) await yieldToMessages()
    return this.losses > losses
  }

  private letGo() {
    this.opened?.judge.dispose()
    this.opened = null
  }
}
