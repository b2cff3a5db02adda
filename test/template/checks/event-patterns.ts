import { compilePattern } from '../../../local/event-pattern/index.ts'
import { at, list, resourcesOf, type Template } from '../template.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html */
const PIPE_PATTERN_LENGTH_MAX = 4096
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const RULE_PATTERN_LENGTH_MAX = 2048
const RULE_TARGETS_MAX = 5

/** A pattern that AWS refuses at deploy, where no linter looks: a scalar, a foreign operator, bad JSON. */
export function findBadPatterns(template: Template): string[] {
  const rules = resourcesOf(template, 'AWS::Events::Rule').flatMap(([id, rule]) => {
    const pattern = at(rule, 'Properties.EventPattern')
    const tooLong = JSON.stringify(pattern).length > RULE_PATTERN_LENGTH_MAX
    return [...(tooLong ? [`${id}: pattern too long`] : []), ...refusal(id, pattern, 'rule')]
  })
  const pipes = resourcesOf(template, 'AWS::Pipes::Pipe').flatMap(([id, pipe]) =>
    list(at(pipe, 'Properties.SourceParameters.FilterCriteria.Filters')).flatMap((filter) => {
      const pattern = String(at(filter, 'Pattern'))
      if (pattern.length > PIPE_PATTERN_LENGTH_MAX) return [`${id}: pattern too long`]
      return isJson(pattern)
        ? refusal(id, JSON.parse(pattern), 'pipe')
        : [`${id}: pattern is no JSON`]
    }),
  )
  return [...rules, ...pipes]
}

export function findCrowdedRules(template: Template): string[] {
  return resourcesOf(template, 'AWS::Events::Rule')
    .filter(([, rule]) => list(at(rule, 'Properties.Targets')).length > RULE_TARGETS_MAX)
    .map(([id]) => `${id} has more than ${RULE_TARGETS_MAX} targets`)
}

function refusal(id: string, pattern: unknown, dialect: 'rule' | 'pipe'): string[] {
  try {
    compilePattern(pattern, dialect)
    return []
  } catch (error) {
    return [`${id}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
