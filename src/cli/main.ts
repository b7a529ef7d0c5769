/** @file The command line: the page's compiler and runtime without the page. */
import { defineCommand, runMain } from 'citty'
import { checkCommand } from './check'
import { templatesCommand } from './templates'
import { trainCommand } from './train'

const command = defineCommand({
  meta: { name: 'ganvas', description: 'Draw a GAN. Press Train. Watch it learn on every node.' },
  subCommands: { check: checkCommand, train: trainCommand, templates: templatesCommand },
})

export const main = () => runMain(command)
