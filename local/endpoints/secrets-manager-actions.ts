import { findSecret, type LocalSecret } from '../resources/secret/local-secret.ts'
import { type Actions, AwsError } from './aws-json.ts'

const CURRENT = 'AWSCURRENT'

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export function secretsManagerActions(secrets: ReadonlyMap<string, LocalSecret>): Actions {
  return {
    'secretsmanager.GetSecretValue': async ({ SecretId, VersionId, VersionStage = CURRENT }) => {
      const secret = findSecret(secrets, String(SecretId))
      const isOtherVersion = VersionId !== undefined && VersionId !== secret?.versionId
      if (secret === undefined || isOtherVersion || VersionStage !== CURRENT) {
        throw new AwsError(
          'ResourceNotFoundException',
          "Secrets Manager can't find the specified secret.",
        )
      }
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: secret.versionId,
        SecretString: secret.value,
        VersionStages: [CURRENT],
        CreatedDate: secret.createdAt / 1000,
      }
    },
  }
}
