import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { ownNext } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { errorList } from '../../web/form-view.ts'
import { acceptVersions } from './consent-commands.ts'
import { centrePage } from './page-frame.ts'
import { consentsOf, type ConsentRow } from './queries.ts'
import { consentName, presentTerms, type PresentTerm } from './terms.ts'

const isAccepted = (consents: readonly ConsentRow[], term: PresentTerm): boolean =>
  consents.some(({ document, version }) => document === term.document && version === term.text.version)

const nextOf = (context: Context<Applicant>): string | undefined =>
  ownNext(context.body['next'] ?? context.query['next'])

const showOpen = (
  { site }: Deps,
  context: Context<Applicant>,
  consents: readonly ConsentRow[],
  open: readonly PresentTerm[],
  errors: FieldErrors = {},
): void => {
  context.view(
    'account-centre/accept.njk',
    {
      page: { title: `${open.map(({ name }) => name).join('和')}有更新` },
      next: nextOf(context),
      terms: open.map((term) => ({
        name: term.name,
        href: term.href,
        version: term.text.version,
        effectiveFrom: term.text.effectiveFrom,
        before: consents.find(({ document }) => document === term.document)?.version,
        // The version that stands on the page is the one that is agreed to.
        shown: { name: `version-${term.document}`, value: term.text.version },
        field: {
          kind: 'declaration',
          id: term.document,
          name: term.document,
          label: `我已阅读并同意${term.name}`,
          value: '',
          error: errors[term.document],
          required: true,
          link: { href: term.href, text: `查看${term.name}` },
        },
      })),
      requestsHref: site.policies.newApplicantReview && context.actor.kind === 'PERSONAL' ? paths.bind : undefined,
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

const accept = async (deps: Deps, context: Context<Applicant>): Promise<void> => {
  const { actor, body } = context
  const consents = await consentsOf(deps, actor.id)
  const open = presentTerms(deps.site).filter((term) => !isAccepted(consents, term))
  const errors = Object.fromEntries(
    open.flatMap((term) => {
      if (body[`version-${term.document}`] !== term.text.version)
        return [[term.document, `${term.name}刚刚更新，请重新阅读`]]
      return body[term.document] === 'yes' ? [] : [[term.document, `请阅读并勾选${term.name}`]]
    }),
  )
  if (Object.keys(errors).length > 0) return showOpen(deps, context, consents, open, errors)
  if (open.length > 0)
    await acceptVersions(
      deps,
      context,
      open.map((term) => ({ document: term.document, version: term.text.version })),
    )
  context.redirect(nextOf(context) ?? paths.home)
}

/** 协议与授权: what was agreed to and when; and the question that comes when a text has a new version. */
export const agreementRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.accountAgreements,
    handler: async ({ actor, view }) => {
      const terms = presentTerms(deps.site)
      view('account-centre/agreements.njk', {
        page: centrePage('协议与授权'),
        terms: terms.map((term) => ({
          href: term.href,
          text: `${term.name}现行版本 ${term.text.version}`,
          effectiveFrom: term.text.effectiveFrom,
        })),
        rows: (await consentsOf(deps, actor.id)).map((consent) => {
          const term = terms.find((known) => known.document === consent.document)
          const present = term?.text.version === consent.version
          return [
            {
              text: consentName(deps.site, consent.document),
              ...(term && present ? { href: term.href } : {}),
              ...(term && !present ? { sub: '已有新版本' } : {}),
            },
            { text: consent.version },
            { text: localDateTime(consent.at).text },
          ]
        }),
      })
    },
  }),
  holderRoute({
    method: 'get',
    path: paths.acceptTerms,
    handler: async (context) => {
      const consents = await consentsOf(deps, context.actor.id)
      const open = presentTerms(deps.site).filter((term) => !isAccepted(consents, term))
      if (open.length === 0) return context.redirect(nextOf(context) ?? paths.home)
      showOpen(deps, context, consents, open)
    },
  }),
  holderRoute({
    method: 'post',
    path: paths.acceptTerms,
    handler: (context) => accept(deps, context),
  }),
]
