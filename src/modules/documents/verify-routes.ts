import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Deps } from '../../deps.ts'
import { cleanFileName } from '../../core/files.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { networkOf } from '../../web/address.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Applicant, type Context, type Files, type Route } from '../../web/route.ts'
import { judgeSignatures } from './judge-signatures.ts'
import { signatureReport, signatureView } from './signature-view.ts'
import { codeByFile, documentByCode, type PublicDocument } from './verify-queries.ts'
import { documentView } from './verify-view.ts'

const largestFile = 10 * 1024 * 1024
const longestCode = 64

/** A code as it is kept: people type it in small letters, in full width, in groups. */
const normalizeCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, longestCode)

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

type Result = { readonly kind: 'success' | 'error'; readonly title: string; readonly text: string }

const compared = (document: PublicDocument, sha256: string): Result =>
  sha256 === document.sha256
    ? {
        kind: 'success',
        title: '比对结果：一致',
        text: `您选择的文件与签发时的文件完全相同。SHA-256：${sha256}。文件已删除。`,
      }
    : {
        kind: 'error',
        title: '比对结果：不一致',
        text: `您选择的文件不是签发时的文件，可能被改动过，或者选错了文件。它的SHA-256：${sha256}。文件已删除。`,
      }

/** 文书核验: whether a document was issued by an authority, whether it stands, whether a file is the one issued. */
export const verifyRoutes = (
  deps: Pick<Deps, 'clock' | 'db' | 'limits' | 'documents' | 'files' | 'inspector' | 'pki'>,
): readonly Route[] => {
  type Shown = {
    readonly code: string
    readonly document?: PublicDocument | undefined
    readonly codeError?: string
    readonly fileError?: string
    readonly result?: Result
    readonly signatures?: ReturnType<typeof signatureView>
    readonly issued?: { readonly kind: string; readonly title: string; readonly text: string }
    readonly signatureError?: string
  }

  const show = ({ view }: Context<Applicant | undefined>, shown: Shown, status = 200): void => {
    const { code, document, codeError, fileError, signatureError } = shown
    const wrongFile = fileError ?? signatureError
    const errors = [
      ...(codeError ? [{ field: 'code', text: codeError, href: '#code' }] : []),
      ...(wrongFile ? [{ field: 'files', text: wrongFile, href: '#files' }] : []),
    ]
    view(
      'documents/verify.njk',
      {
        page: {
          breadcrumb: [{ href: paths.home, text: '首页' }, { text: '文书核验' }],
          ...(document && {
            description: `核验结果：${document.authorityName}${document.number}，${deps.documents.titleOf(document.kind, document.note)}。`,
          }),
        },
        errors,
        verify: {
          code,
          codeField: {
            id: 'code',
            name: 'code',
            kind: 'text',
            label: '核验码',
            required: true,
            hint: '印在文书上，由数字和大写字母组成',
            value: code,
            error: codeError,
          },
          unknown: status === 404,
          document: document && documentView(deps, document, { code, today: localDate(deps.clock.now()), fileError }),
          result: shown.result,
          signatures: shown.signatures,
          issued: shown.issued,
          signatureField: {
            id: 'files',
            name: 'files',
            kind: 'file',
            label: '文件',
            required: true,
            hint: '不超过10 MB',
            accept: '.pdf,.esl,application/pdf',
            error: signatureError,
          },
        },
      },
      status,
    )
  }

  const count = (ip: string): Promise<void> => deps.limits.use('verify-document', networkOf(ip))

  /** What is known here of a file that is one of the documents issued. */
  const issuedAs = async (sha256: string) => {
    const code = await codeByFile(deps.db, sha256)
    const document = code === undefined ? undefined : await documentByCode(deps.db, code)
    if (code === undefined || !document) return undefined
    const { title, notice } = documentView(deps, document, {
      code,
      today: localDate(deps.clock.now()),
      fileError: undefined,
    })
    const said = `${document.authorityName}签发的${title}（${document.number}）`
    return {
      code,
      title,
      number: document.number,
      authority: document.authorityName,
      inForce: notice?.kind !== 'error',
      notice: {
        kind: notice?.kind ?? 'success',
        title: notice ? `这份文件是${said}。${notice.title}` : `这份文件就是${said}，现在有效`,
        text: notice?.text ?? '文件与签发时的电子文件完全相同。',
        link: { href: paths.verifyDocument(code), text: '查看这份文书的核验结果' },
      },
    }
  }

  const judgeFile = async (context: Context<Applicant | undefined>): Promise<void> => {
    const [file] = (context.req.files ?? []) as Files
    const asJson = context.req.accepts(['html', 'json']) === 'json'
    const refuse = (text: string, status: number): void => {
      if (asJson) context.res.status(status).json({ errors: [text] })
      else show(context, { code: '', signatureError: text }, status)
    }
    if (!file || file.size === 0) return refuse('请选择要核验的文件', 422)
    const bringer = { door: 'public', whose: networkOf(context.audit.ip) } as const
    const verdict = await judgeSignatures(deps, { path: file.path, bringer, res: context.res })
    if (!verdict) return refuse('文件过于复杂，核验没有完成。请向出具文件的单位索取原件', 422)
    const sha256 = await sha256Of(file.path)
    const issued = await issuedAs(sha256)
    if (asJson) {
      const { notice, ...known } = issued ?? { notice: undefined }
      context.res.json(signatureReport(verdict, sha256, issued ? { ...known, standing: notice?.title } : null))
      return
    }
    show(context, {
      code: '',
      signatures: signatureView(verdict, cleanFileName(file.originalname)),
      ...(issued ? { issued: issued.notice } : {}),
    })
  }

  const again = (context: Context<Applicant | undefined>, codeError: string): void =>
    show(context, { code: normalizeCode(context.param('code')), codeError })

  const find = async (context: Context<Applicant | undefined>) => {
    const code = normalizeCode(context.param('code'))
    return { code, document: code === '' ? undefined : await documentByCode(deps.db, code) }
  }

  return [
    publicRoute({
      method: 'get',
      path: paths.verifyDocumentSearch,
      handler: (context) => {
        const typed = context.query['code']
        if (typed === undefined) return show(context, { code: '' })
        const code = normalizeCode(typed)
        if (code === '') return show(context, { code: '', codeError: '请填写核验码' }, 422)
        return context.redirect(paths.verifyDocument(code))
      },
    }),
    publicRoute({
      method: 'post',
      path: paths.verifyDocumentSearch,
      upload: {
        maxFiles: 1,
        maxBytes: largestFile,
        count: ({ ip }) => deps.limits.use('verify-signatures', networkOf(ip)),
      },
      handler: judgeFile,
      again: (context, sentence) => show(context, { code: '', signatureError: sentence }),
    }),
    publicRoute({
      method: 'get',
      path: paths.verifyDocument(':code'),
      handler: async (context) => {
        await count(context.audit.ip)
        const { code, document } = await find(context)
        show(context, { code, document }, document ? 200 : 404)
      },
      again,
    }),
    publicRoute({
      method: 'post',
      path: paths.verifyDocument(':code'),
      upload: { maxFiles: 1, maxBytes: largestFile, count: ({ ip }) => count(ip) },
      handler: async (context) => {
        const [file] = (context.req.files ?? []) as Files
        // With a file it was counted before the file was taken in.
        if (!file) await count(context.audit.ip)
        const { code, document } = await find(context)
        if (!document) return show(context, { code }, 404)
        if (!file || file.size === 0) return show(context, { code, document, fileError: '请选择要比对的PDF文件' }, 422)
        // The file goes with the answer: nothing takes it over from the upload folder.
        return show(context, { code, document, result: compared(document, await sha256Of(file.path)) })
      },
      again,
    }),
  ]
}
