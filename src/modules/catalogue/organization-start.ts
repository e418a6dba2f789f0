import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { Matter } from '../../core/matters/define.ts'
import { verifiedLevel } from '../../core/matters/real-name.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant, Context } from '../../web/route.ts'
import {
  beginForOrganization,
  notAllowed,
  openCaseOf,
  organizationOfAccount,
  standingOf,
} from '../cases/organization-case.ts'
import { certificateOf } from '../people/legal-person.ts'
import { materialNeedText } from './guide.ts'
import { certificateGate } from './hall.ts'

const show = async (
  deps: Deps,
  context: Context<Applicant>,
  matter: Matter,
  problem: { readonly message?: string | undefined } = {},
  status = 200,
): Promise<void> => {
  const own = await organizationOfAccount(deps.db.knex, context.actor.id)
  if (!own || own.type !== matter.orgType) throw new AppError('NOT_FOUND')
  const open = await openCaseOf(deps.db.knex, own.id, matter.code)
  const gate = certificateGate(await certificateOf(deps.db, context.actor.id))
  const refused = problem.message ?? notAllowed(matter, await standingOf(deps.db.knex, deps, own))
  const { name, phone } = authorityById(deps.reference, own.authority_id)
  const verified = context.actor.realNameLevel >= verifiedLevel
  context.view(
    'catalogue/organization-start.njk',
    {
      page: {
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: paths.hall, text: '社会组织办事大厅' },
          { text: matter.title },
        ],
      },
      start: {
        title: matter.title,
        intro: matter.guide.summary,
        action: paths.start(matter.code),
        guideHref: paths.guide(matter.code),
        draft: context.body['draft'] ?? randomUUID(),
        hindrance: open
          ? {
              title: `已有正在办理的${matter.title}`,
              text: refused ?? '',
              // Another account of the organization may have begun it.
              link:
                open.account_id === context.actor.id ? { href: paths.case(open.id), text: '查看这件申请' } : undefined,
            }
          : refused
            ? { title: '现在不能办理', text: refused }
            : gate,
        verify: verified ? undefined : `${paths.verify}?next=${encodeURIComponent(paths.start(matter.code))}`,
        rows: [
          { label: '社会组织名称', text: own.name },
          { label: '统一社会信用代码', text: own.uscc },
          { label: '登记管理机关', text: `${name}（电话${phone}）` },
        ],
        materials: matter.materials.map((material) => ({
          title: material.title,
          need: materialNeedText(matter, material),
          hint: material.hint,
        })),
      },
    },
    status,
  )
}

/** The page an organization begins a matter from: as whom, with whom, and what it will need. */
export const showOrganizationStart = (deps: Deps, context: Context<Applicant>, matter: Matter): Promise<void> =>
  show(deps, context, matter)

/** Begins it and leads on to the case; what speaks against it is said on the same page. */
export const postOrganizationStart = async (deps: Deps, context: Context<Applicant>, matter: Matter): Promise<void> => {
  try {
    const id = await beginForOrganization(deps, context.actor, context.audit, {
      matter: matter.code,
      id: context.body['draft'],
    })
    context.redirect(paths.case(id))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_ALLOWED_NOW') throw error
    await show(deps, context, matter, { message: error.message }, 409)
  }
}
