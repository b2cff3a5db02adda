import type { NativeMap } from '../../shared/attribute-value/native-value.ts'
import { PoisonError } from '../../shared/errors/pipeline-error.ts'
import { decodeImage, type UndeclaredPolicy } from './decode-image.ts'
import type { Entity } from './entity-finder.ts'
import type { SourceRecord } from './parse-source-record.ts'

/** The images of one change, decoded and checked, personal data still in the clear. */
export interface Images {
  /** Null on insert, and where it cannot be read. */
  readonly before: NativeMap | null
  /** There should be an old image, and it is absent or does not fit the schema. */
  readonly beforeUnreadable: boolean
  /** Null on remove. */
  readonly after: NativeMap | null
}

/**
 * Reads both images of a change.
 *
 * @throws PoisonError `image.missing` or `image.schema_invalid`, of the new image only.
 */
export function readImages(source: SourceRecord, entity: Entity, policy: UndeclaredPolicy): Images {
  const after = source.op === 'remove' ? null : readNewImage(source, entity, policy)
  if (source.op === 'insert') return { before: null, beforeUnreadable: false, after }
  const before = readOldImage(source, entity, policy, after)
  return { before, beforeUnreadable: before === null, after }
}

function readNewImage(
  { newImage, op }: SourceRecord,
  entity: Entity,
  policy: UndeclaredPolicy,
): NativeMap {
  if (newImage === undefined || newImage === null) {
    throw new PoisonError('image.missing', `The ${op} carries no new image.`)
  }
  return readImage(newImage, entity, policy)
}

/** @param after spares decoding and checking again what did not change, which is most of an item. */
function readOldImage(
  { oldImage, newImage }: SourceRecord,
  entity: Entity,
  policy: UndeclaredPolicy,
  after: NativeMap | null,
): NativeMap | null {
  if (oldImage === undefined || oldImage === null) return null
  try {
    if (after === null) return readImage(oldImage, entity, policy)
    const other = { image: newImage, decoded: after }
    const decoded = decodeImage(oldImage, entity.plans, policy, other)
    return entity.imageCheck.fitsBeside(decoded, after) ? decoded : null
  } catch (error) {
    if (error instanceof PoisonError) return null
    throw error
  }
}

function readImage(image: unknown, entity: Entity, policy: UndeclaredPolicy): NativeMap {
  const decoded = decodeImage(image, entity.plans, policy)
  entity.imageCheck.check(decoded)
  return decoded
}
