/** @file The dialog that the editor asks for, if any. */
import { findKind } from '../../graph/kinds'
import { editor, useEditor } from '../editor'
import { AboutDialog } from '../help/AboutDialog'
import { KindDialog } from '../help/KindDialog'
import { OwnDataDialog } from '../own-data/OwnDataDialog'
import { PlayDialog } from '../play/PlayDialog'
import { SheetDialog } from '../play/SheetDialog'
import { BlockDialog } from './BlockDialog'
import { CommandPalette } from './CommandPalette'
import { ExportDialog } from './export/ExportDialog'
import { LoadFailedDialog } from './LoadFailedDialog'
import { LoadWeightsDialog } from './LoadWeightsDialog'
import { RunsDialog } from './runs/RunsDialog'
import { ShortcutsDialog } from './ShortcutsDialog'
import { SummaryDialog } from './SummaryDialog'
import { ShareDialog } from './share/ShareDialog'
import { TemplatesDialog } from './TemplatesDialog'
import { WeightsLoadedDialog } from './WeightsLoadedDialog'

export function Dialogs() {
  const dialog = useEditor((state) => state.dialog)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'templates':
      return <TemplatesDialog onClose={editor.closeDialog} />
    case 'share':
      return <ShareDialog onClose={editor.closeDialog} />
    case 'export':
      return <ExportDialog onClose={editor.closeDialog} />
    case 'runs':
      return <RunsDialog onClose={editor.closeDialog} />
    case 'shortcuts':
      return <ShortcutsDialog onClose={editor.closeDialog} />
    case 'summary':
      return <SummaryDialog network={dialog.network} onClose={editor.closeDialog} />
    case 'about-kind': {
      const kind = findKind(dialog.name)
      return kind && <KindDialog kind={kind} onClose={editor.closeDialog} />
    }
    case 'commands':
      return <CommandPalette onClose={editor.closeDialog} />
    case 'about':
      return <AboutDialog onClose={editor.closeDialog} />
    case 'block':
      return <BlockDialog id={dialog.id} onClose={editor.closeDialog} />
    case 'own-data':
      return <OwnDataDialog node={dialog.node} given={dialog.given} onClose={editor.closeDialog} />
    case 'load-weights':
      return <LoadWeightsDialog network={dialog.network} onClose={editor.closeDialog} />
    case 'weights-loaded':
      return <WeightsLoadedDialog report={dialog.report} onClose={editor.closeDialog} />
    case 'play':
      return <PlayDialog node={dialog.node} onClose={editor.closeDialog} />
    case 'sample-sheet':
      return <SheetDialog node={dialog.node} onClose={editor.closeDialog} />
    case 'load-failed':
      return <LoadFailedDialog name={dialog.name} errors={dialog.errors} onClose={editor.closeDialog} />
  }
}
