/**
 * The environment variables that are read here: what each one means and takes.
 *
 * A variable of our own that nobody reads is a slip of the pen that would go unnoticed, so it is
 * refused like a wrong value.
 */
import { isPort } from './engines/ports.ts'
import { nearestWord } from './nearest-word.ts'

interface Variable {
  readonly meaning: string
  /** What it takes, in words. */
  readonly takes: string
  accepts(value: string): boolean
}

const PREFIX = 'TAILRACE_'

/** In the order of the help text. */
export const VARIABLES: Readonly<Record<string, Variable>> = {
  OPENSEARCH_URL: url('an OpenSearch that already runs, instead of our own'),
  DYNAMODB_URL: url('a DynamoDB Local that already runs, instead of our own'),
  TAILRACE_OPENSEARCH_PORT: port('OpenSearch'),
  TAILRACE_DYNAMODB_PORT: port('DynamoDB Local'),
  TAILRACE_SQS_PORT: port('SQS and S3'),
  TAILRACE_STATE_DIR: path('where state and logs lie, instead of .tailrace'),
  TAILRACE_TEST_LONG: oneOf(['1'], 'has the tests run with full counts'),
  JAVA_HOME: path('the JDK that runs the engines, instead of the one on the PATH'),
}

/**
 * Everything that is wrong with the environment: unknown variables of ours with the name that was
 * probably meant, values that cannot be, and ports that are wanted twice. Empty when nothing is.
 */
export function findWrongVariables(env: NodeJS.ProcessEnv): string[] {
  const names = Object.keys(VARIABLES)
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !names.includes(name))
    .map((name) => `${name} is no variable of Tailrace${meant(name)}`)
  const wrong = Object.entries(VARIABLES).flatMap(([name, variable]) => {
    const value = env[name]
    if (value === undefined || variable.accepts(value)) return []
    return [`${name} is "${value}", and takes ${variable.takes}`]
  })
  return [...unknown, ...wrong, ...portsWantedTwice(env)]
}

function meant(name: string): string {
  const nearest = nearestWord(
    name,
    Object.keys(VARIABLES).filter((one) => one.startsWith(PREFIX)),
  )
  return nearest === undefined ? '' : `: did you mean ${nearest}?`
}

function portsWantedTwice(env: NodeJS.ProcessEnv): string[] {
  const ports = Object.keys(VARIABLES).filter((name) => name.endsWith('_PORT') && env[name])
  return [...Map.groupBy(ports, (name) => env[name])]
    .filter(([, names]) => names.length > 1)
    .map(([value, names]) => `${names.join(' and ')} are both ${value}`)
}

function port(of: string): Variable {
  return {
    meaning: `where ${of} listens`,
    takes: 'a port, a whole number from 1 to 65535',
    accepts: isPort,
  }
}

function url(meaning: string): Variable {
  return {
    meaning,
    takes: 'a URL that begins with http:// or https://',
    accepts: (value) => /^https?:\/\/[^/]/.test(value) && URL.canParse(value),
  }
}

function path(meaning: string): Variable {
  return { meaning, takes: 'a path', accepts: () => true }
}

function oneOf(values: readonly string[], meaning: string): Variable {
  return { meaning, takes: values.join(' or '), accepts: (value) => values.includes(value) }
}
