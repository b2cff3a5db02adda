import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The storms take longest, one after another: begun first, nobody waits for them at the end. */
export class StormsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => Number(isStorms(b)) - Number(isStorms(a)))
  }
}

function isStorms({ moduleId }: TestSpecification): boolean {
  return moduleId.endsWith('/test/storms/storms.test.ts')
}
