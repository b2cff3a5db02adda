/**
 * What core code may ask of a log. Powertools' Logger fits it; tests pass one that collects.
 * Fields name ids, codes, positions and counts: never an image, never an attribute's value.
 */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

export type LogFields = Readonly<Record<string, unknown>>
