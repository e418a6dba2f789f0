import { pino, type DestinationStream } from 'pino'

const personal = ['phone', 'idNumber', 'email', 'password'].flatMap((name) => [name, `*.${name}`])

/** Where Postgres tells of a whole row that it refused, or of the value that was there already. */
const rows = ['err.detail', 'err.where']

/**
 * JSON lines on standard output, or where told. `error` means somebody must act. Bodies, codes, phones and ID numbers
 * are never passed in.
 */
export const createLogger = (level: string, destination: DestinationStream = pino.destination(1)) =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: [...personal, ...rows] }, destination)

export type Logger = ReturnType<typeof createLogger>
