/** @file The offer of the tour at the foot of the palette, until it was taken or declined. It lies over nothing. */
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
      <p>
        <strong>New here?</strong> A tour of {tourSteps.length} steps, about two minutes.
      </p>
      <div className={styles.buttons}>
        <Button label="Take the tour" look="outlined" onClick={startTour} />
        <Button label="No, thanks" onClick={() => editor.setPreferences({ tourDone: true })} />
      </div>
    </aside>
  )
}
