import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { may, type Permission } from '../core/access.ts'
import { AppError } from '../core/errors.ts'
import type { Deps } from '../deps.ts'
import { removeAfter } from '../modules/files/receive.ts'
import type { PageVariables } from '../web/views.ts'
import type { Applicant, Context, Files, Route, Staff } from '../web/route.ts'

/** A form as somebody would send it: the pattern of its address, what stands in the address, and what is typed in. */
export type Form = {
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  /** What may be several is several texts. */
  readonly body: Readonly<Record<string, string | readonly string[]>>
  readonly files?: readonly { readonly name: string; readonly bytes: Buffer }[]
}

/** Where a form led, or the page it was answered with instead. */
export type Answer =
  { readonly to: string } | { readonly template: string; readonly variables: PageVariables; readonly status: number }

/** Whoever the form is sent for, and who pressed the button that sends it. */
type Sender = { readonly actor: Applicant | Staff; readonly pressedBy: string }

const mayCall = ({ access }: Route, actor: Applicant | Staff): boolean =>
  'roles' in actor
    ? !actor.mustChangePassword && may(actor.roles, access as Permission)
    : access === 'applicant' || access === 'holder'

/** Puts bytes where uploads wait for the store; they go when the answer is out. */
const uploaded = async (deps: Deps, res: Context<unknown>['res'], files: Form['files'] = []): Promise<Files> =>
  Promise.all(
    files.map(async ({ name, bytes }) => {
      const path = join(deps.files.uploadFolder, randomUUID())
      removeAfter(res, path)
      await writeFile(path, bytes)
      return { originalname: name, path, size: bytes.length } as Files[number]
    }),
  )

/** The texts a page says instead of doing what was asked: faults of fields, or a notice. */
export const saidOn = ({ variables }: Exclude<Answer, { to: string }>): string => {
  const { errors, notice } = variables as {
    errors?: readonly (string | { readonly text: string })[]
    notice?: { readonly text: string }
  }
  const faults = (errors ?? []).map((error) => (typeof error === 'string' ? error : error.text))
  return [...faults, ...(notice ? [notice.text] : [])].join('；')
}

/**
 * Sends forms to the portal's own routes for somebody who could have sent them: the same access, handlers, checks,
 * limits and records. Every line of the audit log says whose button it was.
 */
export const createPress =
  (deps: Deps, routes: readonly Route[]) =>
  async (context: Context<Applicant | Staff>, { actor, pressedBy }: Sender, form: Form): Promise<Answer> => {
    const route = routes.find(({ method, path }) => method === 'post' && path === form.path)
    if (!route) throw new Error(`no route ${form.path}`)
    if (!mayCall(route, actor)) throw new AppError('FORBIDDEN')
    const { req, res } = context
    if (form.files) await route.upload?.count?.({ actor, ip: req.ip ?? '', req })
    const files = await uploaded(deps, res, form.files)
    let answer: Answer | undefined
    await route.handler({
      ...context,
      req: Object.create(req, { files: { value: files } }) as typeof req,
      actor,
      audit: { ...context.audit, pressedBy },
      posted: form.body,
      body: Object.fromEntries(
        Object.entries(form.body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      ),
      query: {},
      param: (name) => form.params[name] ?? '',
      view: (template, variables, status = 200) => {
        answer = { template, variables, status }
      },
      redirect: (to) => {
        answer = { to }
      },
    })
    if (!answer) throw new Error(`${form.path} gave no answer`)
    return answer
  }

export type Press = ReturnType<typeof createPress>
