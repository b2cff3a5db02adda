import { type Agreement, findAgreement } from './agreement.ts'
import { readExpectedImages, type TableOptions } from './expected-images.ts'
import { readLake } from './read-lake.ts'

export interface LakeAgreementOptions extends TableOptions {
  readonly lakeDir: string
}

/** Reads the whole table and every object of the lake and says where they differ. */
export async function compareTableWithLake(options: LakeAgreementOptions): Promise<Agreement> {
  const expected = await readExpectedImages(options)
  return findAgreement(expected, await readLake(options.lakeDir))
}
