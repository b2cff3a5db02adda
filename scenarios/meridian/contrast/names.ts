/** Where the contrast has its documents. */
export const CONTRAST_INDEX = 'orders'

/** How the contrast names an item, in its index and its lake. */
export function contrastId({ pk, sk }: { readonly pk: string; readonly sk: string }): string {
  return `${pk}|${sk}`
}

/** Under which the contrast caches an item. */
export function contrastCacheKey(id: string): string {
  return `order:${id}`
}
