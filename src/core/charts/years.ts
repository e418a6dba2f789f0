/** What an organization took in and spent in a year, in fen; nothing for what is not known. */
export type MoneyYear = {
  readonly year: number
  readonly income?: bigint | undefined
  readonly spending?: bigint | undefined
  /** What of it went to its purpose, of a charity. */
  readonly charitable?: bigint | undefined
}
