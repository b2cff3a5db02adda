/** The lake's catalogue as CloudFormation writes it, made from the entity definitions. */
import type { EntityDefinition } from '../shared/entity/entity-definition.ts'
import { AS_OF, asOfSql } from '../shared/lake/as-of.ts'
import { lakeDatabaseName, lakeWorkgroupName } from '../shared/lake/lake-names.ts'
import { LAKE_TABLE, PARTITION_COLUMNS, tableColumns } from '../shared/lake/lake-table.ts'
import { type LakeView, lakeViews } from '../shared/lake/lake-views.ts'
import type { ViewColumn } from '../shared/lake/view-column.ts'

interface GlueColumn {
  readonly Name: string
  readonly Type: string
}

/** A view of the Glue catalogue, which has no resource type of its own. */
interface ViewInput {
  readonly Name: string
  readonly Description: string
  readonly TableType: 'VIRTUAL_VIEW'
  readonly Parameters: { readonly presto_view: 'true'; readonly comment: string }
  readonly ViewOriginalText: string
  readonly ViewExpandedText: string
  readonly StorageDescriptor: { readonly Columns: GlueColumn[]; readonly SerdeInfo: object }
  readonly PartitionKeys: readonly []
}

export interface LakeCatalogue {
  readonly lakeDatabase: string
  readonly lakeWorkgroup: string
  readonly lakeTable: string
  readonly lakeTableColumns: GlueColumn[]
  readonly lakePartitionColumns: GlueColumn[]
  /** The values of the first partition, separated by commas. */
  readonly lakeEntities: string
  readonly lakeViews: Readonly<Record<string, ViewInput>>
  readonly lakeAsOf: { readonly name: string; readonly sql: string }
}

export function lakeCatalogue(
  stage: string,
  definitions: readonly EntityDefinition[],
): LakeCatalogue {
  const database = lakeDatabaseName(stage)
  const views = lakeViews(definitions).map((view) => [view.name, toViewInput(view, database)])
  return {
    lakeDatabase: database,
    lakeWorkgroup: lakeWorkgroupName(stage),
    lakeTable: LAKE_TABLE,
    lakeTableColumns: tableColumns(definitions).map(({ name, type }) => ({
      Name: name,
      Type: type,
    })),
    lakePartitionColumns: PARTITION_COLUMNS.map((name) => ({ Name: name, Type: 'string' })),
    lakeEntities: definitions.map(({ name }) => name).join(','),
    lakeViews: Object.fromEntries(views),
    lakeAsOf: { name: AS_OF, sql: asOfSql(definitions) },
  }
}

/**
 * As Athena itself stores what CREATE VIEW made: the text and the columns' types in JSON, in base64,
 * in a comment. Where the types are not those of the text, Athena calls the view stale.
 */
function toViewInput({ name, description, columns, sql }: LakeView, database: string): ViewInput {
  const prestoView = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: database,
    columns: columns.map((column) => ({ name: column.name, type: column.type })),
  }
  const encoded = Buffer.from(JSON.stringify(prestoView)).toString('base64')
  return {
    Name: name,
    Description: description,
    TableType: 'VIRTUAL_VIEW',
    Parameters: { presto_view: 'true', comment: 'Presto View' },
    ViewOriginalText: `/* Presto View: ${encoded} */`,
    ViewExpandedText: '/* Presto View */',
    StorageDescriptor: { Columns: columns.map(toGlueColumn), SerdeInfo: {} },
    // Athena wants the list, if only an empty one.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-glue-table-tableinput.html
    PartitionKeys: [],
  }
}

/** Hive's names of the types, which Athena shows but does not read. */
function toGlueColumn({ name, type }: ViewColumn): GlueColumn {
  const hive: Readonly<Record<string, string>> = {
    varchar: 'string',
    'timestamp(3)': 'timestamp',
    'array(varchar)': 'array<string>',
  }
  return { Name: name, Type: hive[type] ?? type }
}
