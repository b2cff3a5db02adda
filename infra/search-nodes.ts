/** What types of OpenSearch nodes can do, as far as the domain in search.yml asks for it. */

/**
 * Families with disks of their own that take no EBS volume, and old ones without encryption at rest:
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html
 */
const WITHOUT_EBS = ['i3', 'i4g', 'i4i', 'i8g', 'im4gn', 'oi2', 'r6gd', 'r7gd', 'r8gd']
const WITHOUT_ENCRYPTION = ['m3', 'r3', 't2']

/**
 * GiB of gp3, for the types whose limit a person with a small domain meets:
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html#ebsresource
 */
const VOLUME_GIB_MAX: ReadonlyMap<string, number> = new Map([
  ['t3.small.search', 100],
  ['t3.medium.search', 200],
])

/** @param instanceType `<family>.<size>.search` */
export function takesEncryptedVolume(instanceType: string): boolean {
  const [family = ''] = instanceType.split('.')
  return !WITHOUT_EBS.includes(family) && !WITHOUT_ENCRYPTION.includes(family)
}

/** Whether such a node takes a volume of `gib`. True for a type whose limit is not known here. */
export function takesVolumeOf(gib: number, instanceType: string): boolean {
  return gib <= (VOLUME_GIB_MAX.get(instanceType) ?? gib)
}
