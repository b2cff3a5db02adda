import type { RuntimeFile } from '../../local/runtime-file.ts'
import type { TableKeys } from '../../shared/entity/table-keys.ts'
import type { Deployment } from '../deployment/deployment.ts'
import { requireEntry } from '../running-runtime.ts'
import type { Asker } from './asker.ts'

/** Everything of the running pipeline that knows something of a change. */
export interface Sources {
  readonly runtime: RuntimeFile
  readonly deployment: Deployment
  readonly logsDir: string
  readonly keys: TableKeys
  readonly asker: Asker
}

export function tableNameOf({ runtime }: Sources): string {
  return requireEntry(runtime.resources, 'OrdersTable')
}
