/** @file The page's entry. */
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/inter/wght.css'
import './ui/theme.css'
import './ui/global.css'
import { App } from './ui/App'
import { editor } from './ui/editor'
import { startServiceWorker } from './ui/site'
import { resolveTheme } from './ui/theme'

// Before the first paint, so that the page does not flash in the wrong theme.
document.documentElement.dataset.theme = resolveTheme(editor.getState().preferences.theme)

createRoot(document.getElementById('root')!).render(<App />)

void startServiceWorker()
