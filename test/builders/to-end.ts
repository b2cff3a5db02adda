import type { Image } from '../../shared/change-event/change-event.ts'

/**
 * What an item has ended at, by its stored document: an image, or null for a tombstone, which shows
 * nothing of the item. An item that left nothing has ended at undefined.
 */
export function toEnd(source: unknown): Image | null | undefined {
  if (source === undefined) return undefined
  const { _cdc, ...image } = source as Image & { readonly _cdc: { readonly deleted: boolean } }
  return _cdc.deleted && Object.keys(image).length === 0 ? null : image
}
