import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { patternRules } from './event-pattern/rules.ts'
import { checkTemplate } from './runtime.ts'
import { TemplateError } from './template/template-error.ts'

/** A service's folder, with the template as osls leaves it. */
let service: string

beforeEach(async () => {
  service = await mkdtemp(join(tmpdir(), 'tailrace-check-'))
})

afterEach(() => rm(service, { recursive: true }))

async function writeSources(files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(service, 'infra'), { recursive: true })
  const writes = Object.entries(files).map(([name, text]) => writeFile(join(service, name), text))
  await Promise.all(writes)
}

async function check(resources: Record<string, unknown>): Promise<readonly string[]> {
  const templatePath = join(service, '.serverless', 'template.json')
  await mkdir(join(service, '.serverless'), { recursive: true })
  await writeFile(templatePath, JSON.stringify({ Resources: resources }))
  return checkTemplate({ templatePath, parameters: {} })
}

/** The lines of the error, or none when the template is taken. */
async function problemsOf(resources: Record<string, unknown>): Promise<string[]> {
  try {
    await check(resources)
    return []
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    return error.message.split('\n')
  }
}

function aRule(pattern: unknown): Record<string, unknown> {
  const properties = { EventBusName: 'changes', EventPattern: pattern, Targets: [] }
  return { Type: 'AWS::Events::Rule', Properties: properties }
}

function aPipe(...patterns: unknown[]): Record<string, unknown> {
  return {
    Type: 'AWS::Pipes::Pipe',
    Properties: {
      RoleArn: 'arn:aws:iam::000000000000:role/pipe',
      Source: 'arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/s',
      Target: 'arn:aws:events:eu-west-1:000000000000:event-bus/changes',
      SourceParameters: {
        DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON' },
        FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) },
      },
    },
  }
}

function aTable(streamViewType: string): Record<string, unknown> {
  const properties = { StreamSpecification: { StreamViewType: streamViewType } }
  return { Type: 'AWS::DynamoDB::Table', Properties: properties }
}

describe('checkTemplate', () => {
  it(patternRules.refusedAtStart.text, async () => {
    await writeSources({
      'serverless.yml':
        'resources:\n  Resources:\n    OwnRule: # inline\n      Type: AWS::Events::Rule\n',
      'infra/search.yml': 'Resources:\n  SearchRule:\n    Type: AWS::Events::Rule\n',
      'infra/pipe.yml': 'Resources:\n  ChangePipe:\n    # One.\n    Type: AWS::Pipes::Pipe\n',
    })

    const problems = await problemsOf({
      SearchRule: aRule({ 'detail-type': [{ prefix: 7 }] }),
      OwnRule: aRule({ source: 'tailrace' }),
      GoodRule: aRule({ source: ['tailrace'] }),
      ChangePipe: aPipe('{"op": ["INSERT"]}', '{"op": [{"wildcard": "I*"}]}', '{'),
      MadeUpRule: aRule('{"a": []}'),
    })

    const rule = '(AWS::Events::Rule) EventPattern'
    const filters = '(AWS::Pipes::Pipe) SourceParameters.FilterCriteria.Filters'
    expect(problems).toEqual([
      'the template cannot be run:',
      `- infra/search.yml: SearchRule ${rule}: "detail-type": "prefix" takes a string or {"equals-ignore-case": string}`,
      `- serverless.yml: OwnRule ${rule}: "source": values stand in a list: ["tailrace"], not "tailrace"`,
      `- infra/pipe.yml: ChangePipe ${filters}[1].Pattern: "op": a Pipe filter has no operator "wildcard": only rules have it`,
      expect.stringContaining(`- infra/pipe.yml: ChangePipe ${filters}[2].Pattern: is no JSON: `),
      expect.stringMatching(
        /^- .*template.json: MadeUpRule .*: "a": an empty list matches nothing$/,
      ),
    ])
  })

  it('works out what a pattern takes from elsewhere before it looks at it', async () => {
    const table = aTable('NEW_AND_OLD_IMAGES')
    const good = { detail: { position: { table: [{ Ref: 'OrdersTable' }] } } }
    const bad = { detail: { position: { table: { Ref: 'OrdersTable' } } } }

    expect(await problemsOf({ OrdersTable: table, Rule: aRule(good) })).toEqual([])
    expect(await problemsOf({ OrdersTable: table, Rule: aRule(bad) })).toHaveLength(2)
  })

  it(patternRules.rulePatternLength.text, async () => {
    const ofLength = (length: number) => ({ a: ['x'.repeat(length - '{"a":[""]}'.length)] })

    expect(await problemsOf({ Rule: aRule(ofLength(2048)) })).toEqual([])
    expect((await problemsOf({ Rule: aRule(ofLength(2049)) }))[1]).toContain(
      'EventPattern: has 2049 characters, and AWS takes 2048',
    )
  })

  it(patternRules.filterPatternLength.text, async () => {
    const ofLength = (length: number) => `{"a":["${'x'.repeat(length - '{"a":[""]}'.length)}"]}`

    expect(await problemsOf({ Pipe: aPipe(ofLength(4096)) })).toEqual([])
    expect((await problemsOf({ Pipe: aPipe(ofLength(4097)) }))[1]).toContain('AWS takes 4096')
  })

  it(patternRules.filtersAtMost.text, async () => {
    const filters = (count: number) => Array.from({ length: count }, () => '{"a": [1]}')

    expect(await problemsOf({ Pipe: aPipe(...filters(5)) })).toEqual([])
    expect((await problemsOf({ Pipe: aPipe(...filters(6)) }))[1]).toContain(
      'Filters: has 6 entries, and AWS takes 5',
    )
  })

  it(patternRules.wildcardRulesAtMost.text, async () => {
    const wild = [{ wildcard: 'a*' }, { 'anything-but': { wildcard: 'a*' } }]
    const rules = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, one) => [`Rule${one}`, aRule({ a: [wild[one % 2]] })]),
      )
    const others = { Plain: aRule({ wildcard: ['a'] }) }

    expect(await problemsOf({ ...rules(30), ...others })).toEqual([])
    expect((await problemsOf({ ...rules(31), ...others })).slice(1)).toEqual([
      expect.stringContaining('Rule30 (AWS::Events::Rule) EventPattern: a bus takes 30 rules'),
    ])
  })

  it.each([
    ['NEW_AND_OLD_IMAGES', 0],
    ['NEW_IMAGE', 2],
    ['OLD_IMAGE', 1],
    ['KEYS_ONLY', 2],
  ])('says what cannot be computed from a stream of %s', async (viewType, lacks) => {
    const notices = await check({ OrdersTable: aTable(viewType) })

    expect(notices).toHaveLength(lacks)
    for (const notice of notices) expect(notice).toContain(`OrdersTable streams ${viewType}: `)
  })

  it('refuses a stream of a view type that is none', async () => {
    expect(await problemsOf({ OrdersTable: aTable('OLD_AND_NEW_IMAGES') })).toEqual([
      'the template cannot be run:',
      expect.stringContaining('StreamSpecification.StreamViewType: is modelled for NEW_AND_OLD'),
    ])
  })
})
