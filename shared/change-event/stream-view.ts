/**
 * What each kind of stream gives, and what its change events therefore lack.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html
 */
export const STREAM_VIEW_TYPES = [
  'NEW_AND_OLD_IMAGES',
  'NEW_IMAGE',
  'OLD_IMAGE',
  'KEYS_ONLY',
] as const

/** Which images of an item a stream's records carry; its key they always do. */
export type StreamViewType = (typeof STREAM_VIEW_TYPES)[number]

const LACKS: Readonly<Record<StreamViewType, readonly string[]>> = {
  NEW_AND_OLD_IMAGES: [],
  NEW_IMAGE: [
    'before, changed and transition of a modify cannot be computed: before and transition are null, changed names every attribute that is there, and beforeUnreadable says so',
    'before of a removal cannot be computed: the event carries its key alone',
  ],
  OLD_IMAGE: [
    'after, changed and transition cannot be computed: every insert and modify is parked (image.missing) and announced without images, and the index takes removals only',
  ],
  KEYS_ONLY: [
    'before, after, changed and transition cannot be computed: every insert and modify is parked (image.missing) and announced without images, and the index takes removals only',
    'before of a removal cannot be computed: the event carries its key alone',
  ],
}

/**
 * What cannot be computed from such a stream, to be told before it runs.
 *
 * @returns a line each, to follow the table's name; none for both images, and for what is no view
 *   type.
 */
export function describeLacks(viewType: unknown): readonly string[] {
  const known = STREAM_VIEW_TYPES.find((one) => one === viewType)
  return known === undefined ? [] : LACKS[known].map((lack) => `streams ${known}: ${lack}`)
}
