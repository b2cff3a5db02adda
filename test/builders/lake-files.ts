import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type DuckDbLake, openDuckDbLake } from '../../cli/lake/duckdb-lake.ts'
import { definitions } from '../../entities/index.ts'
import { listLakeObjects } from '../../local/agreement/list-lake-objects.ts'
import type { ChangeEvent } from '../../shared/change-event/change-event.ts'
import type { EntityDefinition } from '../../shared/entity/entity-definition.ts'
import { planColumns, toLakeLine } from '../../shared/lake/lake-record.ts'

/** A folder of lake objects, as the delivery stream leaves them. */
export class LakeFiles {
  readonly #entities: readonly EntityDefinition[]
  #dir = ''
  #objects = 0

  constructor(entities = definitions) {
    this.#entities = entities
  }

  /** Each batch becomes an object in every partition that it touches. */
  async deliver(...batches: (readonly ChangeEvent[])[]): Promise<void> {
    for (const batch of batches) {
      const partitions = Map.groupBy(batch, ({ entity, time }) =>
        join('lake', entity, `dt=${time.slice(0, 10)}`),
      )
      for (const [partition, events] of partitions) await this.#write(partition, events)
    }
  }

  /** What `use` answers of the lake as it is now. */
  async inDuckDb<Answer>(use: (lake: DuckDbLake) => Promise<Answer>): Promise<Answer> {
    const files = await listLakeObjects(await this.folder())
    const lake = await openDuckDbLake(files, this.#entities)
    try {
      return await use(lake)
    } finally {
      lake.close()
    }
  }

  /** The rows of a query, each by its columns' names. */
  async query(sql: string): Promise<Record<string, unknown>[]> {
    const { columns, rows } = await this.inDuckDb((lake) => lake.query(sql))
    return rows.map((row) =>
      Object.fromEntries(columns.map((column, place) => [column, row[place]])),
    )
  }

  async remove(): Promise<void> {
    if (this.#dir !== '') await rm(this.#dir, { recursive: true, force: true })
    this.#dir = ''
  }

  async #write(partition: string, events: readonly ChangeEvent[]): Promise<void> {
    const folder = join(await this.folder(), partition)
    await mkdir(folder, { recursive: true })
    this.#objects += 1
    const lines = events.map((event) => {
      const definition = this.#entities.find(({ name }) => name === event.entity)
      return toLakeLine(event, planColumns(definition ?? {}))
    })
    await writeFile(join(folder, `${this.#objects}.json.gz`), gzipSync(lines.join('')))
  }

  /** Where they lie. */
  async folder(): Promise<string> {
    if (this.#dir === '') this.#dir = await mkdtemp(join(tmpdir(), 'tailrace-lake-'))
    return this.#dir
  }
}
