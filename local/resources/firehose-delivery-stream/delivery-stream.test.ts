import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChaos } from '../../chaos/chaos.ts'
import { createFakeClock, type FakeClock } from '../../fake-clock.ts'
import { createAccessControl } from '../../policies/access-control.ts'
import { createPolicyRegister, type PolicyRegister } from '../../policies/policy-register.ts'
import type { SignalBody } from '../../signals.ts'
import { checkSupport } from '../../template/check-support.ts'
import { nameStack } from '../../template/stack-names.ts'
import type { TemplateObject } from '../../template/template.ts'
import { iamRole } from '../iam-role/iam-role.ts'
import { kmsKey } from '../kms-key/kms-key.ts'
import type { CreatedResource, Stack } from '../resource-model.ts'
import { aDestination, aQuery } from './a-delivery-stream.ts'
import { deliveryStream } from './delivery-stream.ts'
import type { LocalDeliveryStream } from './local-delivery-stream.ts'
import { firehoseRules } from './rules.ts'

const names = nameStack('lake')
const BUCKET = 'arn:aws:s3:::lake'
const KEY = names.arn('kms', `key/${names.physicalName('Key')}`)
const WRITE = { Effect: 'Allow', Action: 's3:PutObject', Resource: `${BUCKET}/lake/*` }
const USE_KEY = { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: KEY }

function aTrust(statement: object = {}): TemplateObject {
  const Principal = { Service: ['lambda.amazonaws.com', 'firehose.amazonaws.com'] }
  const one = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...statement }
  return { Version: '2012-10-17', Statement: [one] }
}

let trust: TemplateObject
let clock: FakeClock
let policies: PolicyRegister
let signals: SignalBody[]
let written: { Bucket?: string; Key?: string }[]
let streams: Map<string, LocalDeliveryStream>
let created: CreatedResource | undefined

beforeEach(() => {
  trust = aTrust()
  clock = createFakeClock()
  policies = createPolicyRegister()
  signals = []
  written = []
  streams = new Map()
})

afterEach(async () => {
  await created?.stop?.()
  created = undefined
})

/** What the model uses of a stack, and no more. */
function aStack(): Stack {
  const emit = (signal: SignalBody) => void signals.push(signal)
  const send = async ({ input }: { input: { Bucket?: string; Key?: string } }) => {
    written.push(input)
  }
  const access = createAccessControl({ register: policies, emit, logicalIdOf: () => undefined })
  const chaos = createChaos(clock)
  const shared = { names, clock, chaos, random: () => 0, emit, policies, access, flushMs: 2_000 }
  return { ...shared, clients: { s3: { send } }, deliveryStreams: streams } as unknown as Stack
}

/** Creates a stream with a role of these statements, puts a record, and lets its time pass. */
async function putOne(destination: object, ...statements: object[]): Promise<void> {
  const stack = aStack()
  await kmsKey.create({ logicalId: 'Key', type: kmsKey.type, properties: {} }, stack)
  const PolicyDocument = { Version: '2012-10-17', Statement: statements } as TemplateObject
  const role = await iamRole.create(
    {
      logicalId: 'StreamRole',
      type: iamRole.type,
      properties: {
        AssumeRolePolicyDocument: trust,
        Policies: [{ PolicyName: 'own', PolicyDocument }],
      },
    },
    stack,
  )
  created = await deliveryStream.create(
    {
      logicalId: 'LakeStream',
      type: deliveryStream.type,
      properties: {
        DeliveryStreamName: 'orders',
        ExtendedS3DestinationConfiguration: aDestination({
          RoleARN: role.attributes.Arn,
          ...destination,
        }),
      },
    },
    stack,
  )
  const stream = streams.get(String(created.attributes.Arn))
  stream?.put(Buffer.from('{"entity":"order","time":"2026-11-21"}'))
  await stream?.sorted()
  await clock.advance(2_000)
}

describe('deliveryStream', () => {
  it(firehoseRules.role.text, async () => {
    const EncryptionConfiguration = { KMSEncryptionConfig: { AWSKMSKeyARN: KEY } }

    await putOne({ EncryptionConfiguration }, WRITE, USE_KEY)
    await vi.waitFor(() => expect(written).toHaveLength(1))

    expect(written[0]).toMatchObject({
      Bucket: 'lake',
      Key: expect.stringMatching(/^lake\/order\/dt=2026-11-21\/orders-1-/),
    })
    expect(created).toMatchObject({
      ref: 'orders',
      attributes: { Arn: names.arn('firehose', 'deliverystream/orders') },
    })
  })

  it.each([
    ['s3:PutObject', [USE_KEY]],
    ['s3:PutObject', [{ ...WRITE, Resource: `${BUCKET}/other/*` }, USE_KEY]],
    ['kms:GenerateDataKey', [WRITE]],
  ])('writes nothing without %s, says so, and tries again', async (action, statements) => {
    const EncryptionConfiguration = { KMSEncryptionConfig: { AWSKMSKeyARN: KEY } }

    await putOne({ EncryptionConfiguration }, ...statements)
    await vi.waitFor(() =>
      expect(signals.map(({ type }) => type)).toEqual(['access.denied', 'retry.scheduled']),
    )

    expect(signals[0]).toMatchObject({ caller: 'StreamRole', action })
    expect(written).toEqual([])
  })

  it.each([
    [{ RoleARN: 'arn:aws:iam::000000000000:role/Other' }, 'the role'],
    [
      { EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN: 'arn:other' } } },
      'the key arn:other',
    ],
    [{ ProcessingConfiguration: aQuery('{a: ') }, 'its query is no jq'],
  ])('is not created with %j', async (destination, message) => {
    await expect(putOne(destination, WRITE)).rejects.toThrow(message)
  })

  it.each([
    {},
    aTrust({ Principal: { Service: 'lambda.amazonaws.com' } }),
    aTrust({ Principal: '*' }),
    aTrust({ Effect: 'Deny' }),
    aTrust({ Action: 'sts:TagSession' }),
  ])(`${firehoseRules.trust.text} (%j)`, async (document) => {
    trust = document

    await expect(putOne({}, WRITE)).rejects.toThrow('does not let firehose.amazonaws.com assume')
  })

  it('is refused before the start for what AWS would refuse', () => {
    const BufferingHints = { SizeInMBs: 1, IntervalInSeconds: 60 }
    const properties = { ExtendedS3DestinationConfiguration: aDestination({ BufferingHints }) }

    const { refused } = checkSupport(properties, deliveryStream.support)

    expect(refused).toEqual([
      {
        path: 'ExtendedS3DestinationConfiguration',
        message: 'SizeInMBs must be a whole number from 64 to 128, not 1',
      },
    ])
  })
})
