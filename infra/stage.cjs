// osls reads values through CommonJS only; this hands it what TypeScript knows.
const { resolveSettings } = require('./resolve-settings.ts')
const { templateValues } = require('./template-values.ts')

module.exports = async ({ resolveVariable }) => {
  const stage = await resolveVariable('sls:stage')
  try {
    const settings = resolveSettings(stage)
    return { settings, values: templateValues(stage, settings) }
  } catch (error) {
    // osls prints the stack where there is one; the message alone says what to correct.
    error.stack = undefined
    throw error
  }
}
