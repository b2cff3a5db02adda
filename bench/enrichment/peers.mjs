import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import { DynamoDBStreamRecord } from '@aws-lambda-powertools/parser/schemas/dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { cdc } from 'aws-lambda-stream/flavors/cdc'
import { fromDynamodb } from 'aws-lambda-stream/from/dynamodb'
import { initialize, initializeFrom } from 'aws-lambda-stream/pipelines/index'
import { publishToEventBridge } from 'aws-lambda-stream/sinks/eventbridge'
import { toPromise } from 'aws-lambda-stream/utils/handler'

/**
 * What others decode stream records with, each from parsed records to text. None checks a schema,
 * compares the images or masks anything; the parser checks the record's own form.
 */
export const peers = {
  'util-dynamodb: unmarshall twice': (records) =>
    JSON.stringify(records.map(({ dynamodb }) => toImages(dynamodb))),

  'Powertools batch, a handler that unmarshalls': async (Records) => {
    const images = []
    const handle = async ({ dynamodb }) => void images.push(toImages(dynamodb))
    await processPartialResponse({ Records }, handle, new BatchProcessor(EventType.DynamoDBStreams))
    return JSON.stringify(images)
  },

  'Powertools parser, its schema of a record': (records) =>
    JSON.stringify(records.map((record) => DynamoDBStreamRecord.parse(record).dynamodb)),

  'aws-lambda-stream, nothing published': (Records) => run({ Records }, publishNothing),

  'aws-lambda-stream, its publish step, no network': (Records) =>
    run({ Records }, publishToEventBridge),
}

function toImages({ NewImage = {}, OldImage = {} }) {
  return { after: unmarshall(NewImage), before: unmarshall(OldImage) }
}

function run(event, publish) {
  const rules = [{ id: 'changes', flavor: cdc, eventType: /.*/ }]
  return initialize(initializeFrom(rules), { ...OPTIONS, publish })
    .assemble(fromDynamodb(event, { eventTypePrefix: 'order' }), false)
    .through(toPromise)
}

const OPTIONS = { debug: () => undefined, busName: 'changes' }
const publishNothing = () => (stream) => stream

// The bus takes everything at once.
EventBridgeClient.prototype.send = async ({ input }) => ({
  FailedEntryCount: 0,
  Entries: input.Entries.map((_, place) => ({ EventId: String(place) })),
})
