/**
 * What the catalogue's parts of a stage are called. Views name their database in their own text, and
 * whoever queries names the workgroup, so these names are chosen and not CloudFormation's.
 */
const SERVICE = 'tailrace'

/** Athena reads names in lower case, and takes no hyphen without quotes. */
export function lakeDatabaseName(stage: string): string {
  return `${SERVICE}_${stage.toLowerCase().replaceAll('-', '_')}`
}

export function lakeWorkgroupName(stage: string): string {
  return `${SERVICE}-${stage}`
}
