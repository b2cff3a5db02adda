import { isRecord } from '../../shared/json/is-record.ts'
import { checkSupport, type Finding, type SupportReport } from './check-support.ts'
import type { FileOf } from './find-declarations.ts'
import { orderResources } from './order-resources.ts'
import { resolveParameters } from './parameters.ts'
import type { PropertySupport } from './property-support.ts'
import { resolveObject, resolveValue, type Scope } from './resolve-value.ts'
import type { StackNames } from './stack-names.ts'
import type { Template, TemplateObject, TemplateResource, TemplateValue } from './template.ts'
import { TemplateError } from './template-error.ts'

/** Attributes of a resource that tell CloudFormation what to do with it, not what it is. */
const RESOURCE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  // Engines start empty, or keep everything: neither deletes a resource of a stack.
  'DeletionPolicy',
  'UpdateReplacePolicy',
])

export interface StackPlan {
  /** Resources whose condition holds, each after what it needs. */
  readonly resources: readonly { readonly logicalId: string; readonly type: string }[]
  /** What a user should know of the stack, each beginning with a logical id. */
  readonly notices: readonly string[]
  /** A resource's properties, once everything it needs has been created. */
  resolveProperties(logicalId: string, created: CreatedLookup): TemplateObject
}

/** What has been created so far. */
export interface CreatedLookup {
  ref(logicalId: string): string
  getAtt(logicalId: string, attribute: string): string
}

export interface PlanOptions {
  readonly template: Template
  readonly parameters: Readonly<Record<string, string>>
  readonly names: StackNames
  /** A type's properties, or undefined when there is no model of the type. */
  readonly supportOf: (type: string) => PropertySupport | undefined
  /** What resources that are in order by themselves must not be together. Default: anything. */
  readonly findConflicts?: (resources: readonly PlannedResource[]) => readonly Conflict[]
  /** The file that declares a resource: refusals begin with it. Default: they name no file. */
  readonly fileOf?: FileOf
}

/** A resource whose properties are worked out, as far as they can be before anything is created. */
export interface PlannedResource {
  readonly logicalId: string
  readonly type: string
  readonly properties: TemplateObject
}

export interface Conflict extends Finding {
  readonly logicalId: string
}

/**
 * Works out what has to be created and in which order.
 *
 * @throws TemplateError that lists everything that is mistaken or not modelled, by file, logical
 * id, type and property.
 */
export function planStack(options: PlanOptions): StackPlan {
  const { template, parameters, names, supportOf, fileOf } = options
  const nameOf = (logicalId: string) =>
    fileOf === undefined ? logicalId : `${fileOf(logicalId)}: ${logicalId}`
  checkDependsOn(template, nameOf)
  const values = resolveParameters(template.Parameters ?? {}, parameters)
  const scopeOf = (created: CreatedLookup) => createScope({ template, names, values, created })
  const conditionOf = scopeOf(nothingCreated).condition
  const resources = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || conditionOf(Condition),
  )
  const existing = new Set(resources.map(([logicalId]) => logicalId))

  const reports = resources.map(([logicalId, resource]) => {
    const needs = new Set(dependsOn(resource).filter((needed) => existing.has(needed)))
    const scope = scopeOf(recordNeeds(needs, existing))
    const properties = atResource(nameOf(logicalId), () =>
      resolveObject(resource.Properties ?? {}, scope),
    )
    const report = checkResource(resource, properties, supportOf)
    return { logicalId, type: resource.Type, properties, needs, ...report }
  })

  const byId = new Map(resources)
  const typedName = (logicalId: string) => `${nameOf(logicalId)} (${byId.get(logicalId)?.Type})`
  const inThemselves = reports.flatMap(({ logicalId, refused }) =>
    refused.map((finding) => ({ logicalId, ...finding })),
  )
  const problems = inThemselves.length > 0 ? inThemselves : (options.findConflicts?.(reports) ?? [])
  if (problems.length > 0) {
    const lines = problems.map(({ logicalId, path, message }) =>
      path === ''
        ? `\n- ${typedName(logicalId)}: ${message}`
        : `\n- ${typedName(logicalId)} ${path}: ${message}`,
    )
    throw new TemplateError(`the template cannot be run:${lines.join('')}`)
  }
  const order = orderResources(
    new Map(reports.map(({ logicalId, needs }) => [logicalId, needs])),
    nameOf,
  )
  return {
    resources: order.map((logicalId) => ({ logicalId, type: byId.get(logicalId)?.Type ?? '' })),
    notices: reports.flatMap(({ logicalId, notices }) =>
      notices.map(({ message }) => `${logicalId} ${message}`),
    ),
    resolveProperties: (logicalId, created) =>
      atResource(nameOf(logicalId), () =>
        resolveObject(byId.get(logicalId)?.Properties ?? {}, scopeOf(created)),
      ),
  }
}

function checkResource(
  resource: TemplateResource,
  properties: TemplateObject,
  supportOf: PlanOptions['supportOf'],
): SupportReport {
  const support = supportOf(resource.Type)
  const report: SupportReport = support
    ? checkSupport(properties, support)
    : {
        refused: [{ path: '', message: 'the resource type is not modelled' }],
        notices: [],
      }
  const attributes = Object.keys(resource)
    .filter((attribute) => !RESOURCE_ATTRIBUTES.has(attribute))
    .map((attribute) => ({
      path: '',
      message: `the resource attribute ${attribute} is not modelled`,
    }))
  return { ...report, refused: [...attributes, ...report.refused] }
}

/** One that has a condition which does not hold may be named; one that is not there may not. */
function checkDependsOn({ Resources }: Template, nameOf: (logicalId: string) => string): void {
  const problems = Object.entries(Resources).flatMap(([logicalId, resource]) =>
    dependsOn(resource)
      .filter((needed) => !Object.hasOwn(Resources, needed))
      .map((needed) => `${nameOf(logicalId)}: DependsOn names ${needed}, which does not exist`),
  )
  if (problems.length > 0) throw new TemplateError(problems.join('\n'))
}

function dependsOn({ DependsOn = [] }: TemplateResource): readonly string[] {
  return typeof DependsOn === 'string' ? [DependsOn] : DependsOn
}

/** Stands in for what is not created yet, and notes what was asked for. */
function recordNeeds(needs: Set<string>, existing: ReadonlySet<string>): CreatedLookup {
  const note = (logicalId: string, value: string) => {
    if (!existing.has(logicalId)) throw new TemplateError(`${logicalId} does not exist`)
    needs.add(logicalId)
    return value
  }
  return {
    ref: (logicalId) => note(logicalId, logicalId),
    getAtt: (logicalId, attribute) => note(logicalId, `${logicalId}.${attribute}`),
  }
}

const nothingCreated: CreatedLookup = {
  ref: (name) => {
    throw new TemplateError(`a condition cannot refer to ${name}`)
  },
  getAtt: (name) => {
    throw new TemplateError(`a condition cannot refer to ${name}`)
  },
}

function createScope({
  template,
  names,
  values,
  created,
}: {
  template: Template
  names: StackNames
  values: Readonly<Record<string, string>>
  created: CreatedLookup
}): Scope {
  const open: string[] = []
  const scope: Scope = {
    mappings: template.Mappings ?? {},
    ref: (name) => values[name] ?? names.pseudoParameter(name) ?? created.ref(name),
    getAtt: created.getAtt,
    condition: (name) => {
      const definition: TemplateValue | undefined = template.Conditions?.[name]
      if (!isRecord(definition)) throw new TemplateError(`there is no condition ${name}`)
      if (open.includes(name)) throw new TemplateError(`the condition ${name} needs itself`)
      open.push(name)
      const value = resolveValue(definition as TemplateObject, scope)
      open.pop()
      return value === true
    },
  }
  return scope
}

function atResource<Result>(name: string, resolve: () => Result): Result {
  try {
    return resolve()
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    throw new TemplateError(`${name}: ${error.message}`, error)
  }
}
