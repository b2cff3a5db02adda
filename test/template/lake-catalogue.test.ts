/** What Athena is told of the lake, against what is delivered there and what DuckDB makes of it. */
import { HiveSQL, TrinoSQL } from 'dt-sql-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aChangeEvent, anOrder } from '../builders/change-event.ts'
import { LakeFiles } from '../builders/lake-files.ts'
import { packageForTest } from './packaged-stack.ts'
import { at, list, type Template } from './template.ts'

const VIEWS = ['LakeChangesView', 'LakeCurrentView', 'LakeStatusFlowView']

/** DuckDB's words for Athena's types. */
const ATHENA_TYPES: Readonly<Record<string, string>> = {
  VARCHAR: 'varchar',
  BOOLEAN: 'boolean',
  BIGINT: 'bigint',
  DOUBLE: 'double',
  TIMESTAMP: 'timestamp(3)',
  'VARCHAR[]': 'array(varchar)',
}

interface PrestoView {
  readonly originalSql: string
  readonly schema: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

let stack: Awaited<ReturnType<typeof packageForTest>>
let template: Template
const lake = new LakeFiles()

beforeAll(async () => {
  stack = await packageForTest('dev')
  template = stack.template
}, 120_000)

afterAll(() => lake.remove())

const tableInput = (id: string) => at(template.Resources[id], 'Properties.TableInput')

describe('the table of records', () => {
  it('reads the folders that the delivery stream fills', () => {
    const parameters = at(tableInput('LakeChangesTable'), 'Parameters') as Record<string, unknown>
    const { Properties } = template.Resources.LakeStream ?? {}
    const prefix = String(at(Properties, 'ExtendedS3DestinationConfiguration.Prefix'))

    expect(at(parameters['storage.location.template'], 'Fn::Sub')).toBe(
      `s3://\${LakeBucket}/${prefix.replace(/!\{partitionKeyFromQuery:(\w+)\}/g, '$${!$1}')}`,
    )
    expect(parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.entity.values': 'order',
      'projection.dt.format': 'yyyy-MM-dd',
      'projection.dt.range': '2026-11-01,NOW',
    })
  })

  it('has all that a record has, its folders as partitions, and Hive’s own SerDe', async () => {
    const columns = glueColumns('StorageDescriptor.Columns')
    const partitions = glueColumns('PartitionKeys')
    await lake.deliver([aChangeEvent()])

    const [record] = await lake.query('SELECT * FROM records')

    const names = [...columns, ...partitions].map(({ Name }) => Name)
    expect(names.toSorted()).toEqual(Object.keys(record ?? {}).toSorted())
    expect(at(tableInput('LakeChangesTable'), 'StorageDescriptor.SerdeInfo')).toEqual({
      SerializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe',
    })
  })

  it('is one that Athena’s DDL could have made', () => {
    const parameters = at(tableInput('LakeChangesTable'), 'Parameters') as Record<string, unknown>
    const properties = Object.keys(parameters).map((name) => `'${name}' = 'x'`)
    const declare = (path: string) =>
      glueColumns(path).map(({ Name, Type }) => `\`${Name}\` ${Type}`)

    const ddl = `CREATE EXTERNAL TABLE records (${declare('StorageDescriptor.Columns').join(', ')})
      PARTITIONED BY (${declare('PartitionKeys').join(', ')})
      ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
      LOCATION 's3://lake/lake/' TBLPROPERTIES (${properties.join(', ')})`

    expect(new HiveSQL().validate(ddl)).toEqual([])
  })

  const glueColumns = (path: string) =>
    list(at(tableInput('LakeChangesTable'), path)) as { Name: string; Type: string }[]
})

describe.each(VIEWS)('%s', (id) => {
  it('is stored as Athena stores a view, in the database it stands in', () => {
    const { originalSql, schema } = prestoView(id)
    const database = at(template.Resources.LakeDatabase, 'Properties.DatabaseInput.Name')

    expect(tableInput(id)).toMatchObject({
      TableType: 'VIRTUAL_VIEW',
      Parameters: { presto_view: 'true' },
      PartitionKeys: [],
    })
    expect(schema).toBe(database)
    expect(new TrinoSQL().validate(originalSql)).toEqual([])
  })

  it('names the columns and types that its text has, or Athena would call it stale', async () => {
    const { originalSql, columns } = prestoView(id)
    await lake.deliver([aChangeEvent({ after: anOrder() })])

    const described = await lake.query(`DESCRIBE ${originalSql}`)

    expect(columns).toEqual(
      described.map(({ column_name: name, column_type: type }) => ({
        name,
        type: ATHENA_TYPES[String(type)] ?? String(type).toLowerCase(),
      })),
    )
  })
})

describe('the workgroup', () => {
  it('limits what a query reads, and encrypts what it answers, whatever a client wants', () => {
    const { Properties } = template.Resources.LakeWorkgroup ?? {}

    expect(at(Properties, 'WorkGroupConfiguration')).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10_240 * 1_048_576,
      ResultConfiguration: {
        EncryptionConfiguration: {
          EncryptionOption: 'SSE_KMS',
          KmsKey: { 'Fn::GetAtt': ['DataKey', 'Arn'] },
        },
      },
    })
  })

  it('has the prepared statement as_of', () => {
    expect(template.Resources.LakeAsOf?.Properties).toMatchObject({
      StatementName: 'as_of',
      WorkGroup: { Ref: 'LakeWorkgroup' },
      QueryStatement: expect.stringContaining('from_iso8601_timestamp(?)'),
    })
  })
})

function prestoView(id: string): PrestoView {
  const [, encoded = ''] =
    /^\/\* Presto View: (\S+) \*\/$/.exec(String(at(tableInput(id), 'ViewOriginalText'))) ?? []
  return JSON.parse(Buffer.from(encoded, 'base64').toString()) as PrestoView
}
