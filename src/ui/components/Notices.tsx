/** @file Short messages at the lower edge of the canvas, and the words that only screen readers get. */
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { useEffect } from 'react'
import type { Notice } from '../../editor/state'
import { editor, useEditor } from '../editor'
import styles from './Notices.module.css'

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, error: CircleAlert }

/** Time to read a message, by its length. One with an action stays longer. */
const readingMs = ({ text, action }: Notice): number => Math.max(4000, text.length * 75) * (action ? 2 : 1)

export function Notices() {
  const notices = useEditor((state) => state.notices)
  const announcement = useEditor((state) => state.announcement)
  return (
    <>
      <div className={styles.list}>
        {notices.map((notice) => (
          <NoticeView key={notice.id} notice={notice} />
        ))}
      </div>
      <div className="visually-hidden" aria-live="polite" aria-atomic="true" data-testid="announcements">
        <span key={announcement.serial}>{announcement.text}</span>
      </div>
    </>
  )
}

/** An action with more letters than this stands under the text. */
const LONG_LABEL = 24

function NoticeView({ notice }: { notice: Notice }) {
  const { id, tone, text, action } = notice
  useEffect(() => {
    if (notice.lasting) return
    const timer = setTimeout(() => editor.dismissNotice(id), readingMs(notice))
    return () => clearTimeout(timer)
  }, [id, notice])
  const Icon = ICONS[tone]
  return (
    <div
      className={`${styles.notice} ${styles[tone]}`}
      data-long={(action && action.label.length > LONG_LABEL) || undefined}
    >
      <Icon size={16} aria-hidden="true" className={styles.icon} />
      <span className={styles.text}>{text}</span>
      {action && (
        <button
          type="button"
          className={styles.action}
          onClick={() => {
            editor.dismissNotice(id)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className={styles.dismiss} aria-label="Dismiss" onClick={() => editor.dismissNotice(id)}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  )
}
