/** The settings of the cache sink, a part of settings.ts. */
import { CACHE_AUTHS, CACHE_MODES } from '../shared/cache/cache-endpoint.ts'
import { oneOf, text, wholeNumber } from './setting.ts'

/** `subnet-1a,subnet-2b` */
const IDS = (kind: string) => ({
  default: '',
  pattern: new RegExp(`^(${kind}-[0-9a-f]+(,${kind}-[0-9a-f]+)*)?$`),
  range: `empty or ${kind}-...,${kind}-...`,
})

/** Part of an IPv4 address. */
const OCTET = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)'

export const cacheSettings = {
  cacheBatchSize: wholeNumber(
    { default: 10, min: 1, max: 10_000, unit: 'events' },
    'Events the cache invalidator takes at once.',
  ),
  cacheBatchingWindowSeconds: wholeNumber(
    { default: 0, min: 0, max: 300, unit: 's' },
    'How long to wait for such a batch, and so how much longer an old value is served. SQS wants at least 1 for more than 10 events.',
  ),
  cacheConcurrencyMax: wholeNumber(
    { default: 10, min: 2, max: 1000, unit: 'batches' },
    'Batches the cache invalidator works on at a time, each with a connection of its own.',
  ),
  cacheMemoryMib: wholeNumber(
    { default: 512, min: 128, max: 10_240, unit: 'MiB' },
    'Memory of the cache invalidator.',
  ),
  cacheTimeoutSeconds: wholeNumber(
    { default: 30, min: 12, max: 900, unit: 's' },
    'Time for one batch. The queue hides a batch for six times as long.',
  ),
  cacheRequestTimeoutMs: wholeNumber(
    { default: 5000, min: 500, max: 60_000, unit: 'ms' },
    "Time for a batch's call to the cache, connecting included.",
  ),
  cachePrefix: text(
    {
      default: 'tailrace',
      // None of them means anything in a key's slot or in an access string.
      pattern: /^[A-Za-z0-9._:-]{1,64}$/,
      range: '1 to 64 letters, digits, dots, colons, - or _',
    },
    'What every key begins with. The application that reads through the cache uses the same.',
  ),
  cacheFloorTtlSeconds: wholeNumber(
    { default: 86_400, min: 60, max: 2_592_000, unit: 's' },
    'How long the newest change of an item is remembered in the cache, counted from the first of them. A forgotten one costs a miss when it comes again.',
  ),
  cacheEndpoint: text(
    {
      default: '',
      pattern: /^(rediss?:\/\/[^/@?#\s]+)?$/,
      range: 'empty, redis://host:port or rediss://host:port',
    },
    'A Valkey or Redis that exists already. Empty: the stack makes an ElastiCache Serverless cache in a VPC of its own.',
  ),
  cacheMode: oneOf(
    CACHE_MODES,
    { default: 'cluster' },
    'Whether the cache is a cluster. ElastiCache Serverless always is.',
  ),
  cacheAuth: oneOf(
    CACHE_AUTHS,
    { default: 'iam' },
    'How the invalidator says who it is. none is for an endpoint of your own that trusts its network.',
  ),
  cacheName: text(
    {
      default: '',
      pattern: /^([a-z][a-z0-9-]{0,39})?$/,
      range: 'empty, or the name of an ElastiCache Serverless cache',
    },
    'With iam at an endpoint of your own: the cache the invalidator may connect to.',
  ),
  cacheUser: text(
    {
      default: '',
      pattern: /^([a-z][a-z0-9-]{0,39})?$/,
      range: 'empty, or the id of an ElastiCache user',
    },
    'With iam at an endpoint of your own: the user it connects as, whose name is its id.',
  ),
  cacheSubnetIds: text(
    IDS('subnet'),
    'Where the invalidator stands to reach an endpoint of your own. They need a way to SQS.',
  ),
  cacheSecurityGroupIds: text(IDS('sg'), 'The security groups it has there.'),
  cacheVpcCidr: text(
    {
      default: '10.107.0.0/22',
      pattern: new RegExp(`^${OCTET}(\\.${OCTET}){3}/(1[6-9]|2[0-2])$`),
      range: 'an IPv4 block of /16 to /22',
    },
    "Addresses of the stack's own VPC. One that is to be peered with yours must not overlap it.",
  ),
  cacheDataGbMax: wholeNumber(
    { default: 5, min: 1, max: 5000, unit: 'GB' },
    'What the cache of the stack may hold. Above it the values that were not read for longest go.',
  ),
  cacheEcpuPerSecondMax: wholeNumber(
    { default: 10_000, min: 1000, max: 15_000_000, unit: 'ECPU/s' },
    'What it may do: about as many simple calls a second. Above it calls are refused, and come back.',
  ),
}
