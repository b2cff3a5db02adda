import { type Agreement, findAgreement } from './agreement.ts'
import { readExpectedImages, type TableOptions } from './expected-images.ts'
import { readIndex } from './read-index.ts'

export interface IndexAgreementOptions extends TableOptions {
  readonly endpoints: { readonly dynamodb: string; readonly opensearch: string }
}

/** Reads the whole table and the whole index and says where they differ. */
export async function compareTableWithIndex(options: IndexAgreementOptions): Promise<Agreement> {
  const expected = await readExpectedImages(options)
  const found = new Map<string, unknown>()
  for (const { search } of options.definitions) {
    for await (const { id, image } of readIndex(options.endpoints.opensearch, search.index)) {
      found.set(id, image)
    }
  }
  return findAgreement(expected, found)
}
