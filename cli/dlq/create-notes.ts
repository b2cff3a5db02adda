/** Between two notes of how far a command is. */
const NOTE_MS = 1_000

/** Lines for a person beside what is printed. */
export interface Notes {
  always(line: string): void
  /** How far it is: most of these are not said. */
  sometimes(line: string): void
}

export function createNotes(note: ((line: string) => void) | undefined): Notes {
  let lastMs = Date.now()
  return {
    always: (line) => note?.(line),
    sometimes: (line) => {
      if (Date.now() - lastMs < NOTE_MS) return
      lastMs = Date.now()
      note?.(line)
    },
  }
}
