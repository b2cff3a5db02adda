import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** The file that declares a resource, as a person would name it. */
export type FileOf = (logicalId: string) => string

const SERVICE_FILE = 'serverless.yml'
const PARTS_FOLDER = 'infra'

/**
 * Finds where people wrote a resource of a packaged template: osls packages into a folder of the
 * service's own, so `serverless.yml` and `infra/*.yml` lie above the template.
 *
 * @returns the packaged template itself for what osls made up, and where there is no service.
 */
export async function findDeclarations(templatePath: string): Promise<FileOf> {
  const service = dirname(dirname(templatePath))
  const files = await Promise.all(
    (await listParts(service)).map(async (name) => ({
      name,
      text: await readFile(join(service, name), 'utf8'),
    })),
  )
  const fromHere = relative(process.cwd(), templatePath)
  const packaged = fromHere.startsWith('..') ? templatePath : fromHere
  return (logicalId) => {
    const declaration = new RegExp(`^ +["']?${logicalId}["']?: *(#.*)?$`, 'm')
    const file = files.find(({ text }) => declaration.test(text))
    return file?.name ?? packaged
  }
}

async function listParts(service: string): Promise<string[]> {
  const inService = await readdir(service)
  if (!inService.includes(SERVICE_FILE)) return []
  const inParts = inService.includes(PARTS_FOLDER) ? await readdir(join(service, PARTS_FOLDER)) : []
  const parts = inParts.filter((name) => name.endsWith('.yml')).sort()
  return [...parts.map((name) => `${PARTS_FOLDER}/${name}`), SERVICE_FILE]
}
