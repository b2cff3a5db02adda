import { Logger } from '@aws-lambda-powertools/logger'
import type { Log } from './logger.ts'

/**
 * The log of a deployed function: one JSON object a line, by Powertools. Level and service come
 * from `POWERTOOLS_LOG_LEVEL` and `POWERTOOLS_SERVICE_NAME`.
 */
export function createLog(): Log {
  const logger = new Logger()
  return {
    debug: (message, fields = {}) => logger.debug(message, fields),
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  }
}
