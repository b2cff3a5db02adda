import type { ChangeEvent, Json } from '../../shared/change-event/change-event.ts'
import { PoisonError } from '../../shared/errors/pipeline-error.ts'
import { EVENT_BYTES_MAX, fitsBus } from './event-size.ts'
import { holdsRefusedCharacter } from './refused-character.ts'

/** Why a change event would not reach every sink's queue; null when it would. */
export function findRefusal(event: ChangeEvent): PoisonError | null {
  if (!fitsBus(event)) {
    return new PoisonError(
      'event.too_large',
      `The change event is larger than ${EVENT_BYTES_MAX} bytes.`,
    )
  }
  if (holdsRefusedCharacter(event as unknown as Json)) {
    return new PoisonError(
      'event.character_refused',
      'The change event holds U+FFFE or U+FFFF, which no queue takes.',
    )
  }
  return null
}
