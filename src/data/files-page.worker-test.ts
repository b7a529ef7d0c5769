/** @file A worker for `files-page.browser.test.ts`: reads the digits and answers their length. */
import { digits } from './digits'
import { pageDataFiles } from './files-page'

pageDataFiles()
  .read(digits.files[0]!)
  .then(
    (content) => postMessage(content.byteLength),
    (error: unknown) => postMessage(String(error)),
  )
