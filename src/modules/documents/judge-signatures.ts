import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Response } from 'express'
import type { FileVerdict } from '../../core/signatures/verdicts.ts'
import type { Deps } from '../../deps.ts'
import type { Bringer } from '../../infra/inspector/pool.ts'
import type { JudgedBy } from '../../infra/inspector/protocol.ts'
import { readCertificate } from '../../infra/pki/certificate.ts'
import { removeAfter } from '../files/receive.ts'

type Judging = Pick<Deps, 'files' | 'inspector' | 'pki' | 'clock'>
type File = { readonly path: string; readonly bringer: Bringer; readonly res: Response }

/** An answer about one certificate is believed for a day. */
const freshness = 86_400_000

/** Chains asked about at most: a file of one has one or two. */
const mostChains = 4

const judge = async (deps: Judging, file: File, by: JudgedBy): Promise<FileVerdict | undefined> => {
  const output = join(deps.files.uploadFolder, randomUUID())
  const job = { input: file.path, output, accept: [], purpose: 'keep', signatures: by } as const
  const verdict = await deps.inspector.inspect(job, file.bringer).finally(() => removeAfter(file.res, output))
  // What the child wrote is ours: it writes verdicts and nothing of the file's own making but names and times.
  return verdict.ok ? (JSON.parse(await readFile(output, 'utf8')) as FileVerdict) : undefined
}

/**
 * Judges the signatures of an uploaded file in the inspector's child, which asks nobody. Where a chain leads to an
 * anchor, its issuers are asked here whether it was revoked, and the file is judged once more by what they say.
 * Undefined: the file takes more than is spent on one. Throws AppError when nobody can look now.
 */
export const judgeSignatures = async (deps: Judging, file: File): Promise<FileVerdict | undefined> => {
  const now = deps.clock.now()
  const anchors = (await deps.pki.anchors()).map(({ der }) => der)
  const by: JudgedBy = { anchors, crls: [], ocsps: [], now, freshness }
  const first = await judge(deps, file, by)
  const chains = new Map((first?.signatures ?? []).map(({ chain }) => [chain.join(), chain]))
  chains.delete('')
  if (chains.size === 0) return first
  const answers = await Promise.all(
    [...chains.values()].slice(0, mostChains).map(async (chain) => {
      const certificates = chain.map((der) => readCertificate(Buffer.from(der, 'base64')))
      return (await deps.pki.revocation.check(certificates, now)).evidence
    }),
  )
  return judge(deps, file, {
    ...by,
    crls: answers.flatMap(({ crls }) => crls),
    ocsps: answers.flatMap(({ ocsps }) => ocsps),
  })
}
