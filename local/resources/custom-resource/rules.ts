import { defineRules } from '../../rules/rule.ts'

const RESOURCE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html'
const RESPONSES =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html'
const UPDATE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requesttypes-update.html'
const UPDATE_FAILED =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html'

export const customResourceRules = defineRules({
  textLeaves: {
    text: 'A custom resource’s function gets numbers and booleans as texts, and nothing as null.',
    source: RESOURCE,
  },
  plainAttributes: {
    text: 'A custom resource has the attributes to which its function gave a plain value.',
    source: RESPONSES,
  },
  failsWithReason: {
    text: 'A custom resource fails for a reply that says so, and for one that does not fit its request.',
    source: RESPONSES,
  },
  asksForUpdate: {
    text: 'An update asks the function with the old and the new properties and the physical id.',
    source: UPDATE,
  },
  unchangedIsNotAsked: {
    text: 'An update that leaves all properties as they are does not ask the function.',
    source: UPDATE,
  },
  rollsBack: {
    text: 'An update that fails is followed by one back to the old properties, and fails with the first reason.',
    source: UPDATE_FAILED,
  },
  replaces: {
    text: 'An update that answers with another physical id is a replacement: the old one is deleted.',
    source: UPDATE,
  },
  leavesUndeleted: {
    text: 'A replaced resource that its function does not delete makes the update fail.',
    chosen:
      'CloudFormation would leave it behind and complete the update; here it would go unseen.',
  },
  keepsServiceToken: {
    text: 'An update to another ServiceToken is refused.',
    source: RESOURCE,
  },
})
