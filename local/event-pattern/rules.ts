import { defineRules } from '../rules/rule.ts'

const OPERATORS =
  'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html'
const PATTERNS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html'
const ARRAYS =
  'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html'
const PIPE_FILTERS =
  'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html'
const QUOTAS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html'
const FILTER_API = 'https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Filter.html'
/** AWS's own matcher, with which the recorded answers were made. */
const RULER = 'https://github.com/aws/event-ruler'

/** What event patterns of rules and Pipe filters hold to. */
export const patternRules = defineRules({
  matchesAsRecorded: {
    text: "Every recorded pattern and event gets the answer of AWS's own open-source matcher.",
    source: RULER,
  },
  fieldsAllValuesAny: {
    text: 'All fields of a pattern must match; of the values in a list one is enough.',
    source: PATTERNS,
  },
  pathsAreDotted: {
    text: 'A field is its dotted path: {"a.b": 1} and {"a": {"b": 1}} are the same field.',
    source: RULER,
  },
  exactByValue: {
    text: 'A plain value matches by value and type: 300 matches 3.0e2, never the text "300".',
    source: OPERATORS,
  },
  existsSeesLeaves: {
    text: 'exists sees leaves only: {}, [] and an object do not exist, null and "" do.',
    source: OPERATORS,
  },
  absentWithParent: {
    text: 'exists: false matches where a parent is missing, null or a plain value.',
    source: RULER,
  },
  anythingButNeedsField: {
    text: 'anything-but needs the field to be there; null and values of another type match it.',
    source: OPERATORS,
  },
  anythingButInArray: {
    text: 'On an array anything-but matches when one element differs.',
    source: RULER,
  },
  arraysByIntersection: {
    text: 'A list matches an array of the event when they share a value.',
    source: ARRAYS,
  },
  oneElementOfArray: {
    text: 'Fields inside an array of objects must match within one element of it.',
    source: RULER,
  },
  numericRange: {
    text: 'numeric takes one comparison, or a lower bound and then a higher one; text never matches.',
    source: OPERATORS,
  },
  numericDoubles: {
    text: 'Numbers are compared as doubles, whatever their size.',
    chosen:
      'AWS documents numeric matching from -5e9 to 5e9 and with 6 decimals, and does not say what becomes of a number outside; its open-source matcher takes it.',
    source: OPERATORS,
  },
  prefixAndSuffix: {
    text: 'prefix and suffix match the ends of a text, on wish without regard to case.',
    source: OPERATORS,
  },
  ignoresCase: {
    text: 'equals-ignore-case matches a text in any case.',
    source: OPERATORS,
  },
  wildcardEscapes: {
    text: 'In wildcard, * stands for any text, \\* and \\\\ for themselves; ** is refused.',
    source: OPERATORS,
  },
  wildcardComplexity: {
    text: 'No wildcard is refused for its complexity.',
    chosen:
      'AWS refuses rules whose wildcards are too complex and does not say how that is measured.',
    source: OPERATORS,
  },
  addresses: {
    text: 'cidr matches the addresses of a block, and an address given plainly matches any spelling.',
    source: OPERATORS,
  },
  fullMaskRefused: {
    text: 'cidr refuses the block of one address, /32 and /128.',
    chosen: "AWS's open-source matcher refuses it; whether EventBridge does is not documented.",
    source: RULER,
  },
  orOfObjects: {
    text: '$or takes at least two objects of fields, and inside it operators are no field names.',
    source: OPERATORS,
  },
  orCombinations: {
    text: 'A pattern whose $or make over 1000 combinations is refused.',
    source: OPERATORS,
  },
  refusesEmpty: {
    text: 'An empty pattern, object or list is refused: it would match nothing.',
    source: RULER,
  },
  refusesBareValues: {
    text: 'A value that stands in no list is refused.',
    source: PATTERNS,
  },
  pipeOperators: {
    text: 'A Pipe filter refuses wildcard, and anything-but with an operator inside.',
    source: PIPE_FILTERS,
  },
  pipeUnlisted: {
    text: 'A Pipe filter refuses cidr and exactly.',
    chosen: "AWS's table of operators lists neither for Pipes: better refused here than there.",
    source: PIPE_FILTERS,
  },
  parsedJson: {
    text: 'Patterns and events are compared as parsed JSON: of a name that stands twice the last counts.',
    chosen: 'A resource of a template, and an event on the bus, are read as JSON long before.',
  },
  namesAsTheyAre: {
    text: 'An empty name is a name, and case is ignored for whole characters.',
    chosen:
      "AWS's open-source matcher loses an empty name below another and turns characters outside the basic plane into ??; taken for mistakes of the library.",
    source: RULER,
  },
  rulePatternLength: {
    text: 'A rule whose pattern is longer than 2,048 characters is refused.',
    source: QUOTAS,
    chosen: 'AWS raises the quota on request, to 4,096; the default counts here.',
  },
  filterPatternLength: {
    text: 'A Pipe filter longer than 4,096 characters is refused.',
    source: FILTER_API,
  },
  filtersAtMost: {
    text: 'A Pipe with more than five filters is refused.',
    source: PIPE_FILTERS,
  },
  wildcardRulesAtMost: {
    text: 'The 31st rule of one bus with a wildcard is refused.',
    source: QUOTAS,
  },
  refusedAtStart: {
    text: 'Bad patterns stop the start, all at once, with file, resource, place and reason.',
    chosen: 'On AWS the deploy fails at the first one.',
  },
})
