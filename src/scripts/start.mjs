/** @file `npm start`: installs what is missing, builds the page, serves it on this machine and prints the address. */
import process from 'node:process'
import { install } from './install.mjs'
import { exitWith, ROOT } from './stages.mjs'

const PORT = 4173

/** The port that the variable PORT names, or `null`. */
function chosenPort() {
  const text = process.env.PORT
  if (!text) return null
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`PORT is "${text}", expected a number from 1 to 65535. Correct or unset it.`)
  }
  return port
}

async function start() {
  const port = chosenPort()
  install()
  // Vite is there only now.
  const { build, preview } = await import('vite')
  console.log('Building the page …')
  const begun = performance.now()
  await build({ root: ROOT, logLevel: 'warn' })
  console.log(`Built in ${((performance.now() - begun) / 1000).toFixed(1)} s.`)
  const server = await preview({
    root: ROOT,
    logLevel: 'warn',
    // Only this machine: elsewhere the page would have no secure context, hence no WebGPU and no threads.
    preview: { host: '127.0.0.1', port: port ?? PORT, strictPort: port !== null },
  })
  const address = server.httpServer.address()
  const actualPort = typeof address === 'object' && address ? address.port : (port ?? PORT)
  console.log(`\n  Ganvas is at  http://localhost:${actualPort}/\n\n  Ctrl-C stops it.`)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0))
}

start().catch(exitWith)
