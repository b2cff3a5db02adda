import { PipelineError } from '../shared/errors/pipeline-error.ts'

/**
 * The run came to a point where AWS would do what is not modelled yet. The runtime stops and names
 * the setting: going on would pretend.
 */
export class StoppedByName extends PipelineError {
  readonly resource: string
  readonly setting: string

  constructor(resource: string, setting: string, reason: string) {
    super(
      'local.not_modelled_yet',
      `${resource}: ${reason}. On AWS ${setting} would act now; the local runtime does not model it yet.`,
    )
    this.resource = resource
    this.setting = setting
  }
}
