import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { createItemProjector } from './project-item.ts'
import { scanTable } from './scan-table.ts'

export interface TableOptions {
  readonly endpoints: { readonly dynamodb: string }
  readonly region: string
  readonly tableName: string
  readonly definitions: readonly EntityDefinition[]
  readonly tokenKey: { readonly keyId: string; readonly key: string }
}

/** What every sink must hold, by the table as it is now. */
export interface ExpectedImages {
  readonly images: ReadonlyMap<string, unknown>
  /** Items that fit no schema: their newest image is parked, and no sink owes anything for them. */
  readonly unfit: readonly string[]
}

/** Reads the whole table. Items of no declared entity are left out. */
export async function readExpectedImages(options: TableOptions): Promise<ExpectedImages> {
  const project = createItemProjector(options)
  const images = new Map<string, unknown>()
  const unfit: string[] = []
  for await (const item of scanTable(options)) {
    const projected = project(item)
    if (projected === undefined) continue
    if (projected.image === undefined) unfit.push(projected.id)
    else images.set(projected.id, projected.image)
  }
  return { images, unfit }
}
