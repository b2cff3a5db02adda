interface WantedStage {
  readonly stage?: string | undefined
  readonly region?: string | undefined
}

/** What a command that is to be pasted carries: ` --stage prod --region eu-west-1`; empty for here. */
export function stageFlags({ stage, region }: WantedStage): string {
  const ofRegion = region === undefined ? '' : ` --region ${region}`
  return stage === undefined ? '' : ` --stage ${stage}${ofRegion}`
}
