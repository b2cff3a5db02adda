/** A key that data is encrypted with, as far as permissions go. */
export type DataKey =
  | { readonly kind: 'of-stack'; readonly arn: string }
  /** `alias/aws/sqs`: everyone in the account may use it through its service, and no service may. */
  | { readonly kind: 'aws-managed'; readonly alias: string }

/** Keys of the stack, and what is encrypted with which. */
export interface KeyRegister {
  add(key: { readonly id: string; readonly arn: string }): void
  addAlias(alias: string, targetKeyId: string): void
  /**
   * @param keyId ARN or id of a key, or name or ARN of an alias.
   * @throws Error for a key that is neither of the stack nor managed by AWS.
   */
  find(keyId: string): DataKey
  /** Notes what a resource is encrypted with. */
  encrypt(resourceArn: string, key: DataKey): void
  /** Of the resource, or of what it lies in: an object's bucket, a table's index or stream. */
  ofResource(resourceArn: string): DataKey | undefined
}

const AWS_MANAGED = /^(?:arn:[^:]+:kms:[^:]*:[^:]*:)?(alias\/aws\/.+)$/

export function createKeyRegister(): KeyRegister {
  /** ARN of a key by all it may be called. */
  const arns = new Map<string, string>()
  const encrypted = new Map<string, DataKey>()
  return {
    add({ id, arn }) {
      arns.set(arn, arn).set(id, arn)
    },
    addAlias(alias, targetKeyId) {
      const arn = arns.get(targetKeyId)
      if (arn === undefined) throw new Error(`the key ${targetKeyId} is not in this stack`)
      const beforeKey = arn.slice(0, arn.lastIndexOf(':') + 1)
      arns.set(alias, arn).set(`${beforeKey}${alias}`, arn)
    },
    find(keyId) {
      const arn = arns.get(keyId)
      if (arn !== undefined) return { kind: 'of-stack', arn }
      const alias = AWS_MANAGED.exec(keyId)?.[1]
      if (alias !== undefined) return { kind: 'aws-managed', alias }
      throw new Error(`the key ${keyId} is neither in this stack nor managed by AWS`)
    },
    encrypt: (resourceArn, key) => void encrypted.set(resourceArn, key),
    ofResource(resourceArn) {
      const around = [...encrypted].find(([arn]) => resourceArn.startsWith(`${arn}/`))
      return encrypted.get(resourceArn) ?? around?.[1]
    },
  }
}
