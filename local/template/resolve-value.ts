/**
 * Intrinsic functions.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
import { isRecord } from '../../shared/json/is-record.ts'
import type { TemplateObject, TemplateValue } from './template.ts'
import { TemplateError } from './template-error.ts'
import { withTextLeaves } from './with-text-leaves.ts'

/** What the functions look up. */
export interface Scope {
  /** @throws TemplateError for a name that the template does not have. */
  ref(name: string): TemplateValue
  getAtt(logicalId: string, attribute: string): TemplateValue
  condition(name: string): boolean
  readonly mappings: TemplateObject
}

/** `undefined` is `AWS::NoValue`: the property or the list entry is left out. */
type Resolved = TemplateValue | undefined

type Intrinsic = (operand: TemplateValue, scope: Scope) => Resolved

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (operand, scope) =>
    operand === 'AWS::NoValue' ? undefined : scope.ref(text(operand, 'Ref')),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::Split': split,
  'Fn::Select': select,
  'Fn::FindInMap': findInMap,
  'Fn::If': (operand, scope) => {
    const [name, then, otherwise] = list(operand, 'Fn::If', 3)
    return resolveValue(scope.condition(text(name, 'Fn::If')) ? then : otherwise, scope)
  },
  'Fn::Equals': (operand, scope) => {
    const [one, other] = list(operand, 'Fn::Equals', 2)
    return asText(resolveValue(one, scope)) === asText(resolveValue(other, scope))
  },
  'Fn::And': (operand, scope) => conditions(operand, scope).every(Boolean),
  'Fn::Or': (operand, scope) => conditions(operand, scope).some(Boolean),
  'Fn::Not': (operand, scope) => !conditions(operand, scope)[0],
  Condition: (operand, scope) => scope.condition(text(operand, 'Condition')),
}

/**
 * A value with its functions worked out.
 *
 * @throws TemplateError for a function that is not modelled or is written wrongly.
 */
export function resolveValue(value: TemplateValue | undefined, scope: Scope): Resolved {
  if (Array.isArray(value)) {
    return (value as readonly TemplateValue[])
      .map((entry) => resolveValue(entry, scope))
      .filter((entry) => entry !== undefined)
  }
  if (!isRecord(value)) return value
  const object = value as TemplateObject
  const [name, ...others] = Object.keys(object)
  if (name !== undefined && others.length === 0 && isIntrinsic(name, object[name])) {
    const intrinsic = intrinsics[name]
    if (intrinsic === undefined) throw new TemplateError(`the function ${name} is not modelled`)
    return intrinsic(object[name] ?? null, scope)
  }
  return resolveObject(object, scope)
}

export function resolveObject(object: TemplateObject, scope: Scope): TemplateObject {
  const entries = Object.entries(object).map(([name, value]) => [name, resolveValue(value, scope)])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** A policy statement has a member `Condition` as well, but its value is an object. */
function isIntrinsic(name: string, operand: TemplateValue | undefined): boolean {
  if (name === 'Condition' || name === 'Ref') return typeof operand === 'string'
  return name.startsWith('Fn::')
}

function getAtt(operand: TemplateValue, scope: Scope): Resolved {
  if (typeof operand === 'string') return lookUpAttribute(operand, scope)
  const [logicalId, attribute] = list(operand, 'Fn::GetAtt', 2)
  return scope.getAtt(text(logicalId, 'Fn::GetAtt'), text(attribute, 'Fn::GetAtt'))
}

function lookUpAttribute(path: string, scope: Scope): TemplateValue {
  const dot = path.indexOf('.')
  if (dot < 0)
    throw new TemplateError(`Fn::GetAtt needs a resource and an attribute, not "${path}"`)
  return scope.getAtt(path.slice(0, dot), path.slice(dot + 1))
}

/** `"text ${Name} ${Name.Attribute} ${!literal}"`, or that and a map of further names. */
function substitute(operand: TemplateValue, scope: Scope): Resolved {
  const [template, variables] = Array.isArray(operand) ? list(operand, 'Fn::Sub', 2) : [operand, {}]
  const own = isRecord(variables) ? resolveObject(variables as TemplateObject, scope) : {}
  return text(template, 'Fn::Sub').replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    const value = own[name] ?? (name.includes('.') ? lookUpAttribute(name, scope) : scope.ref(name))
    return plainText(value, `Fn::Sub of ${name}`)
  })
}

function join(operand: TemplateValue, scope: Scope): Resolved {
  const [separator, parts] = list(operand, 'Fn::Join', 2)
  const values = list(resolveValue(parts, scope), 'Fn::Join')
  return values.map((value) => plainText(value, 'Fn::Join')).join(text(separator, 'Fn::Join'))
}

function split(operand: TemplateValue, scope: Scope): Resolved {
  const [separator, whole] = list(operand, 'Fn::Split', 2)
  return text(resolveValue(whole, scope), 'Fn::Split').split(text(separator, 'Fn::Split'))
}

function select(operand: TemplateValue, scope: Scope): Resolved {
  const [index, values] = list(operand, 'Fn::Select', 2)
  const chosen = list(resolveValue(values, scope), 'Fn::Select')[Number(resolveValue(index, scope))]
  if (chosen === undefined) throw new TemplateError('Fn::Select chooses an entry that is not there')
  return chosen
}

function findInMap(operand: TemplateValue, scope: Scope): Resolved {
  const [map, first, second] = list(operand, 'Fn::FindInMap', 3).map((part) =>
    text(resolveValue(part, scope), 'Fn::FindInMap'),
  )
  const found = [map, first, second].reduce<Resolved>(
    (level, name) => (isRecord(level) ? (level as TemplateObject)[name ?? ''] : undefined),
    scope.mappings,
  )
  if (found === undefined) throw new TemplateError(`Mappings has no ${map}.${first}.${second}`)
  return found
}

function conditions(operand: TemplateValue, scope: Scope): boolean[] {
  return list(operand, 'a condition').map((entry) => {
    const value = resolveValue(entry, scope)
    if (typeof value !== 'boolean') throw new TemplateError('a condition must be true or false')
    return value
  })
}

/** Values are compared as CloudFormation has them: `1` equals `"1"`, `true` equals `"true"`. */
function asText(value: Resolved): string {
  if (value === undefined) throw new TemplateError('Fn::Equals cannot compare AWS::NoValue')
  return JSON.stringify(withTextLeaves(value))
}

function list(value: Resolved, of: string, length?: number): readonly TemplateValue[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
    throw new TemplateError(`${of} needs a list${length === undefined ? '' : ` of ${length}`}`)
  }
  return value as readonly TemplateValue[]
}

function text(value: Resolved, of: string): string {
  if (typeof value !== 'string') throw new TemplateError(`${of} needs a text`)
  return value
}

function plainText(value: Resolved, of: string): string {
  if (typeof value === 'object' || value === undefined) {
    throw new TemplateError(`${of} gives no plain value`)
  }
  return String(value)
}
