/** What the breaker stops and when: a part of settings.ts. */
import { flag, wholeNumber } from './setting.ts'

export const breakerSettings = {
  breakerParkedMax: wholeNumber(
    { default: 100, min: 0, max: 1_000_000, unit: 'records' },
    'More records parked within the window than that are an outage and no longer poison.',
  ),
  breakerParkedWindowMinutes: wholeNumber(
    { default: 5, min: 1, max: 59, unit: 'min' },
    'The window, which moves on by a minute at a time.',
  ),
  breakerOnParked: flag(
    { default: true },
    'Too many parked records stop the Pipe. Nothing is lost before the age limit of the Pipe.',
  ),
  breakerOnCodecMismatch: flag(
    { default: true },
    "An index with versions of another codec stops the search sink's mapping. It takes no change anyway.",
  ),
  breakerOnOrderViolation: flag(
    { default: true },
    "An index that contradicts the order of changes stops the search sink's mapping, before more is compared with it.",
  ),
  breakerOnUnknownLineage: flag(
    { default: false },
    "Changes of a stream that the index does not list stop the search sink's mapping. Else they alone wait, and the deploy that lists it lets them through.",
  ),
} as const
