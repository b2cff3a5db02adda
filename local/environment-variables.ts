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
  /** What is wrong with a value, after the variable's name; undefined when nothing is. */
  describeWrong(value: string): string | undefined
}

const PREFIX = 'TAILRACE_'

/** In the order of the help text. */
export const VARIABLES: Readonly<Record<string, Variable>> = {
  OPENSEARCH_URL: url('an OpenSearch that already runs, instead of our own'),
  DYNAMODB_URL: url('a DynamoDB Local that already runs, instead of our own'),
  REDIS_URL: redisUrl('a Redis or Valkey that already runs, instead of our own; its keys stay'),
  TAILRACE_OPENSEARCH_PORT: port('OpenSearch'),
  TAILRACE_DYNAMODB_PORT: port('DynamoDB Local'),
  TAILRACE_SQS_PORT: port('SQS and S3'),
  TAILRACE_REDIS_PORT: port('Redis'),
  TAILRACE_STATE_DIR: path('where state and logs lie, instead of .tailrace'),
  TAILRACE_LAKE_FLUSH_MS: milliseconds(
    'how long a change waits for others before it is in the lake',
  ),
  TAILRACE_TEST_LONG: flag('has the tests run with full counts'),
  JAVA_HOME: path('the JDK that runs the engines, instead of the one on the PATH'),
}

/**
 * Everything that is wrong with the environment, in one message: unknown variables of ours with the
 * name that was probably meant, values that cannot be, and ports that are wanted twice.
 *
 * @returns undefined when nothing is wrong.
 */
export function describeWrongVariables(env: NodeJS.ProcessEnv): string | undefined {
  const wrong = findWrongVariables(env)
  if (wrong.length <= 1) return wrong[0] && `${wrong[0]}.`
  return `The environment is refused:${wrong.map((one) => `\n- ${one}`).join('')}`
}

function findWrongVariables(env: NodeJS.ProcessEnv): string[] {
  const names = Object.keys(VARIABLES)
  const unknown = Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !names.includes(name))
    .map((name) => `${name} is no variable of Tailrace${meant(name)}`)
  const wrong = Object.entries(VARIABLES).flatMap(([name, variable]) => {
    const value = env[name]
    const problem = value === undefined ? undefined : variable.describeWrong(value)
    return problem === undefined ? [] : [`${name} ${problem}`]
  })
  return [...unknown, ...wrong, ...portsWantedTwice(env)]
}

function meant(name: string): string {
  const nearest = nearestWord(
    name,
    Object.keys(VARIABLES).filter((one) => one.startsWith(PREFIX)),
  )
  return nearest === undefined ? '' : `; ${nearest} is one`
}

function portsWantedTwice(env: NodeJS.ProcessEnv): string[] {
  const ports = Object.keys(VARIABLES).filter((name) => name.endsWith('_PORT') && env[name])
  return [...Map.groupBy(ports, (name) => env[name])]
    .filter(([, names]) => names.length > 1)
    .map(([value, names]) => `${names.join(' and ')} are both ${value}`)
}

function port(of: string): Variable {
  return {
    meaning: `the port of ${of}`,
    describeWrong: (value) =>
      isPort(value) ? undefined : `is "${value}", and takes a port, a whole number from 1 to 65535`,
  }
}

function milliseconds(meaning: string): Variable {
  return {
    meaning,
    describeWrong: (value) =>
      /^[1-9]\d{0,5}$/.test(value)
        ? undefined
        : `is "${value}", and takes milliseconds, a whole number from 1 to 999999`,
  }
}

function url(meaning: string): Variable {
  return urlOf(/^https?:\/\/[^/]/, 'a URL that begins with http:// or https://', meaning)
}

/** Of a server, so without a database or anything else after its port. */
function redisUrl(meaning: string): Variable {
  return urlOf(/^rediss?:\/\/[^/?#]+\/?$/, 'redis://host:port or rediss://host:port', meaning)
}

/** A wrong value is not quoted: a URL may hold a password. */
function urlOf(pattern: RegExp, takes: string, meaning: string): Variable {
  const isUrl = (value: string) => pattern.test(value) && URL.canParse(value)
  return {
    meaning,
    describeWrong: (value) => (isUrl(value) ? undefined : `takes ${takes}`),
  }
}

function path(meaning: string): Variable {
  return { meaning, describeWrong: () => undefined }
}

function flag(meaning: string): Variable {
  return {
    meaning,
    describeWrong: (value) => (value === '1' ? undefined : `is "${value}", and takes 1`),
  }
}
