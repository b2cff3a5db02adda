import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import { PoisonError } from '../../shared/errors/pipeline-error.ts'
import { EVENT_BYTES_MAX, fitsBus } from './event-size.ts'
import { scanEvent } from './scan-event.ts'

/** Why a change event would not reach every sink's queue; null when it would. */
export function findRefusal(event: ChangeEvent): PoisonError | null {
  const { bytesMax, holdsRefusedCharacter } = scanEvent(event)
  if (!fitsBus(event, bytesMax)) {
    return new PoisonError(
      'event.too_large',
      `The change event is larger than ${EVENT_BYTES_MAX} bytes.`,
    )
  }
  if (holdsRefusedCharacter) {
    return new PoisonError(
      'event.character_refused',
      'The change event holds U+FFFE or U+FFFF, which no queue takes.',
    )
  }
  return null
}
