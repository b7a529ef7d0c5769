/** @file The command line: the page's compiler and runtime without the page. */
import { readFile } from 'node:fs/promises'
import { type ArgsDef, type CommandDef, defineCommand, parseArgs, renderUsage, runCommand } from 'citty'
import { nearest } from '../graph/nearest'
import { joinRepeated, leave, tooManyFiles, unknownOption, withDefaultSamples } from './arguments'
import { systemProblem } from './system-problem'

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

/** The parser pads each column to its end, which wraps on a terminal. */
async function showHelp<Args extends ArgsDef>(shown: CommandDef<Args>, parent?: CommandDef<Args>): Promise<void> {
  console.log((await renderUsage(shown, parent)).replace(/ +$/gm, ''))
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

const isName = (name: string): name is keyof typeof subCommands => Object.hasOwn(subCommands, name)
/** What the parser throws when an argument that is needed was not given. */
const isMissing = (error: unknown): error is Error => (error as { code?: unknown }).code === 'EARG'
const asksForHelp = (argument: string | undefined) => argument === '--help' || argument === '-h' || argument === 'help'

/** Without any argument it serves the editor. */
export const main = async () => {
  endWithReader()
  const [name = 'serve', ...rest] = process.argv.slice(2)
  if (name === '--version' || name === '-v') return console.log(await version())
  if (asksForHelp(name) && !isName(rest[0] ?? '')) return showHelp(command)
  const asked = asksForHelp(name) ? rest[0]! : name
  if (!isName(asked)) {
    const meant = nearest(asked, Object.keys(subCommands))
    return leave(
      2,
      `There is no command "${asked}".${meant ? ` Did you mean "${meant}"?` : ''} "ganvas --help" lists them.`,
    )
  }
  // Of one type for all: each has arguments of its own.
  const chosen = (await subCommands[asked]()) as CommandDef<ArgsDef>
  if (asked !== name || rest.some((argument) => argument === '--help' || argument === '-h')) {
    await showHelp(chosen, command as CommandDef<ArgsDef>)
    if (asked === 'export') console.log(`${(await import('./export')).exportWays}\n`)
    return
  }
  const known = (await chosen.args) as ArgsDef | undefined
  const rawArgs = joinRepeated(withDefaultSamples(rest), '--weights')
  try {
    const problem =
      unknownOption(rest, Object.keys(known ?? {})) ??
      (asked === 'check' ? null : tooManyFiles(parseArgs(rawArgs, known ?? {})._, known ?? {}))
    if (problem !== null) return leave(2, `${problem} "ganvas ${name} --help" lists what it takes.`)
    await runCommand(chosen, { rawArgs })
  } catch (error) {
    const problem = systemProblem(error)
    if (isMissing(error)) leave(2, `${error.message}. "ganvas ${name} --help" says what it takes.`)
    else if (problem) leave(2, `A file cannot be read or written: ${problem}.`)
    else throw error
  }
}

async function version(): Promise<string> {
  const file = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(file) as { version: string }).version
}
