/** Bytes as base64, and back; a string of any length. */
export const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))

export const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0)

const integer = (bytes) => {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1
  const body = [...bytes.subarray(start)]
  // A leading one would make the number negative.
  if ((body[0] ?? 0) >= 0x80) body.unshift(0)
  return [0x02, body.length, ...body]
}

/** An ECDSA signature as WebCrypto gives it (r and s of one length) as the DER sequence of RFC 3279 §2.2.3. */
export const ecdsaToDer = (raw) => {
  const half = raw.length / 2
  const body = [...integer(raw.subarray(0, half)), ...integer(raw.subarray(half))]
  return Uint8Array.from([0x30, ...(body.length < 0x80 ? [body.length] : [0x81, body.length]), ...body])
}
