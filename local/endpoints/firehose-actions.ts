import type { Chaos } from '../chaos/chaos.ts'
import { InjectedFault } from '../chaos/fault.ts'
import {
  type DeliveryStreams,
  putRecord,
  putRecordBatch,
  unavailable,
} from '../resources/firehose-delivery-stream/put-records.ts'
import type { Actions } from './aws-json.ts'

/**
 * With the faults of the hop `firehose`.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_Operations.html
 */
export function firehoseActions(streams: DeliveryStreams & { readonly chaos: Chaos }): Actions {
  const disturbed = async (put: () => unknown) => {
    try {
      return await streams.chaos.through('firehose', async () => put())
    } catch (error) {
      throw error instanceof InjectedFault ? unavailable() : error
    }
  }
  return {
    'Firehose_20150804.PutRecord': (input) => disturbed(() => putRecord(input, streams)),
    'Firehose_20150804.PutRecordBatch': (input) => disturbed(() => putRecordBatch(input, streams)),
  }
}
