import { usesWildcard } from '../event-pattern/declared-pattern.ts'
import { WILDCARD_RULES_MAX } from '../event-pattern/limits.ts'
import type { Conflict, PlannedResource } from '../template/plan-stack.ts'

/** What AWS refuses of resources that are each in order by themselves. */
export function findConflicts(resources: readonly PlannedResource[]): readonly Conflict[] {
  const rules = resources
    .filter(({ type }) => type === 'AWS::Events::Rule')
    .filter(({ properties }) => usesWildcard(properties.EventPattern))
  return [...Map.groupBy(rules, busOf).values()].flatMap((ofOneBus) =>
    ofOneBus.slice(WILDCARD_RULES_MAX).map(({ logicalId }) => ({
      logicalId,
      path: 'EventPattern',
      message: `a bus takes ${WILDCARD_RULES_MAX} rules with a wildcard, and has them already`,
    })),
  )
}

function busOf({ properties }: PlannedResource): string {
  return String(properties.EventBusName)
}
