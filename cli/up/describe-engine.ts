import type { Signal } from '../../local/signals.ts'
import { describeDuration } from './format-change.ts'
import type { Hop, Relief, Trouble } from './trouble.ts'

type Kind<Type extends Signal['type']> = Extract<Signal, { type: Type }>

/** Engines by their name in the runtime file: what people call them, and which hop stands without them. */
const ENGINES: Readonly<Record<string, { readonly title: string; readonly hop?: Hop }>> = {
  opensearch: { title: 'OpenSearch', hop: 'search' },
  dynamodb: { title: 'DynamoDB', hop: 'pipe' },
  redis: { title: 'Redis', hop: 'cache' },
  sqsAndS3: { title: 'SQS and S3', hop: 'rule' },
}

/** Why changes wait for an engine that is there and does not answer. */
export function describeSilence(title: string): string {
  return `${title} does not answer (frozen or out of reach)`
}

/** An engine that is gone or does not answer. */
export function describeEngineTrouble(
  signal: Kind<'engine.down'> | Kind<'engine.silent'>,
): Trouble {
  const { title, hop } = engineOf(signal)
  const isGone = signal.type === 'engine.down'
  const why = isGone ? `${title} is down` : describeSilence(title)
  return {
    key: `${isGone ? 'down' : 'silent'} ${signal.engine}`,
    text: isGone
      ? `${title} ended (${signal.reason}) and is started again`
      : `${why}: ${signal.reason}`,
    short: why,
    ...(hop && { holds: { hop, why, lasts: true } }),
  }
}

export function describeEngineRelief(signal: Kind<'engine.up'> | Kind<'engine.answers'>): Relief {
  const { title } = engineOf(signal)
  const after = describeDuration(signal.afterMs)
  const silent = `silent ${signal.engine}`
  return signal.type === 'engine.up'
    ? {
        ends: [`down ${signal.engine}`, silent],
        text: `${title} runs again, ${after} after its end`,
      }
    : { ends: [silent], text: `${title} answers again, after ${after}` }
}

function engineOf({ engine }: { engine: string }): { title: string; hop?: Hop } {
  return ENGINES[engine] ?? { title: engine }
}
