import {
  type DeliveryStreams,
  putRecord,
  putRecordBatch,
} from '../resources/firehose-delivery-stream/put-records.ts'
import type { Actions } from './aws-json.ts'

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_Operations.html */
export function firehoseActions(streams: DeliveryStreams): Actions {
  return {
    'Firehose_20150804.PutRecord': async (input) => putRecord(input, streams),
    'Firehose_20150804.PutRecordBatch': async (input) => putRecordBatch(input, streams),
  }
}
