/**
 * Whom a statement of a resource's policy is about.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { isRecord } from '../../shared/json/is-record.ts'
import { ACCOUNT_ID, PARTITION } from '../template/stack-names.ts'
import { textList } from './text-list.ts'

/** Of a role: who is meant is clear. Of a resource: each statement says who. */
export type PolicyKind = 'identity' | 'resource'

export interface Principals {
  readonly everyone: boolean
  /** ARNs of roles, as they are written. */
  readonly arns: readonly string[]
  /** The account: everybody in it, as far as their own policies go. */
  readonly account: boolean
  readonly services: readonly string[]
}

/** Who calls. */
export type Caller =
  | { readonly kind: 'role'; readonly arn: string }
  | { readonly kind: 'service'; readonly service: string }

/** How far a statement's principals are about a caller. */
export type PrincipalMatch = 'named' | 'by-account' | 'not'

const ACCOUNT_ROOT = `arn:${PARTITION}:iam::${ACCOUNT_ID}:root`

/** @throws Error when a statement that needs a principal has none, or the other way about. */
export function readPrincipals(
  value: unknown,
  { name, kind }: { readonly name: string; readonly kind: PolicyKind },
): { readonly principals?: Principals } {
  if (kind === 'identity') {
    if (value === undefined) return {}
    throw new Error(`${name}: a role's policy has no Principal`)
  }
  if (value === '*') {
    return { principals: { everyone: true, arns: [], account: false, services: [] } }
  }
  if (!isRecord(value)) throw new Error(`${name}: Principal must be '*' or an object`)
  const other = Object.keys(value).find((type) => type !== 'AWS' && type !== 'Service')
  if (other !== undefined) throw new Error(`${name}: Principal.${other} is not modelled`)

  const aws = value.AWS === undefined ? [] : textList(value.AWS, `${name}: Principal.AWS`)
  const isAccount = (arn: string) => arn === ACCOUNT_ID || arn === ACCOUNT_ROOT
  return {
    principals: {
      everyone: aws.includes('*'),
      arns: aws.filter((arn) => arn !== '*' && !isAccount(arn)),
      account: aws.some(isAccount),
      services:
        value.Service === undefined ? [] : textList(value.Service, `${name}: Principal.Service`),
    },
  }
}

export function matchPrincipals(principals: Principals, caller: Caller): PrincipalMatch {
  if (principals.everyone) return 'named'
  if (caller.kind === 'service') {
    return principals.services.includes(caller.service) ? 'named' : 'not'
  }
  if (principals.arns.includes(caller.arn)) return 'named'
  return principals.account ? 'by-account' : 'not'
}
