import { describe, expect, it } from 'vitest'
import { parseBreakerConfig } from '../../services/breaker/config.ts'
import { parseCacheInvalidatorConfig } from '../../services/cache-invalidator/config.ts'
import { parseEnrichmentConfig } from '../../services/enrichment/config.ts'
import { parseLakeWriterConfig } from '../../services/lake-writer/config.ts'
import { parseSearchIndexConfig } from '../../services/search-index/config.ts'
import { parseResourceProperties } from '../../services/search-index/resource-properties.ts'
import { parseSearchProjectorConfig } from '../../services/search-projector/config.ts'
import { parseSearchPurgeConfig } from '../../services/search-purge/config.ts'
import { environmentOf } from './function-environment.ts'
import { at, isRecord, type Template } from './template.ts'

const STREAM_ARN =
  'arn:aws:dynamodb:eu-west-1:000000000000:table/orders/stream/2026-11-01T00:00:00.000'

/** What the template hands a function is what its config.ts asks for: nothing missing, nothing over. */
export function describeEnvironment(template: () => Template): void {
  describe('environment', () => {
    it.each([
      ['BreakerLambdaFunction', parseBreakerConfig],
      ['EnrichmentLambdaFunction', parseEnrichmentConfig],
      ['CacheInvalidatorLambdaFunction', parseCacheInvalidatorConfig],
      ['LakeWriterLambdaFunction', parseLakeWriterConfig],
      ['SearchProjectorLambdaFunction', parseSearchProjectorConfig],
      ['SearchIndexLambdaFunction', parseSearchIndexConfig],
      ['SearchPurgeLambdaFunction', parseSearchPurgeConfig],
    ])('of %s is what the function asks for', (id, parse) => {
      const environment = environmentOf(template(), id)

      expect(() => parse(environment)).not.toThrow()
      expect(environment).toMatchObject({
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_LOG_LEVEL: 'INFO',
        POWERTOOLS_SERVICE_NAME: expect.any(String),
      })
    })

    it('of the custom resource is what the function asks for', () => {
      const properties = at(template().Resources, 'SearchIndex.Properties')
      const asText = Object.fromEntries(
        Object.entries(isRecord(properties) ? properties : {}).map(([name, value]) => [
          name,
          name === 'TableStreamArn' ? STREAM_ARN : String(value),
        ]),
      )

      expect(() => parseResourceProperties(asText)).not.toThrow()
      expect(asText.DefinitionsDigest).toMatch(/^[0-9a-f]{64}$/)
    })

    it('of the custom resource names the engine and layout of its function', () => {
      const properties = at(template().Resources, 'SearchIndex.Properties')
      const variables = at(
        template().Resources,
        'SearchIndexLambdaFunction.Properties.Environment.Variables',
      )

      expect(properties).toMatchObject({
        Endpoint: { 'Fn::If': ['CreateSearchDomain', expect.anything(), expect.anything()] },
        SequenceLayout: { Ref: 'SequenceLayout' },
      })
      expect(at(properties, 'Endpoint')).toEqual(at(variables, 'TAILRACE_SEARCH_ENDPOINT'))
      expect(at(properties, 'SequenceLayout')).toEqual(at(variables, 'TAILRACE_SEQUENCE_LAYOUT'))
    })
  })
}
