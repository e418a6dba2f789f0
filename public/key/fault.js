/** Why a key cannot be used; `code` is one of core/signatures/certificate-faults.ts, where its words stand. */
export class KeyFault extends Error {
  /**
   * @param {string} code
   * @param {{ triesLeft?: number, cause?: unknown }} [more]
   */
  constructor(code, { triesLeft, cause } = {}) {
    super(code, { cause })
    this.code = code
    this.triesLeft = triesLeft
  }
}
