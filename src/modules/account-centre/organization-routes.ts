import { rightsText } from '../../core/grants.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { postText } from '../../core/posts.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Route } from '../../web/route.ts'
import { organizationsFor } from '../grants/organizations.ts'
import { missingLegalAccounts } from '../people/units-without-account.ts'
import { mismatchNotice } from '../people/register-agreement.ts'
import { registerStatuses, type RegisterStatus } from '../../core/register/statuses.ts'
import { centrePage } from './page-frame.ts'
import { organizationsOf } from './queries.ts'

const named = (one: { readonly name: string; readonly uscc: string }) => ({
  href: paths.organization(one.uscc),
  text: one.name,
  sub: one.uscc,
})

const status = (code: string) => ({ tag: registerStatuses[code as RegisterStatus] })

/** 我的社会组织: what the register and the accounts say somebody has to do with. */
export const organizationRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.accountOrganizations,
    handler: async ({ actor, view }) => {
      const found = await organizationsOf(deps, actor.id)
      const legal = actor.kind === 'LEGAL_PERSON'
      const handled = legal ? [] : await organizationsFor(deps.db.knex, actor, localDate(deps.clock.now()))
      view('account-centre/organizations.njk', {
        page: centrePage('我的社会组织'),
        legal,
        mismatch: legal ? await mismatchNotice(deps, actor.id) : undefined,
        missing: legal ? [] : await missingLegalAccounts(deps.db, actor.id),
        unverified: !legal && actor.realNameLevel === 0,
        own: found.own && [
          { label: '名称', href: paths.organization(found.own.uscc), text: found.own.name },
          { label: '统一社会信用代码', text: found.own.uscc },
          { label: '法定代表人', text: found.own.legalRepresentative },
          { label: '状态', ...status(found.own.status) },
        ],
        uscc: actor.uscc,
        posts: found.posts.map((one) => [
          named(one),
          { text: `${postText(one.post)}${one.legalRepresentative ? '（法定代表人）' : ''}` },
          status(one.status),
        ]),
        founded: found.founded.map((one) => [named(one), status(one.status)]),
        accounts: found.accounts.map((one) => [
          { text: one.name, sub: one.uscc },
          { text: one.loginName },
          { text: one.as === 'REPRESENTATIVE' ? '法定代表人' : '经办人' },
        ]),
        handled: handled.map(({ organization: { name, uscc, status: code }, rights = [] }) => [
          { href: paths.organizationHomeOf(uscc), text: name, sub: uscc },
          { text: rightsText(rights) },
          status(code),
        ]),
        legacy: found.legacy.map((one) => [
          { text: one.name },
          { text: one.loginName },
          { text: localDateTime(new Date(one.at)).text },
        ]),
      })
    },
  }),
]
