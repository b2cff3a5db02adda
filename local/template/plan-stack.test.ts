// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so
import { describe, expect, it } from 'vitest'
import { parseTemplate } from './load-template.ts'
import { type CreatedLookup, planStack } from './plan-stack.ts'
import {
  listOf,
  modelled,
  noLocalMeaning,
  objectOf,
  type PropertySupport,
} from './property-support.ts'
import { nameStack } from './stack-names.ts'
import type { Template } from './template.ts'

const supports: Readonly<Record<string, PropertySupport>> = {
  'Test::Queue': objectOf({
    Size: modelled(),
    Mode: modelled('fast'),
    Tags: noLocalMeaning('labels'),
    Targets: listOf(objectOf({ Arn: modelled() }, { required: ['Arn'] })),
  }),
}

const created: CreatedLookup = {
  ref: (logicalId) => `<${logicalId}>`,
  getAtt: (logicalId, attribute) => `<${logicalId}.${attribute}>`,
}

function plan(template: Partial<Template>, parameters: Record<string, string> = {}) {
  return planStack({
    template: { Resources: {}, ...template },
    parameters,
    names: nameStack('test'),
    supportOf: (type) => supports[type],
  })
}

function aQueue(properties: Record<string, unknown> = {}, others: object = {}) {
  return { Type: 'Test::Queue', Properties: properties, ...others } as Template['Resources'][string]
}

describe('planStack', () => {
  it('puts what a resource refers to or depends on before it', () => {
    const { resources } = plan({
      Resources: {
        Last: aQueue({ Targets: [{ Arn: { 'Fn::GetAtt': ['Middle', 'Arn'] } }] }),
        Middle: aQueue({ Size: { 'Fn::Sub': 'x${First}' } }),
        First: aQueue({}, { DependsOn: ['Zeroth'] }),
        Zeroth: aQueue(),
      },
    })

    expect(resources.map(({ logicalId }) => logicalId)).toEqual([
      'Zeroth',
      'First',
      'Middle',
      'Last',
    ])
  })

  it('names the resources of a circle', () => {
    const circle = {
      A: aQueue({ Size: { Ref: 'B' } }),
      B: aQueue({ Size: { Ref: 'C' } }),
      C: aQueue({}, { DependsOn: 'A' }),
    }

    expect(() => plan({ Resources: circle })).toThrow('A -> B -> C -> A')
  })

  it('lists everything that is not modelled in one message, by id, type and property', () => {
    const resources = {
      One: aQueue({ Colour: 'red', Targets: [{ Arn: 'a', Speed: 1 }] }),
      Two: { Type: 'Test::Unheard' },
      Three: aQueue({ Mode: 'slow' }),
      Four: aQueue({}, { UpdatePolicy: {} }),
    }

    expect(() => plan({ Resources: resources })).toThrow(
      [
        'the template cannot be run:',
        '- One (Test::Queue) Colour: is not modelled',
        '- One (Test::Queue) Targets[0].Speed: is not modelled',
        '- Two (Test::Unheard): the resource type is not modelled',
        '- Three (Test::Queue) Mode: is modelled for fast only, not for slow',
        '- Four (Test::Queue): the resource attribute UpdatePolicy is not modelled',
      ].join('\n'),
    )
  })

  it('names what is required and missing, also when a condition takes it away', () => {
    const template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        One: aQueue({ Targets: [{}] }),
        Two: aQueue({ Targets: [{ Arn: { 'Fn::If': ['Never', 'x', { Ref: 'AWS::NoValue' }] } }] }),
      },
    }

    expect(() => plan(template)).toThrow(
      [
        '- One (Test::Queue) Targets[0].Arn: is required',
        '- Two (Test::Queue) Targets[0].Arn: is required',
      ].join('\n'),
    )
  })

  it('names every DependsOn of what does not exist', () => {
    const resources = { One: aQueue({}, { DependsOn: ['Two', 'Three'] }), Two: aQueue() }

    expect(() => plan({ Resources: resources })).toThrow(
      'One: DependsOn names Three, which does not exist',
    )
  })

  it('takes a DependsOn of a resource whose condition does not hold', () => {
    const { resources } = plan({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        One: aQueue({}, { DependsOn: 'Two' }),
        Two: aQueue({}, { Condition: 'Never' }),
      },
    })

    expect(resources.map(({ logicalId }) => logicalId)).toEqual(['One'])
  })

  it('takes what has no local meaning, whatever it is', () => {
    const { resources } = plan({ Resources: { One: aQueue({ Tags: [1] }) } })

    expect(resources.map(({ logicalId }) => logicalId)).toEqual(['One'])
  })

  it('leaves out a resource whose condition does not hold, unsupported or not', () => {
    const template = {
      Parameters: { Endpoint: { Type: 'String', Default: '' } },
      Conditions: { Own: { 'Fn::Equals': [{ Ref: 'Endpoint' }, ''] } },
      Resources: {
        Domain: { Type: 'Test::Unheard', Condition: 'Own' },
        Queue: aQueue({ Size: { 'Fn::If': ['Own', { Ref: 'Domain' }, { Ref: 'Endpoint' }] } }),
      },
    }

    const { resources, resolveProperties } = plan(template, { Endpoint: 'http://x' })

    expect(resources).toEqual([{ logicalId: 'Queue', type: 'Test::Queue' }])
    expect(resolveProperties('Queue', created)).toEqual({ Size: 'http://x' })
  })

  it('drops a property that a condition makes NoValue before it is checked', () => {
    const template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        One: aQueue({ Colour: { 'Fn::If': ['Never', 'red', { Ref: 'AWS::NoValue' }] } }),
      },
    }

    expect(plan(template).resources).toHaveLength(1)
  })

  it('knows the pseudo parameters and what was created', () => {
    const { resolveProperties } = plan({
      Resources: {
        One: aQueue({ Size: { 'Fn::Sub': '${AWS::StackName}/${AWS::AccountId}/${Two.Arn}' } }),
        Two: aQueue(),
      },
    })

    expect(resolveProperties('One', created)).toEqual({ Size: 'test/000000000000/<Two.Arn>' })
  })

  it('names the resource that refers to what does not exist', () => {
    const resources = { One: aQueue({ Size: { Ref: 'Nothing' } }) }

    expect(() => plan({ Resources: resources })).toThrow('One: Nothing does not exist')
  })

  it('lists every parameter that is missing, unknown or not allowed', () => {
    const parameters = {
      Mode: { Type: 'String', AllowedValues: ['a', 'b'] },
      Name: { Type: 'String' },
      Url: { Type: 'String', Default: '', AllowedPattern: '(https?://.*)?' },
    }

    expect(() =>
      plan({ Parameters: parameters }, { Mode: 'c', Other: 'x', Url: 'ftp://' }),
    ).toThrow(
      [
        'Other is no parameter of the template',
        'parameter Mode must be one of a, b, not "c"',
        'parameter Name has no default and none was given',
        'parameter Url must match (https?://.*)?, which "ftp://" does not',
      ].join('\n'),
    )
  })
})

describe('parseTemplate', () => {
  it.each([
    ['{', 'is no JSON'],
    ['{}', 'has no Resources'],
    [
      '{"Resources": {"A": {"Properties": {"B": [1, null]}}}, "Outputs": null}',
      'has null, which CloudFormation refuses, at /Resources/A/Properties/B/1, /Outputs',
    ],
    ['{"Resources": {}, "Transform": "x", "Rules": {}}', 'not modelled: Transform, Rules'],
  ])('refuses %s', (text, message) => {
    expect(() => parseTemplate(text, 'the file')).toThrow(message)
  })
})
