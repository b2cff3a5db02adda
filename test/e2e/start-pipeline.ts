import { packageOnce } from '../support/package-once.ts'
import { openPipeline, type PipelineOptions, type TestPipeline } from './open-pipeline.ts'

export { ENGINES_DIR, ROOT, type TestPipeline } from './open-pipeline.ts'

/** A pipeline of the stage that all test files of a run share the package of. */
export async function startPipeline(options: PipelineOptions = {}): Promise<TestPipeline> {
  const { templatePath } = await packageOnce('dev')
  return openPipeline({ templatePath, ...options })
}
