/**
 * What four schema libraries cost for the same check of an order with five lines: CPU per image
 * (variants interleaved in one process), and bundle size and load time in fresh processes.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { check as typebox } from './typebox.ts'
import { check as valibot } from './valibot.ts'
import { check as zod } from './zod.ts'
import { check as zodMini } from './zod-mini.ts'

const VARIANTS = { valibot, 'zod-mini': zodMini, zod, typebox } as const
const ROUNDS = 9
const IMAGES = 10_000
const LOADS = 15

const images = Array.from({ length: IMAGES }, anOrder)
const cpu = measureCpu()
const folder = await mkdtemp(join(tmpdir(), 'schema-library-'))
try {
  console.log('library    us/image   KiB   load ms')
  for (const name of Object.keys(VARIANTS)) {
    const { bytes, loadMs } = await measureLoad(name)
    const cells = [
      median(cpu.get(name) ?? []).toFixed(2),
      (bytes / 1024).toFixed(0),
      loadMs.toFixed(1),
    ]
    console.log(`${name.padEnd(9)} ${cells.map((cell) => cell.padStart(8)).join(' ')}`)
  }
} finally {
  await rm(folder, { recursive: true })
}

function measureCpu(): Map<string, number[]> {
  const perImage = new Map<string, number[]>()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, check] of Object.entries(VARIANTS)) {
      const before = process.cpuUsage()
      if (!images.every(check)) throw new Error(`${name} refuses a good order`)
      const { user, system } = process.cpuUsage(before)
      perImage.set(name, [...(perImage.get(name) ?? []), (user + system) / IMAGES])
    }
  }
  return perImage
}

async function measureLoad(name: string): Promise<{ bytes: number; loadMs: number }> {
  const outfile = join(folder, `${name}.cjs`)
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    target: 'node24',
    outfile,
  })
  const script = join(folder, 'load.cjs')
  await writeFile(
    script,
    `const begun = performance.now(); require(process.argv[2]).check({}); console.log(performance.now() - begun)`,
  )
  const loads = Array.from({ length: LOADS }, () =>
    Number(execFileSync(process.execPath, [script, outfile], { encoding: 'utf8' })),
  )
  return { bytes: (await stat(outfile)).size, loadMs: median(loads) }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

function anOrder(): unknown {
  const line = { sku: 'KB-87', name: 'Keyboard', quantity: 1, unitPrice: 129.9 }
  return {
    pk: 'CUSTOMER#c-17',
    sk: 'ORDER#o-204',
    orderId: 'o-204',
    customerId: 'c-17',
    status: 'confirmed',
    currency: 'EUR',
    total: 649.5,
    items: Array.from({ length: 5 }, () => ({ ...line })),
    shippingAddress: { name: 'A', line1: 'B', city: 'Lodz', postcode: '90-001', country: 'PL' },
    email: 'ada@example.org',
    createdAt: '2026-11-21T07:00:00Z',
    updatedAt: '2026-11-21T07:26:36Z',
    note: 'ring twice',
  }
}
