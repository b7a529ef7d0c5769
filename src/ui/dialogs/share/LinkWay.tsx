/** @file Sharing by link: the design itself, packed into the address. */
import { Link } from 'lucide-react'
import { useEffect, useState } from 'react'
import { linkOf, linkProblem } from '../../../sharing/link'
import { editor, useEditor } from '../../editor'
import { siteUrl } from '../../shared-link'
import { CopyButton } from './CopyButton'
import styles from './Share.module.css'
import { Way } from './Way'

/** Others cannot reach these: they name whatever machine one sits at. */
const isOwnMachine = () => ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)

export function LinkWay() {
  const document = useEditor((state) => state.history.document)
  const [link, setLink] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    void linkOf(document, siteUrl()).then((made) => current && setLink(made))
    return () => {
      current = false
    }
  }, [document])

  const problem = link === null ? null : linkProblem(link)
  return (
    <Way
      icon={<Link size={16} />}
      title="Link"
      about="Opens the design in a browser. It is packed into the link itself: no server keeps it, and it never runs out."
    >
      {problem && !problem.ok ? (
        <p className={styles.warning}>{problem.problem}</p>
      ) : (
        <>
          <div className={styles.row}>
            <input
              className={styles.link}
              type="text"
              readOnly
              aria-label="Link to this design"
              aria-busy={link === null}
              value={link ?? 'Packing …'}
              onFocus={(event) => event.target.select()}
            />
            <CopyButton
              label="Copy link"
              disabled={link === null}
              text={link ?? ''}
              onCopied={() => editor.announce('Copied the link.')}
            />
          </div>
          <p className={styles.note}>
            {problem?.value ?? 'Short enough for every chat.'}
            {isOwnMachine() &&
              ' This page runs on your own machine, so the link opens only where Ganvas runs at this address.'}
          </p>
        </>
      )}
    </Way>
  )
}
