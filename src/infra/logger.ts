import { pino } from 'pino'

/** JSON lines. `error` means somebody must act. Bodies, codes, phones and ID numbers are never passed in. */
export const createLogger = (level: string) =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['phone', 'idNumber', 'email', 'password', '*.phone', '*.idNumber', '*.email', '*.password'],
  })

export type Logger = ReturnType<typeof createLogger>
