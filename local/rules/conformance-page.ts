import type { ResourceModel } from '../resources/resource-model.ts'
import { type Chapter, chapters } from './chapters.ts'
import { type DescribedProperty, describeSupport } from './describe-support.ts'
import type { ProofsOf } from './find-proofs.ts'
import type { RuleSet } from './read-rules.ts'
import type { Rule } from './rule.ts'

type Model = Pick<ResourceModel, 'type' | 'support'>

export interface PageParts {
  readonly sets: readonly RuleSet[]
  readonly proofsOf: ProofsOf
  readonly models: readonly Model[]
}

const INTRO = `# What the local runtime models

<!-- Printed by \`node local/rules/write-conformance-page.ts\`; a test compares. -->

The local runtime runs the packaged template on real engines and on models of the rest. It is for
development, tests and learning: AWS itself is the distributed engine. This page lists every rule the
models hold to, where the rule is from, and the test that has its name.

- **AWS**: the rule is documented, or was seen, there.
- **chosen**: AWS does not say all of it, and [what was chosen](#where-aws-does-not-say) has its reason.
- What stands [nowhere on this page](#not-modelled) stops the start with its name.`

const NOT_MODELLED = `## Not modelled

A resource type, a property, a value, an intrinsic function or a section of the template that is not
modelled stops the start: one message names all of them, each with the file that declares it. These
types change nothing that a run on one machine could show, and are passed over:`

/** The page of everything that is modelled, as Markdown. */
export function conformancePage({ sets, proofsOf, models }: PageParts): string {
  const all = completeChapters(sets, models)
  return [
    INTRO,
    listContents(all),
    ...all.map((chapter) => describeChapter(chapter, { sets, proofsOf, models })),
    listChosen(all, sets),
    NOT_MODELLED,
    table(
      ['Type', 'Why'],
      models.flatMap(({ type, support }) =>
        support.kind === 'no-local-meaning' ? [[code(type), support.reason]] : [],
      ),
    ),
  ].join('\n\n')
}

function completeChapters(sets: readonly RuleSet[], models: readonly Model[]): readonly Chapter[] {
  const rules = new Set(chapters.flatMap((chapter) => chapter.rules))
  const types = new Set(chapters.flatMap((chapter) => chapter.types))
  const others: Chapter = {
    title: 'Other resource types',
    rules: sets.map(({ name }) => name).filter((name) => !rules.has(name)),
    types: models
      .filter(({ type, support }) => !types.has(type) && support.kind !== 'no-local-meaning')
      .map(({ type }) => type),
  }
  return [...chapters, others]
}

function listContents(all: readonly Chapter[]): string {
  const titles = [...all.map(({ title }) => title), 'Where AWS does not say', 'Not modelled']
  return titles.map((title) => `[${title}](#${anchor(title)})`).join(' · ')
}

function describeChapter(chapter: Chapter, { sets, proofsOf, models }: PageParts): string {
  const rows = rulesOf(chapter, sets).map(({ set, name, rule }) => [
    rule.text,
    origin(rule),
    proofsOf(set, name).map(link).join(', '),
  ])
  const properties = models
    .filter(({ type }) => chapter.types.includes(type))
    .map((model) => describeType(model))
  return [
    `## ${chapter.title}`,
    ...(rows.length > 0 ? [table(['Rule', 'From', 'Test'], rows)] : []),
    ...properties,
  ].join('\n\n')
}

function rulesOf(chapter: Chapter, sets: readonly RuleSet[]) {
  return sets
    .filter(({ name }) => chapter.rules.includes(name))
    .flatMap(({ name: set, rules }) =>
      Object.entries(rules).map(([name, rule]) => ({ set, name, rule })),
    )
}

function origin({ source, chosen }: Rule): string {
  return [
    ...(source === undefined ? [] : [`[${siteOf(source)}](${source})`]),
    ...(chosen === undefined ? [] : ['chosen']),
  ].join(', ')
}

function siteOf(source: string): string {
  const { host, pathname } = new URL(source)
  if (host === 'github.com') return pathname.split('/').slice(1, 3).join('/')
  return host.endsWith('aws.amazon.com') ? 'AWS' : host
}

function listChosen(all: readonly Chapter[], sets: readonly RuleSet[]): string {
  const rows = all.flatMap((chapter) =>
    rulesOf(chapter, sets).flatMap(({ rule: { text, chosen } }) =>
      chosen === undefined ? [] : [[chapter.title, text, chosen]],
    ),
  )
  return `## Where AWS does not say\n\nThe rules marked *chosen*, and why each is as it is.\n\n${table(['Of', 'Chosen', 'Why'], rows)}`
}

function describeType({ type, support }: Model): string {
  const properties = describeSupport(support)
  const modelled = properties.filter(({ without }) => without === undefined)
  const others = properties.filter(({ without }) => without !== undefined)
  const rows = [
    ...[...Map.groupBy(modelled, ({ parent }) => parent)].map(([parent, ofOne]) => [
      ofOne.map(nameWithValues).join(', '),
      parent === '' ? 'modelled' : `modelled, in ${code(parent)}`,
    ]),
    ...[...Map.groupBy(others, ({ without }) => without ?? '')].map(([reason, ofOne]) => [
      ofOne.map((property) => code(pathOf(property))).join(', '),
      `no local meaning: ${reason}`,
    ]),
  ]
  const heading = `### ${type}`
  return rows.length === 0
    ? `${heading}\n\nAll properties are modelled.`
    : `${heading}\n\n${table(['Property', 'Locally'], rows)}`
}

function nameWithValues({ name, only }: DescribedProperty): string {
  return only.length === 0 ? code(name) : `${code(name)} (only ${only.map(String).join(', ')})`
}

function pathOf({ parent, name }: DescribedProperty): string {
  return parent === '' ? name : `${parent}.${name}`
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

function link(path: string): string {
  return `[${path.slice(path.lastIndexOf('/') + 1)}](../${path})`
}

function code(text: string): string {
  return `\`${text}\``
}

/** As GitHub makes it of a heading. */
function anchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-')
}
