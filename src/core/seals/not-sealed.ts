/** Why a document is not sealed now; it is tried again. */
type SealHindrance = 'inactive' | 'signer' | 'timestamp' | 'revoked' | 'revocation'

export class NotSealed extends Error {
  readonly why: SealHindrance
  constructor(why: SealHindrance, message: string) {
    super(message)
    this.why = why
  }
}
