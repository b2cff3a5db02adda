import { describe, expect, it } from 'vitest'
import {
  checked,
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
} from '../template/property-support.ts'
import { conformancePage } from './conformance-page.ts'

const page = conformancePage({
  sets: [
    {
      name: 'pipeRules',
      file: 'local/resources/pipe/rules.ts',
      rules: {
        retries: { text: 'A batch is tried again.', source: 'https://docs.aws.amazon.com/pipes' },
        delay: { text: 'After 1 s | 2 s.', chosen: 'AWS gives no figures.' },
      },
    },
    {
      name: 'newRules',
      file: 'local/new/rules.ts',
      rules: { first: { text: 'It is new.', source: 'https://github.com/aws/event-ruler/pull/1' } },
    },
  ],
  proofsOf: (_, rule) => (rule === 'retries' ? ['local/a.test.ts', 'test/b.test.ts'] : []),
  models: [
    {
      type: 'AWS::Pipes::Pipe',
      support: objectOf({
        Name: modelled(),
        DesiredState: modelled('RUNNING', 'STOPPED'),
        Filters: listOf(objectOf({ Pattern: checked(modelled(), () => ({})) })),
        Tags: noLocalMeaning('Tags only label.'),
      }),
    },
    { type: 'AWS::New::Thing', support: modelled() },
    { type: 'AWS::Logs::LogGroup', support: noLocalMeaning('Logs go to files.') },
  ],
})

function section(title: string): string {
  const [, text = ''] = page.split(`\n## ${title}\n`)
  return text.split('\n## ')[0] ?? ''
}

describe('conformancePage', () => {
  it('gives each rule its origin and the tests that prove it', () => {
    expect(section('Pipe')).toContain(
      '| A batch is tried again. | [AWS](https://docs.aws.amazon.com/pipes) | [a.test.ts](../local/a.test.ts), [b.test.ts](../test/b.test.ts) |',
    )
    expect(section('Other resource types')).toContain(
      '| It is new. | [aws/event-ruler](https://github.com/aws/event-ruler/pull/1) |',
    )
  })

  it('lists by itself what was chosen, with its reason', () => {
    expect(section('Where AWS does not say')).toContain(
      '| Pipe | After 1 s \\| 2 s. | AWS gives no figures. |',
    )
    expect(section('Where AWS does not say')).not.toContain('tried again')
  })

  it('lists the properties of a type: what is modelled, for which values, and what has no meaning', () => {
    const pipe = section('Pipe')

    expect(pipe).toContain('| `Name`, `DesiredState` (only RUNNING, STOPPED) | modelled |')
    expect(pipe).toContain('| `Pattern` | modelled, in `Filters[]` |')
    expect(pipe).toContain('| `Tags` | no local meaning: Tags only label. |')
  })

  it('keeps no type to itself', () => {
    expect(section('Other resource types')).toContain('### AWS::New::Thing')
    expect(section('Not modelled')).toContain('| `AWS::Logs::LogGroup` | Logs go to files. |')
  })
})
