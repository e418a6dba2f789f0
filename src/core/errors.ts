/** Everything that can go wrong on purpose. The web layer has one table from these codes to status, title and text. */
export type ErrorCode =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'CSRF'
  | 'STALE'
  | 'NOT_ALLOWED_NOW'
  | 'NOT_VERIFIED'
  | 'INVALID'
  | 'TOO_LARGE'
  | 'TOO_MANY'
  | 'BUSY'
  | 'UNAVAILABLE'
  | 'STORAGE_FULL'
  | 'NOT_SHOWN'
  | 'BAD_REQUEST'

/** A refusal with a code the person in front of the screen can be told about. `detail` is a Chinese sentence. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, detail?: string, retryAfterSeconds?: number) {
    super(detail ?? code)
    this.name = 'AppError'
    this.code = code
    this.detail = detail
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** An outside service is there, and said no: the fault may lie in what it was given. */
export class Refused extends Error {}
