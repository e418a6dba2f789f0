/**
 * A verification code as people read and type it: in groups of four, so that one who reads it off a sheet loses no
 * place. Every grouping is accepted where it is typed.
 */
export const groupedCode = (code: string): string =>
  (code.replaceAll(/[^0-9A-Z]/g, '').match(/.{1,4}/g) ?? [code]).join('-')

/** The page a code is typed into, for those who read the address off a sheet; the whole one is in the QR code. */
export const addressToType = (verifyUrl: string): string => verifyUrl.slice(0, verifyUrl.lastIndexOf('/'))
