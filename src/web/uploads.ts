import { unlink } from 'node:fs/promises'
import type { Request, RequestHandler } from 'express'
import multer from 'multer'
import type { Deps } from '../deps.ts'
import { AppError } from '../core/errors.ts'
import { networkOf } from './address.ts'
import { isSameOrigin } from './kept-forms.ts'
import type { Applicant, Route, Staff, Upload } from './route.ts'

declare global {
  namespace Express {
    interface Request {
      /** Why the files of the form were not taken, where the route keeps the form all the same. */
      filesRefused?: AppError
    }
  }
}

type Who = { readonly uploader: Applicant | Staff | undefined; readonly hasToken: (req: Request) => boolean }

const mostFields = 60
const largestField = 10_000
/** What the lines around the parts of a form may take up. */
const framing = 64 * 1024

/** A refused body is read and thrown away so long, because browsers look at the answer only when they have sent all. */
const throwAwayMilliseconds = 20_000

const mostBytes = ({ maxFiles, maxBytes }: Upload): number => maxFiles * maxBytes + mostFields * largestField + framing

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024)

/** What is too large is called by its name, with the limit and a way out. */
const tooLarge = ({ maxBytes }: Upload, name?: string): AppError =>
  new AppError(
    'TOO_LARGE',
    name === undefined
      ? `一次上传的文件合计过大，没有保存。单个文件请不要超过${megabytes(maxBytes)} MB，并且分次上传。`
      : `文件“${name}”过大，单个文件不超过${megabytes(maxBytes)} MB，没有保存。照片请用手机或电脑缩小后再上传，扫描件请降低分辨率，或者分成几个文件。`,
  )

/** The name of the file a refusal of the form parser is about. */
const fileOf = (error: multer.MulterError): string | undefined => {
  const name: unknown = 'filename' in error ? error.filename : undefined
  return typeof name === 'string' ? Array.from(name).slice(0, 80).join('') : undefined
}

/** Cuts the connection of somebody who has not sent anything for a while; gives what ends the watch. */
const watchIdle = (req: Request, milliseconds: number): (() => void) => {
  const cut = setTimeout(() => req.destroy(), milliseconds)
  const seen = () => cut.refresh()
  const end = () => {
    clearTimeout(cut)
    req.off('data', seen)
  }
  req.on('data', seen)
  req.once('end', end)
  req.once('close', end)
  return end
}

/**
 * Takes in a form with files: nothing of a file is written before the form's token was found right, a place for its
 * bytes is free, and the use is counted. `_csrf` is therefore the first part of every such form. What is refused is
 * answered at once; where the route keeps the form, its texts arrive without the files and `req.filesRefused` says why.
 * What the store does not take over goes when the answer is out, or when the sender hangs up.
 */
export const receiveUpload = (
  route: Route & { readonly upload: Upload },
  deps: Pick<Deps, 'files' | 'uploads' | 'publicUrl'>,
  who: (req: Request) => Who,
): RequestHandler => {
  const { upload } = route
  const gates = new WeakMap<Request, Promise<void>>()

  /** Asked at the first file; throws why files are not taken. */
  const openGate = async (req: Request): Promise<void> => {
    const { uploader, hasToken } = who(req)
    if (!hasToken(req)) throw new AppError('CSRF')
    const ip = req.ip ?? ''
    const subject = uploader && ('roles' in uploader ? `staff-${uploader.id}` : uploader.id)
    const length = Number(req.headers['content-length'] ?? mostBytes(upload))
    const free = await deps.uploads.take({ network: networkOf(ip), subject }, length)
    const leave = () => void free().catch(() => {})
    if (req.res?.closed) leave()
    else req.res?.once('close', leave)
    await upload.count?.({ actor: uploader, ip, req })
  }

  /** Whether the request's files are taken in. Throws when the whole request is refused. */
  const mayTake = async (req: Request): Promise<boolean> => {
    if (req.session?.csrfToken === undefined) return false
    const gate = gates.get(req) ?? openGate(req)
    gates.set(req, gate)
    try {
      await gate
      return true
    } catch (error) {
      const refusal = error instanceof AppError && error.code !== 'CSRF' ? error : undefined
      if (!upload.keepsForm || !refusal) throw error
      req.filesRefused = refusal
      return false
    }
  }

  return (req, res, next) => {
    // Nobody without a page of ours open has a token; their files are not even read. A page of ours that was left open
    // too long has none any more either: its texts are read, so that they can be kept, its files are thrown away.
    if (req.session?.csrfToken === undefined && !isSameOrigin(deps, req)) return next(new AppError('CSRF'))
    const length = Number(req.headers['content-length'] ?? 0)
    let answered = false
    const done = (error?: unknown): void => {
      if (answered) return
      answered = true
      if (error !== undefined && !req.complete) {
        const cut = setTimeout(() => req.destroy(), throwAwayMilliseconds)
        req.once('close', () => clearTimeout(cut))
      }
      next(error)
    }
    if (length > mostBytes(upload)) return done(tooLarge(upload))
    const parser = multer({
      storage: multer.diskStorage({ destination: deps.files.uploadFolder }),
      // Names arrive as UTF-8; multer would read them as Latin-1.
      defParamCharset: 'utf8',
      limits: {
        files: upload.maxFiles,
        fileSize: upload.maxBytes,
        fields: mostFields,
        fieldSize: largestField,
        parts: upload.maxFiles + mostFields,
      },
      fileFilter: (_req, _file, callback) => {
        mayTake(req).then(
          (taken) => callback(null, taken),
          (error: Error) => {
            // Answered now: the parser would first wait for the end of the body.
            done(error)
            callback(error)
          },
        )
      },
    })
    const read = upload.byName ? parser.any() : parser.array('files')
    const endWatch = req.complete ? () => {} : watchIdle(req, deps.uploads.idleMilliseconds)
    read(req, res, (error: unknown) => {
      endWatch()
      if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE') {
        const refusal = tooLarge(upload, fileOf(error))
        if (!upload.keepsForm) return done(refusal)
        req.filesRefused = refusal
      } else if (error) return done(error)
      if (req.filesRefused?.retryAfterSeconds !== undefined)
        res.setHeader('Retry-After', String(req.filesRefused.retryAfterSeconds))
      // Whatever was not taken over by the store is nobody's: it goes when the answer is out.
      const drop = () => {
        for (const file of (req.files as Express.Multer.File[] | undefined) ?? [])
          void unlink(file.path).catch(() => {})
      }
      // Whoever hangs up right after the last byte is gone before this line.
      if (res.closed) return drop()
      res.once('close', drop)
      done()
    })
  }
}
