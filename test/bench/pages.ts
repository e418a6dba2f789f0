import { setTimeout as sleep } from 'node:timers/promises'
import type { Deps } from '../../src/deps.ts'
import { paths } from '../../src/web/paths.ts'
import { socialGroupEstablishment as matter } from '../../src/matters/establishment/social-group/index.ts'
import { sampleAnswers } from '../support/sample.ts'
import { sessionCookie } from '../support/people.ts'
import type { Applicant } from './fill.ts'
import type { Conversation } from './load.ts'
import type { LargestTable } from './report.ts'

export type MeasuredPage = {
  readonly title: string
  readonly conversation: Conversation
  /** What is aimed at, in percent of bare `node:http`, and where that is written. */
  readonly goal: string
}

const accept = { accept: 'text/html' }

/** The page with the most questions (17). */
const formPage = 'foundingMeeting'

const get = (open: (connection: number) => { path: string; cookie?: string }): Conversation => ({
  status: 200,
  changing: false,
  open: (connection) => {
    const { path, cookie } = open(connection)
    return () => ({ method: 'GET', path, headers: cookie === undefined ? accept : { ...accept, cookie } })
  },
})

/** Saves a form page as a draft again and again; every save must name the version before it. */
const savingDrafts = (
  deps: Deps,
  applicants: readonly Applicant[],
  applicantOf: (connection: number) => Applicant,
): Conversation => {
  const versions = new Map<string, number>()
  return {
    status: 303,
    changing: true,
    prepare: async () => {
      // What was under way when an earlier run ended is saved by now.
      await sleep(300)
      const rows = await deps.db
        .knex('answer')
        .where({ page: formPage })
        .whereIn(
          'case_id',
          applicants.map(({ formDraft }) => formDraft),
        )
        .select<{ case_id: string; version: number }[]>('case_id', 'version')
      for (const row of rows) versions.set(row.case_id, row.version)
    },
    open: (connection) => {
      const { cookie, csrfToken, formDraft } = applicantOf(connection)
      return () => {
        const version = versions.get(formDraft) ?? 0
        versions.set(formDraft, version + 1)
        const fields = {
          ...sampleAnswers[formPage]?.values,
          _csrf: csrfToken,
          version: String(version),
          action: 'save-draft',
        }
        return {
          method: 'POST',
          path: paths.answerPage(formDraft, formPage),
          headers: { ...accept, cookie, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(fields).toString(),
        }
      }
    },
  }
}

const staffCookies = async (deps: Deps): Promise<readonly string[]> => {
  const staff = await deps.db
    .knex('staff')
    .whereIn('login_key', ['chuangkou', 'chushen', 'fushen', 'zhongshen', 'fazheng'])
    .orderBy('id')
    .select<{ id: number }[]>('id')
  return Promise.all(
    staff.map(async ({ id }) => {
      const cookie = await sessionCookie(deps, 'staff', String(id), { staffId: id, csrfToken: 'f'.repeat(32) })
      return `${cookie.name}=${cookie.value}`
    }),
  )
}

/** What the bench asks for, in the order of its table. */
export const pagesToMeasure = async (
  deps: Deps,
  applicants: readonly Applicant[],
  table: LargestTable,
): Promise<readonly MeasuredPage[]> => {
  const applicantOf = (connection: number): Applicant => {
    const found = applicants[connection % applicants.length]
    if (!found) throw new Error('nobody is logged in')
    return found
  }
  const staff = await staffCookies(deps)
  const own = (path: (applicant: Applicant) => string) =>
    get((connection) => ({ path: path(applicantOf(connection)), cookie: applicantOf(connection).cookie }))
  return [
    {
      title: 'Service guide, public',
      conversation: get(() => ({ path: paths.guide(matter.code) })),
      goal: '≥ 60 % (PF-05)',
    },
    { title: '我的办件, 20 rows', conversation: own(() => paths.cases), goal: '≥ 10 % (PF-01)' },
    {
      title: 'Form page, 17 questions',
      conversation: own(({ formDraft }) => paths.answerPage(formDraft, formPage)),
      goal: '≥ 10 % (PF-01)',
    },
    {
      title: `Statement of a report, ${String(table.fields)} amounts`,
      conversation: get(() => ({ path: table.path, cookie: table.cookie })),
      goal: '',
    },
    { title: 'Form page, save draft', conversation: savingDrafts(deps, applicants, applicantOf), goal: '' },
    {
      title: 'Name page with its check',
      conversation: own(({ nameDraft }) => paths.answerPage(nameDraft, matter.facts.names.proposed.page)),
      goal: '',
    },
    {
      title: 'Staff queue, 30 rows',
      conversation: get((connection) => ({ path: paths.staffQueue, cookie: staff[connection % staff.length] ?? '' })),
      goal: '≥ 10 % (PF-01)',
    },
  ]
}
