/** @file The link that the page was opened with, or that was put into the address later. */
import { useEffect } from 'react'
import { openLink } from '../editor/keeping/opening'
import { findLink } from '../sharing/link'
import { editor } from './editor'

/** Opens the design in the address. The address is then cleared, so that a reload brings the work on it and not the design again. */
export function useSharedLink(): void {
  useEffect(() => {
    const open = () => {
      const link = findLink(location.hash)
      if (link === null) return
      history.replaceState(history.state, '', location.pathname + location.search)
      void openLink(editor, link)
    }
    open()
    addEventListener('hashchange', open)
    return () => removeEventListener('hashchange', open)
  }, [])
}

/** The address of the page without a design in it. */
export const siteUrl = (): string => location.origin + location.pathname
