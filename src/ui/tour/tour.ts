/** @file Where somebody is in the tour. Outside of React, so that commands can start it; that it was taken is a preference. */
import { createStore } from 'zustand/vanilla'
import { openTemplate } from '../../editor/choosing/open-template'
import { FIRST_TEMPLATE } from '../../editor/choosing/templates'
import type { EditorState } from '../../editor/state'
import { editor } from '../editor'
import { tourSteps } from './steps'

interface TourState {
  /** From 0; `null` while no tour is taken. */
  step: number | null
  /** The editor when the step began: acts are told by what has changed since. */
  begun: EditorState | null
}

export const tour = createStore<TourState>(() => ({ step: null, begun: null }))

/** The tour needs a graph that trains. What is on the canvas stays, if it is one; else it goes to the recent work. */
export function startTour(): void {
  const { compilation, history } = editor.getState()
  const trains = Object.keys(compilation.objectives).length > 0
  if (!trains || compilation.diagnostics.some(({ severity }) => severity === 'error')) {
    const kept = Object.keys(history.document.nodes).length > 0
    openTemplate(editor, FIRST_TEMPLATE)
    if (kept) editor.notify({ tone: 'info', text: 'Your graph is kept: Templates has it under Recent.' })
  }
  goTo(0)
}

function goTo(step: number): void {
  tour.setState({ step, begun: editor.getState() })
}

/** The next step; after the last the tour is over. */
export function nextStep(): void {
  const { step } = tour.getState()
  if (step === null) return
  if (step + 1 < tourSteps.length) goTo(step + 1)
  else leaveTour()
}

export function previousStep(): void {
  const { step } = tour.getState()
  if (step !== null && step > 0) goTo(step - 1)
}

/** It is not offered again, and Help has it whenever it is wanted. */
export function leaveTour(): void {
  tour.setState({ step: null, begun: null })
  editor.setPreferences({ tourDone: true })
}
