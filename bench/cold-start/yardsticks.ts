import { join } from 'node:path'
import { build } from 'esbuild'
import type { Loadable } from './load.ts'

/** What nearly every function on AWS loads. */
const SOURCES = {
  client: `
    import { SQSClient } from '@aws-sdk/client-sqs'
    export const client = new SQSClient()`,
  logger: `
    import { Logger } from '@aws-lambda-powertools/logger'
    import { Metrics } from '@aws-lambda-powertools/metrics'
    export const both = [new Logger(), new Metrics()]`,
}

export interface Yardsticks {
  readonly client: Loadable
  readonly logger: Loadable
}

/** Bundled in one way, whatever is done to the functions: what they take says how fast the machine is. */
export async function bundleYardsticks(folder: string): Promise<Yardsticks> {
  return {
    client: await bundleOne(folder, 'one AWS SDK client (SQS)', SOURCES.client),
    logger: await bundleOne(folder, 'logger and metrics', SOURCES.logger),
  }
}

async function bundleOne(folder: string, name: string, source: string): Promise<Loadable> {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.cjs`)
  await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'silent',
  })
  return { name, file }
}
