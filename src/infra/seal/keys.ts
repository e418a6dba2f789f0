import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A key that seals, with its certificate and those above it, the root left out. */
export type SealKey = { readonly file: string; readonly key: KeyObject; readonly chain: readonly X509Certificate[] }

/** `shanxi-mzt.pem`, or beside it `shanxi-mzt_2028.pem` for the key that comes next. */
const authorityOf = (file: string): string | undefined => /^([a-z0-9-]+)(?:_[\w-]+)?\.pem$/.exec(file)?.[1]

/** Which files of the folder belong to which authority. */
export const keyFiles = async (folder: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, string[]>()
  for (const file of (await readdir(folder)).toSorted()) {
    const authority = authorityOf(file)
    if (authority) found.set(authority, [...(found.get(authority) ?? []), file])
  }
  return found
}

/**
 * What `openssl pkcs12 -in seal.p12 -out seal.pem` makes: the encrypted key and the certificates. The one that is the key’s
 * own comes first, those above it follow, the root left out. Throws where the password is another.
 */
const openFile = (text: string, password: string): Pick<SealKey, 'key' | 'chain'> | undefined => {
  const key = createPrivateKey({ key: text, passphrase: password })
  const certificates = (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (pem) => new X509Certificate(pem),
  )
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key))
  if (!own) return undefined
  const chain = [own]
  for (let last = own; ;) {
    const issuer = certificates.find(
      (one) => !chain.includes(one) && last.checkIssued(one) && last.verify(one.publicKey),
    )
    if (!issuer || issuer.checkIssued(issuer)) return { key, chain }
    chain.push(issuer)
    last = issuer
  }
}

/** The keys of the files that open with the password. */
export const openKeys = async (
  folder: string,
  files: readonly string[],
  password: string,
): Promise<readonly SealKey[]> => {
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return texts.flatMap((text, index) => {
    try {
      const opened = openFile(text, password)
      return opened ? [{ file: files[index] ?? '', ...opened }] : []
    } catch {
      // Another password, or no key: whoever gave the parts is told that nothing opened.
      return []
    }
  })
}

/** The one in force whose certificate was made last: a new one put beside takes over on its first day. */
export const keyInForce = (keys: readonly SealKey[], at: number): SealKey | undefined =>
  keys
    .filter(({ chain: [own] }) => own && Date.parse(own.validFrom) <= at && at <= Date.parse(own.validTo))
    .toSorted(
      (one, other) => Date.parse(other.chain[0]?.validFrom ?? '') - Date.parse(one.chain[0]?.validFrom ?? ''),
    )[0]
