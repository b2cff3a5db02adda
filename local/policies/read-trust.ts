import { isRecord } from '../../shared/json/is-record.ts'

/**
 * Services that a role's trust policy lets assume it. Conditions count as met, and what is no such
 * statement is passed over: a function and a Pipe run here whatever their role trusts.
 */
export function readTrust(document: unknown): readonly string[] {
  const statements = isRecord(document) ? listIn(document.Statement) : []
  return statements
    .filter(isRecord)
    .filter(({ Effect, Action }) => Effect === 'Allow' && listIn(Action).includes('sts:AssumeRole'))
    .flatMap(({ Principal }) => (isRecord(Principal) ? listIn(Principal.Service) : []))
    .filter((service) => typeof service === 'string')
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}
