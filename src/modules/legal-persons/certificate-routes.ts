import { AppError } from '../../core/errors.ts'
import { maxFileBytes } from '../../core/files.ts'
import { legalPersonTypes } from '../../core/legal-persons/types.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { errorPages } from '../../web/errors.ts'
import { paths } from '../../web/paths.ts'
import {
  applicantRoute,
  permittedRoute,
  type Applicant,
  type Context,
  type Files,
  type Route,
  type Staff,
} from '../../web/route.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList } from '../../web/form-view.ts'
import { isId } from '../../web/params.ts'
import { receiveFiles } from '../files/receive.ts'
import { serveFile } from '../files/serve.ts'
import { judgeCertificate, recordCertificateLook, sendCertificateAgain } from './certificate-commands.ts'
import {
  certificateFile,
  certificatesShown,
  sentCertificate,
  waitingCertificates,
  type SentCertificate,
} from './certificate-queries.ts'
import { certificateOf } from '../people/legal-person.ts'

const title = '法人证书核对'
const longestReason = 200

const requireCertificate = async (deps: Deps, { actor, param }: Context<Staff>): Promise<SentCertificate> => {
  const account = param('account')
  const found = isId(account) ? await sentCertificate(deps.db, actor, account) : undefined
  if (!found) throw new AppError('NOT_FOUND')
  return found
}

/** Two things side by side: what the account says, and the register. */
const compared = ({ name, uscc, representative, registered }: SentCertificate) => ({
  caption: '逐项核对',
  head: ['项目', '账号里是', '登记信息是'].map((text) => ({ text })),
  rows: [
    ['单位名称', name, registered.name],
    ['统一社会信用代码', uscc, registered.uscc],
    ['法定代表人', representative, registered.representative],
  ].map((cells) => cells.map((text) => ({ text }))),
})

const showOne = async (
  deps: Deps,
  context: Context<Staff>,
  problem: { readonly reason?: string; readonly error?: string; readonly stale?: boolean } = {},
  status = 200,
): Promise<void> => {
  const one = await requireCertificate(deps, context)
  const file = await certificateFile(deps.db, one.accountId)
  await recordCertificateLook(deps, context.actor, context.audit, one.accountId)
  context.view(
    'legal-persons/certificate-check.njk',
    {
      page: {
        title: one.name,
        breadcrumb: [
          { href: paths.staffHome, text: '工作台' },
          { href: paths.certificates, text: title },
          { text: one.name },
        ],
      },
      one: {
        name: one.name,
        type: legalPersonTypes[one.type],
        handler: one.handler,
        sentAt: localDateTime(one.sentAt).text,
        waits: one.state === 'WAITING',
        state: one.state === 'PASSED' ? '已通过' : '已退回，等单位重新上传',
        file: file?.sha256,
        fileName: one.fileName,
        picture: file !== undefined && file.type !== 'pdf',
        fileHref: paths.certificateFile(one.accountId),
      },
      compared: compared(one),
      action: paths.certificate(one.accountId),
      stale: problem.stale,
      errors: problem.error ? errorList({ reason: problem.error }) : [],
      field: {
        kind: 'textarea',
        id: 'reason',
        name: 'reason',
        label: '退回原因',
        hint: '退回时填写，单位会看到。例如：图片模糊，看不清证书编号。',
        rows: 3,
        maxLength: longestReason,
        value: problem.reason ?? '',
        error: problem.error,
      },
    },
    status,
  )
}

const judge = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body } = context
  const one = await requireCertificate(deps, context)
  const returned = body['action'] === 'return'
  if (!returned && body['action'] !== 'pass') throw new AppError('BAD_REQUEST')
  const reason = (body['reason'] ?? '').replaceAll(/\p{C}/gu, '').trim().slice(0, longestReason)
  if (returned && reason === '') return showOne(deps, context, { error: '请写明退回原因，单位会看到' }, 422)
  try {
    await judgeCertificate(deps, actor, audit, {
      accountId: one.accountId,
      file: body['file'] ?? '',
      reason: returned ? reason : undefined,
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'STALE') throw error
    return showOne(deps, context, { reason, stale: true }, 409)
  }
  context.redirect(`${paths.certificates}?done=${returned ? 'return' : 'pass'}`)
}

/** 法人证书核对: pictures that were sent in on the line, looked at by the window. */
const staffRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('desk:work', {
    method: 'get',
    path: paths.certificates,
    handler: async ({ actor, query, view }) => {
      const found = await waitingCertificates(deps.db, actor)
      view('legal-persons/certificates.njk', {
        page: { title, breadcrumb: [{ href: paths.staffHome, text: '工作台' }, { text: title }] },
        done: { pass: '已通过，结果已通知单位', return: '已退回，原因已通知单位' }[query['done'] ?? ''],
        more: found.length > certificatesShown ? certificatesShown : undefined,
        waiting: {
          caption: '等待核对的登记证书',
          head: ['单位', '法人类型', '上传时间', '操作'].map((text) => ({ text })),
          rows: found
            .slice(0, certificatesShown)
            .map((one) => [
              { text: one.name, sub: one.uscc },
              { text: legalPersonTypes[one.type].label },
              { text: localDateTime(one.sentAt).text, nowrap: true },
              { actions: [{ href: paths.certificate(one.accountId), text: '核对', hidden: one.name }] },
            ]),
        },
      })
    },
  }),
  permittedRoute('desk:work', {
    method: 'get',
    path: paths.certificate(':account'),
    handler: (context) => showOne(deps, context),
  }),
  permittedRoute('desk:work', {
    method: 'post',
    path: paths.certificate(':account'),
    handler: (context) => judge(deps, context),
  }),
  permittedRoute('desk:work', {
    method: 'get',
    path: paths.certificateFile(':account'),
    handler: async (context) => {
      const one = await requireCertificate(deps, context)
      const file = await certificateFile(deps.db, one.accountId)
      if (!file) throw new AppError('NOT_FOUND')
      await recordCertificateLook(deps, context.actor, context.audit, one.accountId)
      await serveFile(context.res, deps, file)
    },
  }),
]

const stateWords = {
  WAITING: { text: '等待窗口核对', tone: 'info' },
  PASSED: { text: '核对通过', tone: 'success' },
  RETURNED: { text: '已退回', tone: 'warning' },
} as const

const showOwn = async (
  deps: Deps,
  context: Context<Applicant>,
  errors: FieldErrors = {},
  status = 200,
): Promise<void> => {
  const certificate = await certificateOf(deps.db, context.actor.id)
  if (!certificate) throw new AppError('NOT_FOUND')
  context.view(
    'legal-persons/certificate.njk',
    {
      page: {
        title: '登记证书',
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: paths.account, text: '用户中心' },
          { text: '登记证书' },
        ],
      },
      state: stateWords[certificate.state],
      waits: certificate.state === 'WAITING',
      returned: certificate.state === 'RETURNED',
      reason: certificate.reason,
      sentAt: localDateTime(certificate.sentAt).text,
      sent: context.query['done'] !== undefined,
      errors: errorList(errors),
      field: {
        kind: 'file',
        id: 'files',
        name: 'files',
        label: '登记证书图片',
        hint: '登记证书的照片或扫描件，JPG、PNG 或 PDF 格式，不超过 10 MB，短边至少400像素。',
        accept: 'image/jpeg,image/png,application/pdf',
        required: true,
        error: errors['files'],
      },
    },
    status,
  )
}

const sendAgain = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, audit, req, res } = context
  const refused = req.filesRefused
  if (refused) return showOwn(deps, context, { files: refused.message }, errorPages[refused.code].status)
  const { received, errors, status } = await receiveFiles(deps, (req.files ?? []) as Files, ['jpg', 'png', 'pdf'], {
    bringer: { door: 'applicant', whose: actor.id },
    res,
    purpose: 'read',
  })
  const [file] = received
  if (!file) return showOwn(deps, context, { files: errors.join('；') || '请选择登记证书图片' }, status)
  await sendCertificateAgain(deps, actor, audit, file)
  context.redirect(`${paths.accountCertificate}?done=1`)
}

/** The picture of an organization's certificate: its state and, when it was sent back, another one. */
export const certificateRoutes = (deps: Deps): readonly Route[] => [
  ...staffRoutes(deps),
  applicantRoute({
    method: 'get',
    path: paths.accountCertificate,
    handler: (context) => showOwn(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.accountCertificate,
    upload: {
      maxFiles: 1,
      maxBytes: maxFileBytes,
      count: ({ actor }) => deps.limits.use('upload', actor.id),
      keepsForm: true,
    },
    handler: (context) => sendAgain(deps, context),
  }),
]
