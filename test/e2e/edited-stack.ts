import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { PackagedStack } from '../../infra/package-stack.ts'
import type { Clock } from '../../local/clock.ts'
import type { EngineEndpoints } from '../../local/engine-clients.ts'
import { engineParameters } from '../../local/engine-parameters.ts'
import { type Runtime, startRuntime } from '../../local/runtime.ts'
import type { Signal } from '../../local/signals.ts'
import { uniqueName } from '../builders/unique-name.ts'

/** The packaged template, to be changed in place. */
export interface EditableTemplate {
  readonly Resources: Record<string, { Properties: Record<string, unknown> }>
}

export interface EditedStack extends AsyncDisposable {
  readonly runtime: Runtime
  readonly signals: readonly Signal[]
  /** Where the functions' logs lie. */
  readonly logsDir: string
}

export interface Edits {
  readonly endpoints: EngineEndpoints
  /** Left as it is: the test's own copy is edited. */
  readonly packaged: PackagedStack
  readonly template?: (template: EditableTemplate) => void
  /**
   * Given, what the engines hold of the stack is found again, and its index stays at the end. Absent:
   * a stack of its own.
   */
  readonly stackName?: string
  /** The time of metrics and alarms. */
  readonly metricClock?: Clock
  /**
   * By service: source that stands in for its bundle; the bundle itself is `require('./original.cjs')`.
   */
  readonly bundles?: Readonly<Record<string, string>>
}

/** Runs the packaged stack with what a test broke in it. Its index is the engine's only one. */
export async function startEditedStack({
  endpoints,
  packaged,
  template: edit = () => undefined,
  bundles = {},
  stackName,
  metricClock,
}: Edits): Promise<EditedStack> {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-edited-'))
  const signals: Signal[] = []
  await using started = new AsyncDisposableStack()
  started.defer(() => rm(folder, { recursive: true, force: true }))

  const artifactsDir = join(folder, 'package')
  await cp(packaged.artifactsDir, artifactsDir, { recursive: true })
  const templatePath = join(artifactsDir, basename(packaged.templatePath))
  const template = JSON.parse(await readFile(templatePath, 'utf8')) as EditableTemplate
  edit(template)
  await writeFile(templatePath, JSON.stringify(template))
  for (const [service, source] of Object.entries(bundles)) {
    await replaceBundle(join(artifactsDir, `${service}.zip`), source)
  }

  const logsDir = join(folder, 'logs')
  const runtime = await startRuntime({
    templatePath,
    parameters: engineParameters(endpoints),
    endpoints,
    logsDir,
    stackName: stackName ?? uniqueName('edited'),
    onSignal: (signal) => signals.push(signal),
    ...(metricClock && { metricClock }),
  })
  if (stackName === undefined) started.defer(() => removeIndex(endpoints.opensearch))
  started.defer(() => runtime.stop())
  const all = started.move()
  return { runtime, signals, logsDir, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

async function replaceBundle(zipPath: string, source: string): Promise<void> {
  const entries = unzipSync(await readFile(zipPath))
  const name = Object.keys(entries).find((path) => path.endsWith('/index.cjs'))
  const bundle = name === undefined ? undefined : entries[name]
  if (name === undefined || bundle === undefined) throw new Error(`${zipPath} holds no bundle`)
  const original = name.replace('index.cjs', 'original.cjs')
  const zip = { ...entries, [original]: strToU8(strFromU8(bundle)), [name]: strToU8(source) }
  await writeFile(zipPath, zipSync(zip))
}

/** Removes the index of orders, whichever its number. */
export async function removeIndex(endpoint: string): Promise<void> {
  const response = await fetch(`${endpoint}/orders-*`, { method: 'DELETE' })
  if (!response.ok) throw new Error(`the index was not removed: ${response.status}`)
}
