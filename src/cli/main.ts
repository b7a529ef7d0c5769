/** @file The command line: the page's compiler and runtime without the page. */
import { type ArgsDef, type CommandDef, defineCommand, runMain, showUsage } from 'citty'
import { joinRepeated, leave, unknownOption, withDefaultSamples } from './arguments'

/** Each is read only when it is asked for: most need no TensorFlow.js, which takes its time. */
const subCommands = {
  check: () => import('./check').then((file) => file.checkCommand),
  train: () => import('./train').then((file) => file.trainCommand),
  evaluate: () => import('./evaluate').then((file) => file.evaluateCommand),
  sample: () => import('./sample').then((file) => file.sampleCommand),
  export: () => import('./export').then((file) => file.exportCommand),
  templates: () => import('./templates').then((file) => file.templatesCommand),
  serve: () => import('./serve').then((file) => file.serveCommand),
}

const command = defineCommand({
  meta: { name: 'ganvas', description: 'Draw a GAN. Press Train. Watch it learn on every node.' },
  subCommands,
})

async function showHelp<Args extends ArgsDef>(shown: CommandDef<Args>, parent?: CommandDef<Args>): Promise<void> {
  await showUsage(shown, parent)
  if (process.argv[2] === 'export') console.log(`${(await import('./export')).exportWays}\n`)
}

/** Who reads a pipe may stop (`ganvas templates | head`): then a run saves and ends as by Ctrl-C, and all else ends without a word. */
function endWithReader(): void {
  let ended = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (ended) return
    ended = true
    if (!process.emit('SIGINT')) process.exit(0)
  })
}

/** Without any argument it serves the editor. */
export const main = async () => {
  endWithReader()
  const args = process.argv.slice(2)
  const [name = ''] = args
  if (Object.hasOwn(subCommands, name)) {
    const { args: known } = await subCommands[name as keyof typeof subCommands]()
    const problem = unknownOption(args.slice(1), Object.keys(known ?? {}))
    if (problem !== null) return leave(2, `${problem} "ganvas ${name} --help" lists them.`)
  }
  return runMain(command, {
    showUsage: showHelp,
    rawArgs: args.length === 0 ? ['serve'] : joinRepeated(withDefaultSamples(args), '--weights'),
  })
}
