import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { momentText } from '../../core/workflow/deadlines.ts'
import { groupedCode } from '../../core/documents/verification-code.ts'
import { certificateStatuses, ranOut } from '../../core/register/certificates.ts'
import { reportConclusions } from '../../core/register/reports.ts'
import { registerStatuses, type RegisterStatus } from '../../core/register/statuses.ts'
import { paths } from '../../web/paths.ts'
import type { DocumentStatus, PublicDocument } from './verify-queries.ts'

type Certificate = NonNullable<PublicDocument['certificate']>

const statusWords = {
  VALID: { text: '有效', tone: 'success' },
  REPLACED: { text: '已被替换', tone: 'warning' },
  REVOKED: { text: '已撤销', tone: 'danger' },
} as const satisfies Record<DocumentStatus, { readonly text: string; readonly tone: string }>

type Link = { readonly href: string; readonly text: string }
type Notice = {
  readonly kind: 'error' | 'important'
  readonly title: string
  readonly text: string
  readonly link?: Link
}
type Standing = { readonly tag: { readonly text: string; readonly tone: string }; readonly notice?: Notice }

const ended: readonly RegisterStatus[] = ['DEREGISTERED', 'REVOKED', 'LICENCE_REVOKED']
const asIssued = '下面列出的是它签发时的内容。'

/** Where the present state is read, of whatever is not in force. */
const entryLink = ({ registered }: PublicDocument): { readonly link?: Link } =>
  registered
    ? { link: { href: paths.organization(registered.uscc), text: `查看${registered.name}现在的登记信息` } }
    : {}

/** What became of the copy a code stands on: of a certificate with one copy lost the other came back, and was not lost. */
const ofCopy = (kind: PublicDocument['kind'], certificate: Certificate): Certificate => {
  const { lostCopy, now } = certificate
  return lostCopy === null || kind === `CERTIFICATE_${lostCopy}`
    ? certificate
    : { ...certificate, status: now ? 'RECALLED' : 'RECOVERED', notice: null }
}

/** What became of a certificate that was in force once, and which one is now. */
const endedNotice = (document: PublicDocument, certificate: Certificate, tag: string): Notice => {
  const { notice, now, status } = certificate
  const lost = notice ? `遗失声明刊登于《${notice.paper}》，${chineseDate(notice.on)}。` : ''
  const present = now
    ? `现在有效的登记证书是另一份${now.number ? `，编号${now.number}` : ''}。`
    : '现在没有有效的登记证书。'
  const link = now?.code
    ? { link: { href: paths.verifyDocument(now.code), text: '核验现在有效的证书' } }
    : entryLink(document)
  return {
    kind: 'error',
    title: `这份证书现在无效：${certificateStatuses[status].text}`,
    text: `状态：${tag}。${lost}${present}${asIssued}`,
    ...link,
  }
}

/**
 * What a document is worth today: of a certificate that says its life in the register, that of its organization and its
 * own last day; of any other, whether it stands. What is not in force is said before anything else.
 */
const standingOf = (document: PublicDocument, today: string): Standing => {
  const { organizationName, status } = document
  const certificate = document.certificate && ofCopy(document.kind, document.certificate)
  if (!certificate) {
    const tag = statusWords[status]
    if (status === 'VALID') return { tag }
    const text = `状态：${tag.text}。${asIssued}`
    return { tag, notice: { kind: 'error', title: '这份文书现在无效', text, ...entryLink(document) } }
  }
  const { endedOn, organization, validTo } = certificate
  const { text, tone } = certificateStatuses[certificate.status]
  const tag = { text: endedOn === null ? text : `${text}（${chineseDate(endedOn)}）`, tone }
  if (certificate.status === 'MADE')
    return { tag, notice: { kind: 'error', title: '这份证书还没有生效', text: `状态：${tag.text}。${asIssued}` } }
  if (certificate.status !== 'VALID') return { tag, notice: endedNotice(document, certificate, tag.text) }
  const register = registerStatuses[organization]
  const said = `${organizationName}的登记状态是“${register.text}”。`
  if (ended.includes(organization))
    return { tag: register, notice: { kind: 'error', title: '这份证书现在无效', text: `${said}${asIssued}` } }
  if (validTo < today) {
    const title = '这份证书的有效期限已经届满'
    const text = `有效期限至${chineseDate(validTo)}。${asIssued}`
    return { tag: ranOut, notice: { kind: 'error', title, text } }
  }
  return organization === 'ACTIVE'
    ? { tag }
    : { tag, notice: { kind: 'important', title: '使用这份证书前请留意', text: said } }
}

/** Every field of a certificate as it is printed, in the order of the paper, attached sheets included. */
const printedRows = (deps: Pick<Deps, 'documents'>, printed: unknown) => {
  const content = deps.documents.content(deps.documents.parse(printed))
  if (content.layout !== 'certificate') return undefined
  return [
    { label: '证书名称', text: content.title },
    { label: '证书编号', text: `${content.number}（${content.partText}）` },
    ...content.fields.map(({ label, value }) => ({ label, text: value })),
    { label: '说明', text: content.note },
  ]
}

/** What stands on the 副本 of every year (R251 art. 23): 2025年度合格. */
const concludedText = ({ year, conclusion }: PublicDocument['reports'][number]): string =>
  `${String(year)}年度${reportConclusions[conclusion].text}`

const letterRows = ({ authorityName, issuedOn, matterTitle, organizationName }: PublicDocument) => [
  { label: '社会组织名称', text: organizationName },
  { label: '申请事项', text: matterTitle },
  { label: '签发机关', text: authorityName },
  { label: '签发日期', text: chineseDate(issuedOn) },
]

/**
 * The authority's electronic seal: who, when, by which certificate. A certificate that was revoked later takes nothing from
 * what was sealed before, as the time stamp proves.
 */
const sealRows = ({ awaited, seal }: PublicDocument) => {
  if (!seal) return awaited ? [{ label: '电子印章', tag: { text: '待加盖印章', tone: 'warning' } }] : []
  const { issuer, revokedAt, serial, stampedAt, subject } = seal
  const before = revokedAt !== null && new Date(stampedAt) < new Date(revokedAt)
  return [
    { label: '电子印章', text: subject },
    { label: '加盖时间（时间戳）', text: momentText(stampedAt) },
    { label: '印章证书', text: `序列号${serial}，由${issuer}颁发` },
    ...(revokedAt === null
      ? []
      : [
          {
            label: '印章证书的状态',
            tag: {
              text: `${momentText(revokedAt)}被吊销，${before ? '在加盖以后，印章仍然有效' : '在加盖以前，印章无效'}`,
              tone: before ? 'warning' : 'danger',
            },
          },
        ]),
  ]
}

/** What the page of a document shows to everybody who has its code. */
export const documentView = (
  deps: Pick<Deps, 'documents'>,
  document: PublicDocument,
  { code, today, fileError }: { readonly code: string; readonly today: string; readonly fileError: string | undefined },
) => {
  const title = deps.documents.titleOf(document.kind, document.note)
  const { registered } = document
  const { tag, notice } = standingOf(document, today)
  return {
    title,
    notice,
    demo: document.demo,
    rows: [
      { label: '文书名称', text: title },
      { label: '文书编号', text: document.number },
      { label: '状态', tag },
      ...(registered && registered.name !== document.organizationName
        ? [{ label: '社会组织现在的名称', text: registered.name }]
        : []),
      ...(document.printed === null ? letterRows(document) : []),
      ...(document.reports.length > 0
        ? [{ label: '年检结论', text: document.reports.map(concludedText).join('，') }]
        : []),
      { label: '核验码', text: groupedCode(code) },
      ...sealRows(document),
      {
        label: '电子文件SHA-256',
        text: document.sha256 ?? (document.awaited ? '待加盖印章' : '文书正在生成，请稍后再查'),
      },
    ],
    printed: document.printed === null ? undefined : printedRows(deps, document.printed),
    register: registered && paths.organization(registered.uscc),
    action: paths.verifyDocument(code),
    fileField: document.sha256 !== null && {
      id: 'files',
      name: 'files',
      kind: 'file',
      label: '要比对的PDF文件',
      required: true,
      hint: '不超过10 MB',
      accept: '.pdf,application/pdf',
      error: fileError,
    },
  }
}
