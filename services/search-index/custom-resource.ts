/**
 * What CloudFormation asks of a custom resource and what it wants to hear.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
import * as v from 'valibot'
import { fitReason } from './fit-reason.ts'

const text = v.pipe(v.string(), v.nonEmpty())

export const customResourceRequest = v.object({
  RequestType: v.picklist(['Create', 'Update', 'Delete']),
  /** Signed: whoever has it can answer for the stack, so it is never logged. */
  ResponseURL: v.pipe(v.string(), v.url()),
  StackId: text,
  RequestId: text,
  LogicalResourceId: text,
  /** Absent on Create. */
  PhysicalResourceId: v.optional(text),
  ResourceProperties: v.record(v.string(), v.unknown()),
})
export type CustomResourceRequest = v.InferOutput<typeof customResourceRequest>

export interface CustomResourceResult {
  readonly Status: 'SUCCESS' | 'FAILED'
  readonly Reason?: string
  readonly Data?: Readonly<Record<string, string>>
}

export interface CustomResourceResponse extends CustomResourceResult {
  readonly PhysicalResourceId: string
  readonly StackId: string
  readonly RequestId: string
  readonly LogicalResourceId: string
}

/**
 * CloudFormation takes 4096 bytes in all, of which a physical id may take 1024.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
const REASON_BYTES_MAX = 1_500

/**
 * The response to a request. The physical id is the same for every request, failed ones too: a new
 * one would make CloudFormation delete what the old one names.
 */
export function toResponse(
  request: CustomResourceRequest,
  { Reason, ...result }: CustomResourceResult,
): CustomResourceResponse {
  return {
    ...result,
    ...(Reason !== undefined && { Reason: fitReason(Reason, REASON_BYTES_MAX) }),
    PhysicalResourceId: request.PhysicalResourceId ?? request.LogicalResourceId,
    StackId: request.StackId,
    RequestId: request.RequestId,
    LogicalResourceId: request.LogicalResourceId,
  }
}

/** Sends a response to the URL of its request. Rejects when it could not be delivered. */
export type Respond = (url: string, response: CustomResourceResponse) => Promise<void>
