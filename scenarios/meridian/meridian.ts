import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { type Command, type CommandContext, EXIT } from '../../cli/command.ts'
import { listenForInterruption } from '../../cli/up/interruption.ts'
import { parseOptions, wholeNumber } from '../parse-options.ts'
import { withOwnFolder } from '../with-own-folder.ts'
import { drawPicture } from './picture.ts'
import { PART_FOLDERS, playParts } from './play-parts.ts'
import type { Parts } from './recording.ts'
import { sideBySide } from './report.ts'
import { SECONDS_DEFAULT, SECONDS_MAX, SECONDS_MIN, type Timeline, timelineOf } from './timeline.ts'
import { describeDelay, describeOutcome } from './verdict.ts'

const OPTIONS = {
  seed: { type: 'string' },
  seconds: { type: 'string' },
  picture: { type: 'string' },
} as const

/** Larger ones are no seed of the generator. */
const SEED_MAX = 1_000_000_000

const HELP = `Usage: npm run scenario meridian [-- options]

A flash sale makes one key hot, OpenSearch becomes slow, and one order is written malformed. Played
twice on real engines: first with the settings that people ship, then with Tailrace. Shows second by
second how far search, lake and cache are behind the table, and then both side by side.

Options
  --seed N         another sale; the same seed gives the same (1)
  --seconds N      of each part, ${SECONDS_MIN} to ${SECONDS_MAX} (${SECONDS_DEFAULT})
  --picture FILE   where the picture goes, instead of the scenario's folder

Exit codes: 0 when Tailrace lost nothing and all its sinks agree with the table, 1 when not.`

export const meridian: Command = {
  name: 'meridian',
  summary: 'a flash sale with a hot key, a malformed item and a slow OpenSearch',
  help: HELP,
  options: OPTIONS,
  run: async (args, context) => {
    const { values } = parseOptions(args, OPTIONS, 'meridian')
    const seed = wholeNumber(values.seed, { flag: '--seed', fallback: 1, min: 0, max: SEED_MAX })
    const seconds = wholeNumber(values.seconds, {
      ...{ flag: '--seconds', fallback: SECONDS_DEFAULT, min: SECONDS_MIN, max: SECONDS_MAX },
    })
    const timeline = timelineOf(seconds)
    const folder = join(context.stateDir, 'scenarios', 'meridian')
    const interruption = listenForInterruption({ ...context, stateDir: folder })
    try {
      const { signal } = interruption
      const { agrees, ...parts } = await withOwnFolder(folder, Object.values(PART_FOLDERS), () =>
        playParts({ seed, timeline, folder, signal }, context),
      )
      const picture = resolve(values.picture ?? join(folder, 'meridian.svg'))
      await report(parts, { folder, picture, timeline }, context)
      context.print(agrees ? RIGHT : WRONG)
      return agrees ? EXIT.ok : EXIT.failed
    } catch (error) {
      if (!interruption.signal.aborted) throw error
      context.print('Stopped.')
      return EXIT.failed
    } finally {
      interruption.stopListening()
    }
  },
}

const RIGHT = '\nTailrace: nothing is lost, and index, lake and cache agree with the table.'
const WRONG = '\nTailrace: the sinks do not agree with the table. This is not as it should be.'

/** Prints both parts side by side and what became of them, and keeps that with the picture. */
async function report(
  parts: Parts,
  options: { readonly folder: string; readonly picture: string; readonly timeline: Timeline },
  { print }: Pick<CommandContext, 'print'>,
): Promise<void> {
  const { folder, picture, timeline } = options
  const lines = [
    '',
    ...sideBySide(parts),
    '',
    ...describeOutcome(parts),
    ...describeDelay(parts, timeline),
  ]
  for (const line of lines) print(line)
  const text = join(folder, 'report.txt')
  await writeFile(text, `${lines.join('\n').trimStart()}\n`)
  await writeFile(join(folder, 'recording.json'), JSON.stringify(parts))
  await mkdir(dirname(picture), { recursive: true })
  await writeFile(picture, drawPicture(parts))
  const shown = [text, picture].map((file) => relative(process.cwd(), file))
  print(`\nAs text: ${shown[0]}\nAs a picture: ${shown[1]}`)
}
