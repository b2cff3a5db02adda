/** What a CloudFormation template is made of, as far as the local runtime reads it. */
export type TemplateValue =
  | string
  | number
  | boolean
  | null
  | readonly TemplateValue[]
  | { readonly [name: string]: TemplateValue }

export type TemplateObject = { readonly [name: string]: TemplateValue }

export interface TemplateResource {
  readonly Type: string
  readonly Properties?: TemplateObject
  readonly DependsOn?: string | readonly string[]
  readonly Condition?: string
}

export interface TemplateParameter {
  readonly Type: string
  readonly Default?: string | number
  readonly AllowedValues?: readonly (string | number)[]
  readonly AllowedPattern?: string
  readonly MinLength?: string | number
  readonly MaxLength?: string | number
  readonly MinValue?: string | number
  readonly MaxValue?: string | number
}

export interface Template {
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>
  readonly Conditions?: TemplateObject
  readonly Mappings?: TemplateObject
  readonly Resources: Readonly<Record<string, TemplateResource>>
  readonly Outputs?: TemplateObject
}
