/** A secret of the stack, kept in memory. */
export interface LocalSecret {
  readonly arn: string
  readonly name: string
  readonly value: string
  readonly versionId: string
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** By ARN or by name, as GetSecretValue takes either. */
export function findSecret(
  secrets: ReadonlyMap<string, LocalSecret>,
  secretId: string,
): LocalSecret | undefined {
  return secrets.get(secretId) ?? [...secrets.values()].find(({ name }) => name === secretId)
}
