import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import BundlePlugin, { type Osls } from './bundle-plugin.ts'

class OslsError extends Error {}

let serviceDir: string

beforeEach(async () => {
  serviceDir = await mkdtemp(join(tmpdir(), 'tailrace-plugin-'))
})

afterEach(() => rm(serviceDir, { recursive: true }))

function anOsls(functions: Osls['service']['functions']): Osls {
  return { serviceDir, service: { functions }, classes: { Error: OslsError } }
}

describe('BundlePlugin', () => {
  it('zips every function where osls would, before it packages or deploys', async () => {
    const functions = {
      enrichment: { handler: 'dist/enrichment/index.handler' },
      searchIndex: { handler: 'dist/search-index/index.handler' },
    }
    const { hooks } = new BundlePlugin(anOsls(functions))

    await hooks['before:package:createDeploymentArtifacts']?.()

    const folder = join(serviceDir, '.serverless')
    expect(await readdir(folder)).toEqual(['enrichment.zip', 'searchIndex.zip'])
    expect(functions.enrichment).toHaveProperty('package.artifact', join(folder, 'enrichment.zip'))
  })

  it('zips the one function that is deployed alone', async () => {
    const functions = {
      enrichment: { handler: 'dist/enrichment/index.handler' },
      searchIndex: { handler: 'dist/search-index/index.handler' },
    }
    const { hooks } = new BundlePlugin(anOsls(functions), { function: 'searchIndex' })

    await hooks['before:package:function:package']?.()

    expect(await readdir(join(serviceDir, '.serverless'))).toEqual(['searchIndex.zip'])
  })

  it('names the function and the file when there is nothing to bundle', async () => {
    const { hooks } = new BundlePlugin(anOsls({ fax: { handler: 'dist/fax/index.handler' } }))

    const refused = hooks['before:package:createDeploymentArtifacts']?.()

    await expect(refused).rejects.toBeInstanceOf(OslsError)
    await expect(refused).rejects.toThrow('Function fax: services/fax/lambda.ts does not exist')
  })
})
