import type { Signal } from '../../local/signals.ts'
import { findPart } from '../switch/parts.ts'
import type { Hop, Relief, Trouble } from './trouble.ts'

type Kind<Type extends Signal['type']> = Extract<Signal, { type: Type }>

/** What was stopped, or woke an alarm, in words; undefined while it is neither. */
export function describeStop(
  signal: Kind<'alarm.state'> | Kind<'mapping.state'> | Kind<'pipe.state'>,
): Trouble | undefined {
  switch (signal.type) {
    case 'pipe.state':
      return signal.state === 'STOPPED' ? stoppedPipe(signal) : undefined
    case 'mapping.state':
      return signal.state === 'Disabled' ? stoppedMapping(signal) : undefined
    case 'alarm.state':
      return signal.state === 'ALARM' ? wokenAlarm(signal) : undefined
  }
}

/** The end of it. */
export function describeRestart(
  signal: Kind<'alarm.state'> | Kind<'mapping.state'> | Kind<'pipe.state'>,
): Relief | undefined {
  switch (signal.type) {
    case 'pipe.state':
      if (signal.state !== 'RUNNING') return undefined
      return { ends: [stoppedKey(signal.pipe)], text: `${signal.pipe} runs again` }
    case 'mapping.state':
      if (signal.state !== 'Enabled') return undefined
      return { ends: [stoppedKey(signal.mapping)], text: `${titleOf(signal.mapping)} runs again` }
    case 'alarm.state':
      if (signal.state === 'ALARM') return undefined
      return { ends: [alarmKey(signal.alarm)], text: `${signal.alarm} is over: ${signal.state}` }
  }
}

/** `: npx tailrace start lake`, for what can be started so. */
export function howToStart(logicalId: string): string {
  const part = findPart(logicalId)
  return part === undefined ? '' : `. Start it: npx tailrace start ${part.name}`
}

/** What it is called beside the command that starts it. */
export function titleOf(logicalId: string): string {
  return findPart(logicalId)?.title ?? logicalId
}

/** Where changes are held up that a sink does not take. */
const HOPS: Readonly<Record<string, Hop>> = { search: 'search', cache: 'cache' }

function stoppedPipe({ pipe, reason, by }: Kind<'pipe.state'>): Trouble {
  const why = reason ?? (by === undefined ? 'by a person or by its DesiredState' : byFunction(by))
  return {
    key: stoppedKey(pipe),
    text: `${pipe} is stopped: ${why}. Changes wait in the table's stream${howToStart(pipe)}`,
    short: `${pipe} is stopped`,
    holds: { hop: 'pipe', why: `it is stopped (${why})`, lasts: true },
    lasts: true,
    isFinal: true,
  }
}

function stoppedMapping({ mapping, by }: Kind<'mapping.state'>): Trouble {
  const part = findPart(mapping)
  const why = by === undefined ? 'by a person' : byFunction(by)
  const hop = HOPS[part?.name ?? '']
  const short = `${titleOf(mapping)} is stopped`
  return {
    key: stoppedKey(mapping),
    text: `${short}: ${why}. Changes wait in ${part?.queue ?? 'its queue'}${howToStart(mapping)}`,
    short,
    ...(hop && { holds: { hop, why: `it is stopped (${why})`, lasts: true } }),
    lasts: true,
    isFinal: true,
  }
}

function wokenAlarm({ alarm, description, reason }: Kind<'alarm.state'>): Trouble {
  const short = `${alarm} is in ALARM`
  const said = description === '' ? '' : `: ${description}`
  return { key: alarmKey(alarm), text: `${short}${said} (${reason})`, short, lasts: true }
}

function byFunction(by: string): string {
  return `by ${by}, the action of an alarm`
}

function stoppedKey(logicalId: string): string {
  return `stopped ${logicalId}`
}

function alarmKey(alarm: string): string {
  return `alarm ${alarm}`
}
