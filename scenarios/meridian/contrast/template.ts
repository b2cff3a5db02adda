const arnOf = (logicalId: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [logicalId, attribute] })

/**
 * The contrast as a template: table, stream, one function, three sinks.
 *
 * The settings are what AWS takes when nothing is said: tried again without an end, no bisecting, no
 * age limit, no DLQ, one batch of a shard at a time. A Pipe reads the stream, in place of a function's
 * own event source mapping; the function answers `[]`, so that the Pipe's bus gets nothing.
 */
export const contrastTemplate = {
  Parameters: { SearchEndpoint: { Type: 'String' }, CacheEndpoint: { Type: 'String' } },
  Resources: {
    OrdersTable: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    },
    LakeBucket: { Type: 'AWS::S3::Bucket' },
    LakeStream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: {
        DeliveryStreamType: 'DirectPut',
        ExtendedS3DestinationConfiguration: {
          BucketARN: arnOf('LakeBucket'),
          RoleARN: arnOf('LakeStreamRole'),
          Prefix: 'lake/order/dt=!{timestamp:yyyy-MM-dd}/',
          ErrorOutputPrefix: 'lake-errors/!{firehose:error-output-type}/',
          CompressionFormat: 'GZIP',
        },
      },
    },
    LakeStreamRole: role('firehose', [
      allow(['s3:PutObject'], { 'Fn::Join': ['', [arnOf('LakeBucket'), '/*']] }),
    ]),
    FanOut: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Role: arnOf('FanOutRole'),
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Code: { S3Bucket: 'none', S3Key: 'fan-out.zip' },
        MemorySize: 512,
        // Lambda's own default is 3 s, in which a slow index would lose every batch.
        Timeout: 60,
        Environment: {
          Variables: {
            SEARCH_ENDPOINT: { Ref: 'SearchEndpoint' },
            CACHE_ENDPOINT: { Ref: 'CacheEndpoint' },
            LAKE_STREAM: { Ref: 'LakeStream' },
          },
        },
      },
    },
    FanOutRole: role('lambda', [allow(['firehose:PutRecordBatch'], arnOf('LakeStream'))]),
    UnusedBus: {
      Type: 'AWS::Events::EventBus',
      Properties: { Name: { Ref: 'AWS::StackName' } },
    },
    Pipe: {
      Type: 'AWS::Pipes::Pipe',
      Properties: {
        RoleArn: arnOf('PipeRole'),
        Source: arnOf('OrdersTable', 'StreamArn'),
        SourceParameters: {
          DynamoDBStreamParameters: {
            StartingPosition: 'TRIM_HORIZON',
            BatchSize: 10,
            MaximumRetryAttempts: -1,
            MaximumRecordAgeInSeconds: -1,
            ParallelizationFactor: 1,
          },
        },
        Enrichment: arnOf('FanOut'),
        Target: arnOf('UnusedBus'),
      },
    },
    PipeRole: role('pipes', [
      allow(
        ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        arnOf('OrdersTable', 'StreamArn'),
      ),
      allow(['lambda:InvokeFunction'], arnOf('FanOut')),
      allow(['events:PutEvents'], arnOf('UnusedBus')),
    ]),
  },
}

function role(service: string, statements: readonly object[]) {
  const Version = '2012-10-17'
  const assume = {
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sts:AssumeRole',
  }
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Version, Statement: [assume] },
      Policies: [{ PolicyName: 'own', PolicyDocument: { Version, Statement: statements } }],
    },
  }
}

function allow(actions: readonly string[], resource: unknown) {
  return { Effect: 'Allow', Action: actions, Resource: resource }
}
