/** @file Begins a network with weights that were learnt before. */
import { FolderInput } from 'lucide-react'
import { Button } from '../components/Button'
import { runCommand } from '../run-command'

export const LoadWeightsButton = () => (
  <Button
    label="Load weights"
    look="outlined"
    tooltip="Begin with weights that were learnt before: from a file, a picture or a run"
    icon={<FolderInput size={15} />}
    onClick={() => runCommand('load-weights')}
  />
)
