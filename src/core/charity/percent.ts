/**
 * A share in percent with two decimals, for people. Cut towards what is unfavourable, so that it never shows a bound
 * reached that is not: what must be reached is cut down, what may not be passed is cut up. Nothing where there is no whole.
 */
export const percentText = (part: bigint, whole: bigint, towards: 'down' | 'up' = 'down'): string | undefined => {
  if (whole <= 0n) return undefined
  const scaled = part * 10_000n
  const cut = scaled / whole
  const exact = scaled % whole === 0n
  // Division of whole numbers cuts towards zero.
  const hundredths = exact ? cut : towards === 'up' ? cut + (part > 0n ? 1n : 0n) : cut - (part < 0n ? 1n : 0n)
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0')
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}%`
}
