/** @file Whether pointing explains instead of acting. Outside of React, so that a command can turn it on. */
import { createStore } from 'zustand/vanilla'

export const whatIsThis = createStore<{ on: boolean }>(() => ({ on: false }))

export const toggleWhatIsThis = (): void => whatIsThis.setState(({ on }) => ({ on: !on }))

export const leaveWhatIsThis = (): void => whatIsThis.setState({ on: false })
