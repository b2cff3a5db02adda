import * as v from 'valibot'
import { parseStreamArn } from '../../shared/change-event/parse-stream-arn.ts'
import { ConfigError } from '../../shared/errors/pipeline-error.ts'

/** CloudFormation hands every property over as text. */
const wholeNumber = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.digits('must be a whole number'),
    v.transform(Number),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  )

const schema = v.object({
  TableStreamArn: v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const stream = parseStreamArn(dataset.value)
      if (stream !== undefined) return stream
      addIssue({ message: "must be the ARN of a table's stream" })
      return NEVER
    }),
  ),
  Shards: wholeNumber(1, 1024),
  Replicas: wholeNumber(0, 10),
})

export type ResourceProperties = v.InferOutput<typeof schema>

/**
 * Reads the custom resource's properties. Others (the service token, the digest that makes
 * CloudFormation see a changed definition) are not looked at.
 *
 * @throws ConfigError `resource.properties_invalid` that lists every one that is missing or wrong.
 */
export function parseResourceProperties(properties: unknown): ResourceProperties {
  const result = v.safeParse(schema, properties)
  if (result.success) return result.output
  const problems = result.issues.map((issue) => {
    const isMissing = issue.received === 'undefined'
    return `${v.getDotPath(issue)} ${isMissing ? 'is missing' : issue.message}`
  })
  throw new ConfigError('resource.properties_invalid', `${problems.join('; ')}.`)
}
