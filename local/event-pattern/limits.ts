/** Combinations that the alternatives of all `$or` of a pattern make. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export const OR_COMBINATIONS_MAX = 1000

/** Characters of a rule's pattern; a quota that AWS raises on request. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const RULE_PATTERN_LENGTH_MAX = 2048

/** Characters of a Pipe filter's pattern. https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Filter.html */
export const FILTER_PATTERN_LENGTH_MAX = 4096

/** Rules with a wildcard on one bus. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const WILDCARD_RULES_MAX = 30
