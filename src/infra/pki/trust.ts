import { readFile } from 'node:fs/promises'
import { readPem, type Certificate } from './certificate.ts'

/** What every certificate of the sandbox says of itself, in its name. */
export const demoMark = '演示证书，不具法律效力'

export type TrustDeps = {
  /** A PEM file with the roots that are trusted; none: nobody but the sandbox is. */
  readonly file: string | undefined
  readonly production: boolean
  /** Root of the sandbox, where there is one. */
  readonly sandbox: (() => Promise<Certificate>) | undefined
}

/** The anchors of a file; throws what the administrator has to mend. */
const anchorsIn = async (file: string, production: boolean): Promise<readonly Certificate[]> => {
  const anchors = readPem(await readFile(file, 'utf8'))
  if (anchors.length === 0) throw new Error(`TRUST_ANCHORS: ${file} holds no certificate`)
  const [demo] = anchors.filter(({ subject }) => subject.text.includes(demoMark))
  if (production && demo) throw new Error('TRUST_ANCHORS: holds the root of a sandbox, which is refused in production')
  return anchors
}

/**
 * Whom the portal believes: the roots of the file and, with the sandbox, its own. The file is read at once, so that a
 * portal does not start with one that cannot be used; the sandbox makes its root when somebody first asks.
 */
export const openTrust = async ({
  file,
  production,
  sandbox,
}: TrustDeps): Promise<() => Promise<readonly Certificate[]>> => {
  const configured = file === undefined ? [] : await anchorsIn(file, production)
  return async () => (sandbox ? [...configured, await sandbox()] : configured)
}
