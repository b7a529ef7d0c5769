/** @file The command line: the page's compiler and runtime without the page. */
import { defineCommand, runMain } from 'citty'
import { joinRepeated, withDefaultSamples } from './arguments'

/** Each is read only when it is asked for: most need no TensorFlow.js, which takes its time. */
const command = defineCommand({
  meta: { name: 'ganvas', description: 'Draw a GAN. Press Train. Watch it learn on every node.' },
  subCommands: {
    check: () => import('./check').then((file) => file.checkCommand),
    train: () => import('./train').then((file) => file.trainCommand),
    evaluate: () => import('./evaluate').then((file) => file.evaluateCommand),
    sample: () => import('./sample').then((file) => file.sampleCommand),
    export: () => import('./export').then((file) => file.exportCommand),
    templates: () => import('./templates').then((file) => file.templatesCommand),
    serve: () => import('./serve').then((file) => file.serveCommand),
  },
})

/** Without any argument it serves the editor. */
export const main = () => {
  const args = process.argv.slice(2)
  return runMain(command, {
    rawArgs: args.length === 0 ? ['serve'] : joinRepeated(withDefaultSamples(args), '--weights'),
  })
}
