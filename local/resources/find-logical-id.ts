import type { CreatedResource } from './resource-model.ts'

/** Logical id of what has an ARN, or of what it lies in: a bucket's object, a table's index. */
export function findLogicalId(
  created: ReadonlyMap<string, CreatedResource>,
  arn: string,
): string | undefined {
  const entries = [...created]
  const exact = entries.find(([, { attributes }]) => Object.values(attributes).includes(arn))
  const around = entries.find(
    ([
      ,
      {
        attributes: { Arn },
      },
    ]) => Arn && arn.startsWith(`${Arn}/`),
  )
  return (exact ?? around)?.[0]
}
