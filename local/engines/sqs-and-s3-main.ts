/**
 * SQS and S3 in a process of their own.
 *
 * Arguments: port, folder for messages (`sqs`) and objects (`s3`). Says when it is ready and ends
 * with its standard input, as the Java engines do. A line `clock 900000` there moves its clock so many
 * milliseconds ahead of the machine's; any other line does nothing.
 */
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { shiftDate } from '../shift-date.ts'
import { bindToLoopback } from './bind-to-loopback.ts'
import { dropTornObjects } from './drop-torn-objects.ts'
import { mendBatches } from './mend-batches.ts'
import { mendCharacters } from './mend-characters.ts'
import { mendExpiry } from './mend-expiry.ts'
import { mendMessageStore } from './mend-message-store.ts'
import { mendObjects } from './mend-objects.ts'
import { mendRedrive } from './mend-redrive.ts'
import { MESSAGES, OBJECTS } from './sqs-and-s3.ts'

const [port, dataDir] = process.argv.slice(2)
if (port === undefined || dataDir === undefined) throw new Error('port and folder are needed')

shiftDate(0)
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [, byMs] = /^clock (\d+)$/.exec(line) ?? []
    if (byMs !== undefined) shiftDate(Number(byMs))
  })
  .on('close', () => process.exit(0))

bindToLoopback()
mendMessageStore()
await mendBatches()
await mendExpiry()
await mendCharacters()
await mendObjects()
await mendRedrive()
const s3StorageDir = join(dataDir, OBJECTS)
for (const path of await dropTornObjects(s3StorageDir)) {
  process.stdout.write(`removed ${path}: its store was killed while it wrote or deleted it\n`)
}

// Loaded last: it takes hold of what is changed above.
const { startFauxqs } = await import('fauxqs')
await startFauxqs({
  port: Number(port),
  logger: false,
  dataDir: join(dataDir, MESSAGES),
  s3StorageDir,
})
process.stdout.write('tailrace: ready\n')
