import type { ErrorRequestHandler, RequestHandler } from 'express'
import multer from 'multer'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { isConnectionLoss } from '../../db/client.ts'
import { changeTexts, errorPages } from '../errors.ts'
import { siteDivision } from '../division.ts'
import { keepAfterOutage, type FormPages } from '../kept-forms.ts'
import { pageVariables } from '../page.ts'
import { paths } from '../paths.ts'

export const notFound: RequestHandler = () => {
  throw new AppError('NOT_FOUND')
}

const statusOf = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : undefined

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''

/** The other side hung up before its request, or our answer, was complete: nobody is left to be told. */
const hungUp = (error: unknown): boolean =>
  codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE' ||
  (error instanceof Error && /^request (aborted|closed)$/i.test(error.message))

/** Redis has no room left in its memory, or cannot write to its disk: it reads on and refuses to write. */
const redisFull = /^(OOM|MISCONF) |: (OOM|MISCONF) /

const redisAway = /enableOfflineQueue|Command timed out|Connection is closed|max retries per request|ECONNREFUSED/i

/** What an error of a library or a server means to the person in front of the screen; undefined when it is our fault. */
const translate = (error: unknown): AppError | undefined => {
  if (error instanceof AppError) return error
  if (error instanceof multer.MulterError)
    return error.code === 'LIMIT_FILE_SIZE' ||
      error.code === 'LIMIT_FILE_COUNT' ||
      error.code === 'LIMIT_UNEXPECTED_FILE'
      ? new AppError('TOO_LARGE', '单个文件过大，或一次上传的文件过多。文件没有保存，请减小或分次上传。')
      : new AppError('BAD_REQUEST')
  const code = codeOf(error)
  if (code === 'EBADCSRFTOKEN') return new AppError('CSRF')
  // 53100: the disk of Postgres.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') return new AppError('STORAGE_FULL')
  if (code === '22P02' || code === '22021') return new AppError('NOT_FOUND')
  if (code === '22007' || code === '22008') return new AppError('BAD_REQUEST')
  if (isConnectionLoss(error)) return new AppError('UNAVAILABLE', undefined, 5)
  if (error instanceof Error && redisFull.test(error.message)) return new AppError('UNAVAILABLE', undefined, 60)
  // A statement that Postgres ended because it took too long.
  if (code === '57014') return new AppError('BUSY', undefined, 5)
  if (error instanceof Error && (redisAway.test(error.message) || error.name === 'MaxRetriesPerRequestError'))
    return new AppError('UNAVAILABLE', undefined, 5)
  if (error instanceof Error && error.name === 'KnexTimeoutError') return new AppError('BUSY', undefined, 5)
  const status = statusOf(error)
  if (status === 413) return new AppError('TOO_LARGE')
  if (status !== undefined && status >= 400 && status < 500) return new AppError('BAD_REQUEST')
  if (error instanceof Error && /Unexpected end of form|Malformed part header|Multipart: Boundary/i.test(error.message))
    return new AppError('BAD_REQUEST')
  return undefined
}

/** What is told as an outage or as being busy, but does not pass by itself. */
const needsSomebody = (error: unknown): boolean =>
  codeOf(error) === '57014' || (error instanceof Error && redisFull.test(error.message))

/** Passes by itself, or with somebody's help; what was typed is good all the same. */
const isOutage = (known: AppError | undefined): boolean =>
  known === undefined || known.code === 'UNAVAILABLE' || known.code === 'BUSY' || known.code === 'STORAGE_FULL'

/** The only place that answers an error. `pages` finds where a form stands that could not be taken in. */
export const errorHandler =
  (deps: Deps, pages: FormPages): ErrorRequestHandler =>
  async (error: unknown, req, res, next) => {
    // Whoever hangs up in the middle takes the waiting upload along; what then looks for it finds nothing.
    if (hungUp(error) || (res.closed && codeOf(error) === 'ENOENT')) {
      res.destroy()
      return
    }
    const known = translate(error)
    const requestId = String(res.getHeader('X-Request-Id') ?? '')
    if (!known || known.code === 'STORAGE_FULL' || needsSomebody(error) || needsSomebody(req.sessionFault))
      deps.log.error({ err: req.sessionFault ?? error, id: requestId }, 'request failed')
    if (res.headersSent) {
      next(error)
      return
    }
    const facts = known
      ? errorPages[known.code]
      : { status: 500, title: '系统出错了', text: '系统出现错误，我们已记录。您已保存的内容没有丢失，请稍后再试。' }
    const ofChange = req.method === 'GET' ? undefined : known && changeTexts[known.code]
    const text = known?.detail ?? ofChange ?? facts.text
    if (facts.status === 503 || facts.status === 429)
      res.setHeader('Retry-After', String(known?.retryAfterSeconds ?? 5))
    res.setHeader('Cache-Control', 'no-store')
    res.status(facts.status)
    if (req.accepts(['html', 'json']) === 'json') {
      res.json({ error: text })
      return
    }
    const keptOn = isOutage(known) ? await keepAfterOutage(deps, pages, req, res) : undefined
    const staffSide = req.path.startsWith('/staff')
    const page = pageVariables({
      site: deps.site,
      path: req.path,
      division: siteDivision(deps, req.headers.cookie)?.name,
      elder: /(?:^|;\s*)elder=1/.test(req.headers.cookie ?? ''),
      sandbox: deps.config.sandbox,
      applicant: undefined,
      staff: undefined,
      csrfToken: () => '',
      displaced: false,
    })
    res.type('html').send(
      deps.views.render('errors/error.njk', {
        status: facts.status,
        title: facts.title,
        text,
        requestId,
        details:
          keptOn === undefined
            ? []
            : ['您填写的内容（密码、验证码和文件除外）已为您保留半小时，稍后可以回到原来的页面继续。'],
        actions: [
          ...(keptOn === undefined ? [] : [{ href: keptOn, text: '回到刚才的页面' }]),
          staffSide ? { href: paths.staffHome, text: '返回工作台' } : { href: paths.home, text: '返回首页' },
          ...(known?.code === 'NOT_VERIFIED' ? [{ href: paths.verify, text: '实名认证' }] : []),
          ...(staffSide ? [] : [{ href: paths.cases, text: '我的办件' }]),
        ],
        page,
      }),
    )
  }
