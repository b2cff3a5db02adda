import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { afterEach, describe, expect, it } from 'vitest'
import { type HttpServer, startHttpServer } from '../../test/fakes/http-server.ts'
import { describeStack } from './describe-stack.ts'

const STACK = `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
  <DescribeStacksResult><Stacks><member><StackName>tailrace-prod</StackName>
    <Parameters>
      <member><ParameterKey>SequenceLayout</ParameterKey><ParameterValue>aws</ParameterValue></member>
      <member><ParameterKey>SearchEndpoint</ParameterKey><ParameterValue/></member>
    </Parameters>
    <Outputs>
      <member><Description>The &lt;index&gt;</Description><OutputKey>SearchUrl</OutputKey>
        <OutputValue>https://search.example?a=1&amp;b=2</OutputValue></member>
    </Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
const page = (members: string, token = '') =>
  `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>${members}
   </StackResourceSummaries>${token}</ListStackResourcesResult></ListStackResourcesResponse>`
const FIRST = page(
  `<member><ResourceStatus>CREATE_COMPLETE</ResourceStatus>
   <LogicalResourceId>SearchDlq</LogicalResourceId>
   <PhysicalResourceId>https://sqs.eu-west-1.amazonaws.com/1/tailrace-SearchDlq-X</PhysicalResourceId></member>`,
  '<NextToken>more</NextToken>',
)
const SECOND = page(
  `<member><LogicalResourceId>NotYet</LogicalResourceId></member>
   <member><PhysicalResourceId>bucket</PhysicalResourceId>
   <LogicalResourceId>ParkedBucket</LogicalResourceId></member>`,
)

let server: HttpServer
afterEach(() => server.stop())

async function ask(answer: (body: URLSearchParams) => { status?: number; xml: string }) {
  server = await startHttpServer(({ body }, response) => {
    const { status = 200, xml } = answer(new URLSearchParams(body))
    response.writeHead(status).end(xml)
  })
  const client = new CloudFormationClient({
    ...{ endpoint: server.url, region: 'eu-west-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  return describeStack(client, 'tailrace-prod')
}

describe('describeStack', () => {
  it('reads resources of all pages, outputs and parameters', async () => {
    const stack = await ask((query) => {
      if (query.get('Action') === 'DescribeStacks') return { xml: STACK }
      return { xml: query.get('NextToken') === 'more' ? SECOND : FIRST }
    })

    expect(stack).toEqual({
      resources: {
        SearchDlq: 'https://sqs.eu-west-1.amazonaws.com/1/tailrace-SearchDlq-X',
        ParkedBucket: 'bucket',
      },
      outputs: { SearchUrl: 'https://search.example?a=1&b=2' },
      parameters: { SequenceLayout: 'aws' },
    })
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array(3).fill(expect.stringContaining('/eu-west-1/cloudformation/aws4_request')),
    )
  })

  it('says why it cannot be asked', async () => {
    const xml =
      '<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack does not exist</Message></Error></ErrorResponse>'

    await expect(ask(() => ({ status: 400, xml }))).rejects.toThrow(
      'CloudFormation cannot be asked: Stack does not exist',
    )
    await server.stop()
    await expect(ask(() => ({ status: 500, xml: '' }))).rejects.toThrow(
      'CloudFormation cannot be asked: ',
    )
  })
})
