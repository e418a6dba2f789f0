import type { Deps } from '../../deps.ts'
import { pageOf } from '../../core/matters/journey.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { caseHead } from '../../web/page.ts'
import { paths } from '../../web/paths.ts'
import { setDeleted } from './drafts.ts'
import { consentRoutes } from './consent-routes.ts'
import { compareRoutes } from './compare-routes.ts'
import { copyRoutes } from './copy-routes.ts'
import { answerItemRoutes } from './item-routes.ts'
import { answerPageRoutes } from './page-routes.ts'
import { answerTableRoutes } from './table-routes.ts'
import { missingLegalAccounts } from '../people/units-without-account.ts'
import { loadForm, loadWhole, myCases, type WholeCase } from './queries.ts'
import { realNameNotice } from './real-name.ts'
import { reportsAtHand } from './report-at-hand.ts'
import { listView, overviewView } from './views.ts'
import { caseCrumbs } from './crumbs.ts'
import { materialRoutes } from './material-routes.ts'
import { charterRoute } from './charter.ts'
import { charterReasonRoutes } from './charter-reasons.ts'
import { charterTextRoutes } from './charter-text.ts'
import { allMaterialsRoutes } from './materials-routes.ts'
import { paperRoutes } from './paper-routes.ts'
import { submissionRoutes } from './submission-routes.ts'
import { stateViewRoutes } from './state-view.ts'
import { submitRoutes } from './submit-routes.ts'

const listPage = 20

const getCases = async (deps: Deps, { actor, query, view }: Context<Applicant>): Promise<void> => {
  const at = new Date(query['at'] ?? '')
  const after =
    Number.isNaN(at.getTime()) || !/^[0-9a-f-]{36}$/.test(query['id'] ?? '') ? undefined : { at, id: query['id'] ?? '' }
  const { listed, recycled, legalAccounts, invited } = await myCases(
    deps.db,
    actor.id,
    localDate(deps.clock.now()),
    after,
    listPage + 1,
    [...new Set(deps.matters.all.flatMap(({ about }) => about?.page ?? []))],
  )
  view('cases/index.njk', {
    ...listView(deps, listed, recycled, listPage),
    legalAccounts,
    invited,
    page: { title: '我的办件', breadcrumb: caseCrumbs().slice(0, 2) },
    done: query['done'],
  })
}

/** What of an 离线填报包 was saved, and which pages stay as they are online. */
const packTold = ({ matter, stage }: WholeCase, saved: string, kept: string): string => {
  const titles = kept
    .split(',')
    .flatMap((code) => (stage.pages.includes(code) ? (pageOf(matter, code)?.title ?? []) : []))
  const of = titles.map((title) => `“${title}”`).join('、')
  const name = stage.workbook ? '表格' : '离线填报包'
  if (saved === 'before') return `${name}里的改动先前已经保存，这一次没有再改动什么。`
  if (titles.length === 0) return `${name}的内容已保存。`
  if (saved === '0') return `没有保存${name}的内容：${of}按您的选择保留网页上的内容。`
  return `${name}的其余改动已保存；${of}按您的选择保留网页上的内容，没有保存${name}里的。`
}

const getCase = async (deps: Deps, { actor, param, query, view }: Context<Applicant>): Promise<void> => {
  const whole = await loadWhole(deps, param('id'), actor, 'see')
  const overview = await overviewView(deps, whole)
  const missing = whole.uscc ? await missingLegalAccounts(deps.db, actor.id) : []
  view('cases/show.njk', {
    ...overview,
    legalAccounts: missing.filter(({ caseId }) => caseId === whole.caseFile.id),
    realName: await realNameNotice(deps.db, whole, actor),
    reports: await reportsAtHand(deps, whole, actor),
    done: query['done'],
    packTold: query['done'] === 'pack' && packTold(whole, query['saved'] ?? '', query['kept'] ?? ''),
    page: {
      title: overview.title,
      sheetHead: caseHead(overview.number, overview.title, overview.matterTitle),
      breadcrumb: caseCrumbs({ text: overview.title }),
    },
  })
}

const askDeletion = async (deps: Deps, { actor, param, view }: Context<Applicant>): Promise<void> => {
  const form = await loadForm(deps, param('id'), actor, 'own')
  view('cases/delete.njk', {
    caseId: form.caseFile.id,
    caseTitle: form.caseFile.title || `未命名的${form.matter.title}`,
    page: { title: '删除草稿', breadcrumb: caseCrumbs({ text: '删除草稿' }) },
  })
}

const postDeletion = async (deps: Deps, { actor, param, body, audit, redirect }: Context<Applicant>): Promise<void> => {
  if (body['answer'] !== 'yes') return redirect(paths.cases)
  await setDeleted(deps, actor, audit, { caseId: param('id'), deleted: true })
  redirect(`${paths.cases}?done=deleted`)
}

const postRestore = async (deps: Deps, { actor, param, audit, redirect }: Context<Applicant>): Promise<void> => {
  await setDeleted(deps, actor, audit, { caseId: param('id'), deleted: false })
  redirect(`${paths.cases}?done=restored`)
}

/** The applicant's side of a case: list, overview, materials, check, confirm, submit, withdraw. */
export const caseRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.cases,
    handler: (context) => getCases(deps, context),
  }),
  holderRoute({
    method: 'get',
    path: paths.case(':id'),
    handler: (context) => getCase(deps, context),
  }),
  ...answerPageRoutes(deps),
  ...answerItemRoutes(deps),
  ...answerTableRoutes(deps),
  ...copyRoutes(deps),
  ...compareRoutes(deps),
  ...consentRoutes(deps),
  ...paperRoutes(deps),
  charterRoute(deps),
  ...charterTextRoutes(deps),
  ...charterReasonRoutes(deps),
  ...materialRoutes(deps),
  ...allMaterialsRoutes(deps),
  ...submissionRoutes(deps),
  ...submitRoutes(deps),
  ...stateViewRoutes(deps),
  holderRoute({
    method: 'get',
    path: paths.deleteDraft(':id'),
    handler: (context) => askDeletion(deps, context),
  }),
  holderRoute({
    method: 'post',
    path: paths.deleteDraft(':id'),
    handler: (context) => postDeletion(deps, context),
  }),
  applicantRoute({
    method: 'post',
    path: paths.restoreDraft(':id'),
    handler: (context) => postRestore(deps, context),
  }),
]
