/**
 * A function's variables with queue URLs that lead through the gateway. The client of SQS goes to the
 * host of the queue's URL, whatever its endpoint is.
 * https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-aws-sdk-client-sqs/Interface/QueueUrlInputConfig/
 */
export function byGateway(
  variables: Readonly<Record<string, string>>,
  { sqs, gateway }: { readonly sqs: string; readonly gateway: string },
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.replaceAll(`${sqs}/`, `${gateway}/`),
    ]),
  )
}
