/** What a stage setting is: its default and meaning, and how a wrong value is described. */
export interface Setting<Value> {
  readonly default: Value
  /** `records`, `s`, `MiB` ...; empty where the value has none. */
  readonly unit: string
  /** The accepted values in words, as the table in README.md shows them. */
  readonly range: string
  readonly meaning: string
  accepts(value: unknown): boolean
}

/** A whole number from `min` to `max`, both accepted. */
export function wholeNumber(
  options: { default: number; min: number; max: number; unit: string },
  meaning: string,
): Setting<number> {
  const { min, max } = options
  return {
    default: options.default,
    unit: options.unit,
    range: `${min} to ${max}`,
    meaning,
    accepts: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
  }
}

/** One of a closed set of words or numbers. */
export function oneOf<const Value extends string | number>(
  values: readonly Value[],
  options: { default: NoInfer<Value>; unit?: string },
  meaning: string,
): Setting<Value> {
  return {
    default: options.default,
    unit: options.unit ?? '',
    range: values.join(', '),
    meaning,
    accepts: (value) => values.some((one) => one === value),
  }
}

export function flag(options: { default: boolean }, meaning: string): Setting<boolean> {
  return {
    default: options.default,
    unit: '',
    range: 'true, false',
    meaning,
    accepts: (value) => typeof value === 'boolean',
  }
}

/** A text that fits `pattern`; `range` says the pattern in words. */
export function text(
  options: { default: string; pattern: RegExp; range: string },
  meaning: string,
): Setting<string> {
  return {
    default: options.default,
    unit: '',
    range: options.range,
    meaning,
    accepts: (value) => typeof value === 'string' && options.pattern.test(value),
  }
}
