/**
 * Draws docs/images/lag-over-rate.svg from what `npm run bench -- lag --json FILE` has written.
 * Arguments: that file, and where the picture goes instead.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SuiteResult } from '../harness/table.ts'
import { drawPicture } from './picture.ts'

const PICTURE = join(import.meta.dirname, '..', '..', 'docs', 'images', 'lag-over-rate.svg')

const [file, to = PICTURE] = process.argv.slice(2)
if (file === undefined) {
  console.error('Which figures? npm run bench -- lag --json FILE, then: draw-lag.ts FILE [PICTURE]')
  process.exit(2)
}
const results: readonly SuiteResult[] = JSON.parse(await readFile(file, 'utf8'))
const lag = results.find(({ suite }) => suite === 'lag')
if (lag === undefined) {
  console.error(`${file} holds no figures of lag: npm run bench -- lag --json ${file}`)
  process.exit(2)
}
await writeFile(to, drawPicture(lag.tables))
console.log(to)
