import { definitions } from '../../entities/index.ts'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'
import { openDuckDbLake } from '../lake/duckdb-lake.ts'
import { toLines } from '../lake/query-lines.ts'
import { counted } from './counted.ts'

const LAST_ORDERS = 'SELECT id, status, total, time FROM current ORDER BY time DESC, id LIMIT 5'

/** Shows what a run left in the lake: its objects by day, and the last orders as a query finds them. */
export async function showLake(lakeDir: string, print: (line: string) => void): Promise<void> {
  const files = await listLakeObjects(lakeDir)
  const lake = await openDuckDbLake(files, definitions)
  try {
    const { rows } = await lake.query(
      'SELECT entity, dt, count(*) AS changes FROM changes GROUP BY entity, dt ORDER BY entity, dt',
    )
    print('\nThe lake, by day')
    for (const [entity, day, changes] of rows) {
      const partition = `lake/${entity}/dt=${day}/`
      const objects = files.filter((file) => file.includes(`/${partition}`)).length
      print(
        `  ${partition}  ${counted(Number(changes), 'change')} in ${counted(objects, 'object')}`,
      )
    }
    print(`\n  npx tailrace lake "${LAST_ORDERS}"`)
    for (const line of toLines(await lake.query(LAST_ORDERS), 'table')) print(`  ${line}`)
  } finally {
    lake.close()
  }
}
