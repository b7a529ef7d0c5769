/** @file What was left out, and why: reasons together, the first names of each. */
import type { LeftOut } from '../../data/own/gather'
import { countText } from '../../lib/quantities'
import styles from './OwnData.module.css'

const MOST_NAMES = 20

export function LeftOutList({ leftOut, count }: { leftOut: readonly LeftOut[]; count: number }) {
  if (count === 0) return null
  const byReason = new Map<string, string[]>()
  for (const { path, reason } of leftOut) byReason.set(reason, [...(byReason.get(reason) ?? []), path])
  return (
    <details className={styles.leftOut}>
      <summary>
        {countText(count)} {count === 1 ? 'file was' : 'files were'} left out
      </summary>
      <dl>
        {[...byReason].map(([reason, paths]) => (
          <div key={reason}>
            <dt>
              {paths.length > 1 && `${countText(paths.length)} × `}
              {reason}
            </dt>
            <dd>
              {paths.slice(0, MOST_NAMES).join(', ')}
              {paths.length > MOST_NAMES && ' …'}
            </dd>
          </div>
        ))}
      </dl>
      {leftOut.length < count && <p>The first {countText(leftOut.length)} are listed.</p>}
    </details>
  )
}
