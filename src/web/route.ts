import type { Request, Response } from 'express'
import type { Access, Permission, StaffRole } from '../core/access.ts'
import { AppError } from '../core/errors.ts'
import type { HeldAction } from '../core/identity/phone-hold.ts'
import type { RequestFacts } from '../db/audit.ts'
import { errorPages } from './errors.ts'
import type { PageVariables } from './views.ts'

/** What an account must do before anything else: change a password it was given, or accept terms that changed. */
export type Setup = 'password' | 'terms'

/** The person or organization behind a logged-in applicant's request. */
export type Applicant = {
  readonly id: string
  readonly kind: 'PERSONAL' | 'LEGAL_PERSON'
  /** Of a legal person only, and not of one whose code somebody else has proved to hold. */
  readonly uscc: string | null
  readonly loginName: string
  readonly name: string
  /** 0: as typed at registration; 1: verified. */
  readonly realNameLevel: number
  /** When the hold began that keeps some things from being done (see phone-hold); null: never. */
  readonly heldFrom: Date | null
  readonly unread: number
  /** Acts for an organization: 机构主页 is for it. */
  readonly atHome: boolean
  /** Somebody asked it to work on a case, or for an organization, and waits for its answer. */
  readonly invited: boolean
  readonly setup: Setup | undefined
}

/** The official behind a logged-in staff request; read afresh each time, so that a change of roles acts at once. */
export type Staff = {
  readonly id: number
  readonly loginName: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly idNumberIndex: string
  readonly mustChangePassword: boolean
  /** Whose staff they are; of somebody of a unit, whose administrators look after the account. */
  readonly authority: { readonly id: number; readonly code: string; readonly name: string }
  /** The supervisory unit they work for; officials of an authority work for none. */
  readonly organ: { readonly id: number; readonly name: string } | undefined
}

export type Context<Actor> = {
  readonly req: Request
  readonly res: Response
  readonly actor: Actor
  /** Posted fields as plain texts; a field posted twice counts as not posted. */
  readonly body: Readonly<Record<string, string>>
  /** Everything as it was posted, for fields that may be several. */
  readonly posted: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, string>>
  readonly param: (name: string) => string
  /** Answers with a page. `variables` meets the template; `page` is filled in. */
  readonly view: (template: string, variables: PageVariables, status?: number) => void
  /** Answers 303 to an address of paths.ts. */
  readonly redirect: (path: string) => void
  readonly audit: RequestFacts
}

export type Files = readonly Express.Multer.File[]

type Handler<Actor> = (context: Context<Actor>) => Promise<void> | void

/** What an upload route takes under the name `files`. */
export type Upload<Actor = Applicant | Staff | undefined> = {
  /** Files come under the names of what they are for, and the handler sorts them by that. */
  readonly byName?: true
  /** How many files at once, and how large each. */
  readonly maxFiles: number
  readonly maxBytes: number
  /** Counts the use before any byte of a file is written; throws when there was one too many. */
  readonly count?: (by: { readonly actor: Actor; readonly ip: string; readonly req: Request }) => Promise<void>
  /** When files are refused, by a limit or for their size, the handler runs without them: `req.filesRefused` says why. */
  readonly keepsForm?: true
}

type Shape<Actor> = {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly upload?: Upload<Actor>
  /** Open also to an account that must change the password it was given. */
  readonly duringSetup?: true
  /** Not done, and its form not shown, while the account is held. */
  readonly waits?: HeldAction
  readonly handler: Handler<Actor>
  /**
   * Of a form: shows it again with what was typed and a sentence, in place of a page that says only to wait, when the
   * handler meets a limit or too many wait for the same thing. The status is seen to.
   */
  readonly again?: (context: Context<Actor>, sentence: string) => Promise<void> | void
}

/** A refusal that ends by itself: what was typed is good, only later. */
const isWait = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'TOO_MANY' || error.code === 'BUSY')

const keepingForm =
  <Actor>({ handler, again }: Shape<Actor>): Handler<Actor> =>
  async (context) => {
    try {
      await handler(context)
    } catch (error) {
      if (!again || !isWait(error) || context.res.headersSent) throw error
      const { status, text } = errorPages[error.code]
      context.res.setHeader('Retry-After', String(error.retryAfterSeconds ?? 60))
      const view: typeof context.view = (template, variables) => context.view(template, variables, status)
      await again({ ...context, view }, error.detail ?? text)
    }
  }

export type Route = Omit<Shape<Applicant | Staff | undefined>, 'again'> & {
  readonly access: Access
  /** Machines that sign their messages instead of holding a CSRF token. */
  readonly signed?: true
}

// The handlers differ in who may stand behind them; app.ts hands each the actor its access promises.
const erased = <Actor>(access: Access, shape: Shape<Actor>): Route =>
  ({ ...shape, handler: keepingForm(shape), access }) as Route

/** A page for everybody; `actor` is the applicant when one is logged in. */
export const publicRoute = (shape: Shape<Applicant | undefined>): Route => erased('public', shape)
/** A page for whoever has agreed to the terms in force. */
export const applicantRoute = (shape: Shape<Applicant>): Route => erased('applicant', shape)
/** A page for whoever's account it is, agreed or not (see Access). */
export const holderRoute = (shape: Shape<Applicant>): Route => erased('holder', shape)
/** A page for any member of staff. */
export const staffRoute = (shape: Shape<Staff>): Route => erased('staff', shape)
/** A page for staff holding a permission. */
export const permittedRoute = (permission: Permission, shape: Shape<Staff>): Route => erased(permission, shape)
/** A call by a machine that proves itself with a signature the handler checks. */
export const signedRoute = (shape: Shape<undefined>): Route => ({ ...erased('public', shape), signed: true })
