/** @file The command line: the page's compiler and runtime without the page. */
import { defineCommand, runMain } from 'citty'
import { joinRepeated, withDefaultSamples } from './arguments'
import { checkCommand } from './check'
import { evaluateCommand } from './evaluate'
import { exportCommand } from './export'
import { sampleCommand } from './sample'
import { serveCommand } from './serve'
import { templatesCommand } from './templates'
import { trainCommand } from './train'

const command = defineCommand({
  meta: { name: 'ganvas', description: 'Draw a GAN. Press Train. Watch it learn on every node.' },
  subCommands: {
    check: checkCommand,
    train: trainCommand,
    evaluate: evaluateCommand,
    sample: sampleCommand,
    export: exportCommand,
    templates: templatesCommand,
    serve: serveCommand,
  },
})

/** Without any argument it serves the editor. */
export const main = () => {
  const args = process.argv.slice(2)
  return runMain(command, {
    rawArgs: args.length === 0 ? ['serve'] : joinRepeated(withDefaultSamples(args), '--weights'),
  })
}
