import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 4 })

/** Posts a bulk body that is ready, by Node's own HTTP, and reads the answer without looking at it. */
export function postBulk(endpoint: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-ndjson' }
    const path = '/_bulk?require_alias=true&filter_path=errors,items.*.status'
    const sent = request(`${endpoint}${path}`, { method: 'POST', headers, agent }, (response) => {
      response.once('error', reject)
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
      )
      response.resume()
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

/** Closes the connections, so that the process can end. */
export function closeConnections(): void {
  agent.destroy()
}
