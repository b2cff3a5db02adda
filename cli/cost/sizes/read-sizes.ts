import { readFile } from 'node:fs/promises'
import { definitions } from '../../../entities/index.ts'
import type { StageSettings } from '../../../infra/settings.ts'
import { InputError } from '../../command.ts'
import { type Change, readChanges } from '../../publish/read-changes.ts'
import type { Sizes } from '../model/sizes.ts'
import { exampleChanges } from './example-changes.ts'
import { measureSizes } from './measure-sizes.ts'
import { toRecords } from './to-records.ts'

/** Large orders take time to measure: so many are enough. */
const LARGE_CHANGES = 100

export interface SizesWish {
  /** The mean of a record, made by longer orders. */
  readonly recordBytes: number | undefined
  /** Items of the user's, instead of the example's orders. */
  readonly file: string | undefined
}

/** @throws InputError when the items cannot be read, or orders cannot be so small. */
export async function readSizes(
  { recordBytes, file }: SizesWish,
  settings: StageSettings,
): Promise<Sizes> {
  const measure = (changes: readonly Change[]) =>
    measureSizes(toRecords(changes, settings.streamViewType), definitions, settings.undeclared)
  if (file !== undefined) return measure(readChanges(await read(file)))
  if (recordBytes === undefined) return measure(exampleChanges(0))

  const withLines = (lines: number) => measure(exampleChanges(lines, LARGE_CHANGES))
  const small = withLines(0).recordBytes
  const perLine = withLines(1).recordBytes - small
  if (recordBytes < small) {
    throw new InputError(
      `--record-bytes is ${recordBytes}, and the example's orders have ${Math.ceil(small)} at least: give smaller items with --file.`,
    )
  }
  if (perLine <= 0) {
    throw new InputError('--record-bytes: records of this stream carry no image to make longer.')
  }
  return withLines(Math.round((recordBytes - small) / perLine))
}

function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : (error.code ?? error.message)
    throw new InputError(`${file} cannot be read: ${why}.`)
  })
}
