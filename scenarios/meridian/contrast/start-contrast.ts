import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { startEngines } from '../../../local/engines/start-engines.ts'
import { writeFunctionZip } from '../../../local/functions/write-function-zip.ts'
import { startRuntime } from '../../../local/runtime.ts'
import { REGION } from '../../../local/template/stack-names.ts'
import { createDoneCount } from '../done-count.ts'
import { type Pipeline, type StartOptions, slowBy } from '../pipeline.ts'
import { REMOVED } from '../sale.ts'
import { CONTRAST_INDEX, contrastCacheKey } from './names.ts'
import { openContrastShop } from './shop.ts'
import { contrastTemplate } from './template.ts'

/** Starts the contrast on engines of its own, empty ones. */
export async function startContrast(options: StartOptions): Promise<Pipeline> {
  const { stateDir, enginesDir, env, signal, print } = options
  await using started = new AsyncDisposableStack()
  const templatePath = await packageContrast(join(stateDir, 'package'))
  const engines = await startEngines({ stateDir, enginesDir, env, signal, onNotice: print })
  started.defer(() => engines.stop())
  const { endpoints } = engines
  await createIndex(endpoints.opensearch)
  const count = createDoneCount()
  const runtime = await startRuntime({
    templatePath,
    endpoints,
    parameters: { SearchEndpoint: endpoints.opensearch, CacheEndpoint: endpoints.redis },
    logsDir: join(stateDir, 'logs'),
    stackName: 'contrast',
    onSignal: count.onSignal,
  })
  started.defer(() => runtime.stop())
  signal.throwIfAborted()

  const { OrdersTable: tableName = '', LakeBucket: bucket = '' } = runtime.resources
  const shop = openContrastShop({ ...endpoints, region: REGION, tableName })
  started.defer(() => shop.close())
  const all = started.move()
  return {
    ...count.counts,
    ...{ region: REGION, endpoints, tableName, shop, searchIndex: CONTRAST_INDEX },
    lakeDir: engines.objectsDir(bucket),
    readLakeLine,
    cacheKeyOf: contrastCacheKey,
    countParked: async () => 0,
    readDlqDepths: async () => new Map(),
    slowSearch: (delayMs) => runtime.chaos.set(slowBy(delayMs), 0),
    jumpClock: (ms) => runtime.jumpClock(ms),
    failed: engines.lost,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** With the defaults: a domain makes it so itself with the first document, and this engine does not. */
async function createIndex(endpoint: string): Promise<void> {
  const response = await fetch(`${endpoint}/${CONTRAST_INDEX}`, { method: 'PUT' })
  if (!response.ok) throw new Error(`OpenSearch answered ${response.status} to a new index`)
}

async function packageContrast(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'lambda.ts')],
    ...{ write: false, bundle: true, platform: 'node', format: 'cjs', logLevel: 'silent' },
  })
  await writeFunctionZip(join(folder, 'fan-out.zip'), { 'index.cjs': outputFiles[0]?.text ?? '' })
  const templatePath = join(folder, 'template.json')
  await writeFile(templatePath, JSON.stringify(contrastTemplate))
  return templatePath
}

function readLakeLine(line: string) {
  const { id, order } = JSON.parse(line)
  return { id, mark: order === undefined ? REMOVED : String(order.updatedAt) }
}
