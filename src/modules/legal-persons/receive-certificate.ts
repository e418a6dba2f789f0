import type { Request } from 'express'
import { maxFileBytes } from '../../core/files.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { errorPages } from '../../web/errors.ts'
import type { Files } from '../../web/route.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { receiveFiles } from '../files/receive.ts'
import { keepCertificate } from './commands.ts'
import { legalDraft, type LegalDraft } from './draft.ts'
import type { FormState, LegalContext } from './register-view.ts'
import { tooMany } from './tries.ts'

/** Above what is accepted, so that a file somewhat too large is told of beside its field and nothing typed is lost. */
export const largestUpload = 3 * maxFileBytes

const uploadedTooOften = '上传文件的次数过多，请一小时后再试'

const networkTooOften = '当前网络上传文件的次数过多，请先填写手机号并获取短信验证码，再上传文件；也可以一小时后再试'

const keptTooMany = '今天上传文件的次数过多，请明天再试'

const networkKeptTooMany = '当前网络上传文件的次数过多，请填好短信验证码后再上传一次；也可以明天再试'

/** The draft as it is after a file came, or not; and what is wrong with the file. */
export type Received = {
  readonly draft: LegalDraft
  readonly errors: FieldErrors
  /** The status that goes with it, when it is not that of any fault. */
  readonly status?: number
}

/**
 * Counts a file before it is taken in: with its network or, where others used that up, with the phone for which a
 * captcha was solved here.
 */
export const countFile = async (
  deps: Deps,
  { req, ip }: { readonly req: Request; readonly ip: string },
): Promise<void> => {
  try {
    await deps.limits.use('register-inspect-address', networkOf(ip), networkTooOften)
  } catch (error) {
    const { captchaFor } = await legalDraft.read(deps, req.sessionID)
    if (!tooMany(error) || captchaFor === undefined) throw error
    await deps.limits.use('register-inspect-phone', captchaFor, uploadedTooOften)
  }
}

/** The same before it is kept; strangers can use up what a network has, not what a proven phone has. */
const mayKeepFile = async (deps: Deps, network: string, provedPhone: string | undefined): Promise<boolean> =>
  ((await deps.limits.isWithin('register-upload-address', network)) &&
    (await deps.limits.isWithin('register-upload-day', network))) ||
  (provedPhone !== undefined && (await deps.limits.isWithin('register-upload-phone', provedPhone)))

/**
 * Takes the file over when one was sent: the draft with it, or what is wrong with it. `provedPhone`: by its index, when
 * its code was right.
 */
export const receiveCertificate = async (
  deps: Deps,
  { req, res, audit }: LegalContext,
  draft: LegalDraft,
  provedPhone: string | undefined,
): Promise<Received> => {
  const refused = req.filesRefused
  if (refused) return { draft, errors: { certificate: refused.message }, status: errorPages[refused.code].status }
  const files = (req.files ?? []) as Files
  if (files.length === 0) return { draft, errors: {} }
  const network = networkOf(audit.ip)
  const { received, errors, status } = await receiveFiles(deps, files, ['jpg', 'png', 'pdf'], {
    bringer: { door: 'public', whose: network },
    res,
    purpose: 'read',
  })
  const [file] = received
  if (!file) return { draft, errors: { certificate: errors.join('；') }, status }
  if (file.sha256 === draft.certificate?.sha256) return { draft, errors: {} }
  if (!(await mayKeepFile(deps, network, provedPhone)))
    return { draft, errors: { certificate: provedPhone === undefined ? networkKeptTooMany : keptTooMany } }
  return { draft: { ...draft, certificate: await keepCertificate(deps, audit, file) }, errors: {} }
}

export const statusOf = ({ status }: Received): Pick<FormState, 'status'> => (status === undefined ? {} : { status })
