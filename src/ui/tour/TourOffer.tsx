/** @file The offer of the tour at the foot of the palette, until it was taken or declined. It lies over nothing. */
import { Compass, X } from 'lucide-react'
import { useStore } from 'zustand'
import { Button } from '../components/Button'
import { editor, useEditor } from '../editor'
import { tourSteps } from './steps'
import styles from './Tour.module.css'
import { startTour, tour } from './tour'

export function TourOffer() {
  const done = useEditor((state) => state.preferences.tourDone)
  const taking = useStore(tour, ({ step }) => step !== null)
  if (done || taking) return null
  return (
    <aside className={styles.offer} aria-label="Tour">
      <Button
        label="Take the tour"
        icon={<Compass size={15} aria-hidden="true" />}
        tooltip={`New here? ${tourSteps.length} steps, about two minutes. Help has it later, too.`}
        onClick={startTour}
      />
      <button
        type="button"
        className={styles.close}
        aria-label="No tour, thanks"
        onClick={() => editor.setPreferences({ tourDone: true })}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </aside>
  )
}
