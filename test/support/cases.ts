import { createHmac, randomUUID } from 'node:crypto'
import * as cheerio from 'cheerio'
import { STAFF_ROLES, type StaffRole } from '../../src/core/access.ts'
import { residentIdCheckChar } from '../../src/core/identity/resident-id.ts'
import type { AnswerSet } from '../../src/core/matters/define.ts'
import { GROUNDS, groundsOf } from '../../src/core/matters/grounds.ts'
import { materialNeed, materialOf, onOutcome, stageAfter, stageOf, pageOf } from '../../src/core/matters/journey.ts'
import { actionablePositions } from '../../src/core/workflow/decide.ts'
import { actionsOf, procedureOf, stepOf, type Action } from '../../src/core/workflow/procedures/index.ts'
import type { Status } from '../../src/core/workflow/statuses.ts'
import type { Deps } from '../../src/deps.ts'
import { socialGroupEstablishment } from '../../src/matters/establishment/social-group/index.ts'
import { exampleCase, exampleName, subjectsFor } from '../../src/matters/example-case.ts'
import { insertAccount } from '../../src/modules/accounts/store.ts'
import { readAnswers } from '../../src/core/matters/answers.ts'
import { answerCorrection, savePages } from '../../src/modules/cases/fill-in.ts'
import { createCase } from '../../src/modules/cases/drafts.ts'
import { submitStage, withdraw } from '../../src/modules/cases/submit.ts'
import { openAnswers, type AnswerRow } from '../../src/modules/cases/answers.ts'
import { bindingCorrection } from '../../src/modules/cases/corrections.ts'
import { lockAny, type CaseRow } from '../../src/modules/cases/store.ts'
import { systemStep, takeStep, type StepDetails } from '../../src/modules/cases/take-step.ts'
import { keepFile } from '../../src/modules/files/receive.ts'
import { takeStaffStep } from '../../src/modules/review/commands.ts'
import { saveVerdict } from '../../src/modules/review/verdict-commands.ts'
import { findApplicant, findStaff } from '../../src/web/actors.ts'
import type { Applicant, Staff } from '../../src/web/route.ts'
import { cookieName } from '../../src/web/sessions.ts'
import { atEachFile } from './each-file.ts'

const request = { ip: '127.0.0.1', requestId: 'test' }

/** What a portal under test offers here. */
type Portal = { readonly deps: Deps; readonly baseUrl: string }

/** An invented resident ID number with a right check character; different for every serial below 1,000. */
export const inventedId = (serial: number): string => {
  const body = `14010619700101${String(serial).padStart(3, '0')}`
  return body + residentIdCheckChar(body)
}

let serial = 0

/** A new applicant with an account of their own. */
export const makeApplicant = async ({ deps }: Portal, idNumber?: string): Promise<Applicant> => {
  serial += 1
  const loginName = `shenqing${String(serial)}${randomUUID().slice(0, 6)}`
  const made = await deps.command({ actorKind: 'system' }, async (tx) => {
    tx.audit({ chain: 'platform', action: 'test.account', objectKind: 'account' })
    const account = await insertAccount(tx, deps.crypto, {
      loginName,
      loginKey: loginName,
      passwordHash: 'none',
      name: '张晓明',
      idType: 'RESIDENT_ID',
      idNumber: idNumber ?? inventedId(serial),
      phone: `1390000${String(serial).padStart(4, '0')}`,
      email: `${loginName}@example.org`,
    })
    if (!('id' in account)) return account
    await tx.trx('account').where({ id: account.id }).update({ real_name_level: 1 })
    await tx.trx('consent').insert(
      [
        { document: 'user-agreement', version: deps.site.agreement.version },
        { document: 'privacy-notice', version: deps.site.privacyNotice.version },
      ].map((row) => ({ ...row, account_id: account.id, accepted_at: tx.now })),
    )
    return account
  })
  if (!('id' in made)) throw new Error(`no account: ${made.taken}`)
  const found = await findApplicant(deps, made.id)
  if (!found) throw new Error('no applicant')
  return found
}

const logins = {
  WINDOW: 'chuangkou',
  FIRST_REVIEWER: 'chushen',
  SECOND_REVIEWER: 'fushen',
  APPROVER: 'zhongshen',
  CERT_CLERK: 'fazheng',
  ACCOUNT_REVIEWER: 'zhucesh',
  HELP_DESK: 'kefu1',
  SYS_ADMIN: 'guanli',
  AUDIT_ADMIN: 'shenji',
  SUPERVISOR: 'zhuguan',
} as const satisfies Record<StaffRole, string>

/** The demo official with a role, of the province or (with the prefix `taiyuan-`) of the city. */
export const staffOf = async ({ deps }: Portal, role: StaffRole, prefix = ''): Promise<Staff> => {
  const row = await deps.db
    .knex('staff')
    .where({ login_key: prefix + logins[role] })
    .first<{ id: number }>('id')
  const found = await findStaff(deps.db, row.id)
  if (!found) throw new Error(`no official ${logins[role]}`)
  return found
}

const subjects = subjectsFor('test')

let names = 0
atEachFile(() => {
  serial = 0
  names = 0
})
const nextName = (): string => {
  const subject = subjects[names % subjects.length]
  names += 1
  return exampleName(socialGroupEstablishment, subject ? { subject } : {})
}

/**
 * Example answers under a name and with people of their own, so that many cases can live in one register; `unit`: the
 * supervisory unit in place of the example's, which answers on paper.
 */
const answersNamed = (name: string, unit = '山西省文物局'): AnswerSet => {
  const answers = exampleCase(socialGroupEstablishment, { seed: `${name} ${String(names)}`, name })
  const supervision = answers['supervision'] ?? { values: {}, items: [] }
  return {
    ...answers,
    supervision: { ...supervision, values: { ...supervision.values, supervisoryUnit: unit } },
  }
}

/** A small PDF: what every material of a test case is. */
export const smallPdf = Buffer.from(
  `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
0000000101 00000 n 
trailer<</Size 4/Root 1 0 R>>
startxref
164
%%EOF
`,
)

export type TestCase = {
  readonly id: string
  readonly name: string
  readonly applicant: Applicant
  readonly answers: AnswerSet
  /** The case's row as it is now. */
  readonly row: () => Promise<CaseRow>
  /** Takes one more step, by whoever the table lets take it. */
  readonly step: (action: Action, details?: StepDetails, opinion?: string) => Promise<void>
}

const rowOf = async (deps: Deps, id: string): Promise<CaseRow> => {
  const row = await deps.db.knex<CaseRow>('case_file').where({ id }).first()
  if (!row) throw new Error('no case')
  return row
}

/** Saves pages of the present stage in one go, each after what is stored of it. */
const savePagesOf = async (
  deps: Deps,
  applicant: Applicant,
  { id, stage }: CaseRow,
  pages: readonly string[],
  answers: AnswerSet,
): Promise<void> => {
  const stored = await deps.db
    .knex('answer')
    .where({ case_id: id })
    .select<{ page: string; version: number }[]>('page', 'version')
  const versions = new Map(stored.map(({ page, version }) => [page, version]))
  await savePages(deps, applicant, request, {
    caseId: id,
    stage,
    pages: pages.flatMap((page) => {
      const data = answers[page]
      return data ? [{ page, version: versions.get(page) ?? 0, data }] : []
    }),
  })
}

/** Fills in everything the present stage asks, but for the pages and materials named. */
export const fillStage = async (
  deps: Deps,
  applicant: Applicant,
  id: string,
  answers: AnswerSet,
  except: readonly string[] = [],
): Promise<void> => {
  const row = await rowOf(deps, id)
  const stage = stageOf(socialGroupEstablishment, row.stage)
  await savePagesOf(
    deps,
    applicant,
    row,
    stage.pages.filter((page) => !except.includes(page)),
    answers,
  )
  const read = readAnswers(socialGroupEstablishment.pages, answers)
  const there = await deps.db
    .knex('attachment')
    .where({ case_id: id })
    .whereNull('removed_at')
    .pluck<string[]>('material')
  const materials = stage.materials.flatMap((code) => {
    const material = [...except, ...there].includes(code) ? undefined : materialOf(socialGroupEstablishment, code)
    return material && materialNeed(material, read) === 'required' ? [material] : []
  })
  if (materials.length === 0) return
  const file = await deps.files.put(smallPdf)
  const path = await deps.files.lend(file.sha256)
  // As attaching each would leave it; a dozen commands for it in every case would be a quarter of the run.
  await deps.command({ actorKind: 'system' }, async (tx) => {
    await keepFile(tx, deps, { ...file, path, type: 'pdf', name: '' })
    await tx.trx('attachment').insert(
      materials.map(({ code, title }) => ({
        case_id: id,
        material: code,
        sha256: file.sha256,
        name: `${title}.pdf`.replaceAll(/[《》]/g, ''),
        uploaded_at: tx.now,
      })),
    )
    tx.audit({ chain: 'platform', action: 'test.files', objectKind: 'case' })
  })
}

/** Pages that were not asked yet when the stage was submitted. */
const fillNewPages = async (deps: Deps, applicant: Applicant, id: string, answers: AnswerSet): Promise<void> => {
  const row = await rowOf(deps, id)
  const stage = stageOf(socialGroupEstablishment, row.stage)
  const notice = await bindingCorrection(deps.db.knex, deps, row)
  const stored = await deps.db.knex('answer').where({ case_id: id }).pluck<string[]>('page')
  const missing = (notice?.newPages ?? stage.pages).filter((page) => answers[page] && !stored.includes(page))
  if (missing.length > 0) await savePagesOf(deps, applicant, row, missing, answers)
}

/** Marks things of the latest submission 不合格, as an official does before a step that is made of them. */
const mark = async (
  portal: Portal,
  official: Staff,
  row: CaseRow,
  faults: NonNullable<StepDetails['correctionItems']>,
): Promise<void> => {
  const { deps } = portal
  const { event_id: round } = await deps.db
    .knex('snapshot')
    .where({ case_id: row.id, stage: row.stage })
    .orderBy('id', 'desc')
    .first<{ event_id: number }>('event_id')
  for (const { kind, target, note } of faults)
    await saveVerdict(deps, official, request, {
      caseId: row.id,
      targets: [{ kind, target }],
      round,
      verdict: 'FAIL',
      reason: 'OTHER',
      note,
      seen: Number.MAX_SAFE_INTEGER,
    })
}

/** What is sent back where a test does not say what: the first page of the stage. */
const faultIn = ({ stage }: CaseRow): NonNullable<StepDetails['correctionItems']> => {
  const page = pageOf(socialGroupEstablishment, stageOf(socialGroupEstablishment, stage).pages[0] ?? '')
  return page ? [{ kind: 'page', target: page.code, title: page.title, note: '前后不一致，请修改。' }] : []
}

const detailsOf = (deps: Deps, { stage, procedure }: CaseRow, action: Action): StepDetails => {
  // What refuses rests on the first ground that asks nothing more, where a test does not say which.
  const grounds = groundsOf(stageOf(socialGroupEstablishment, stage), stepOf(procedure, action) ?? {})
  const ground = grounds.find(({ code, after }) => code !== 'OTHER_AUTHORITY' && after === undefined)
  if (ground) return { form: { [GROUNDS]: ground.code } }
  if (action === 'handOver')
    return {
      form: { collectorName: '林知远', collectorIdNumber: '140106198503120014', collectorPhone: '13900001234' },
      collectedAt: deps.clock.now(),
    }
  return {}
}

/** Carries out an action of the table for a case, by an actor of the right kind. */
const perform = async (
  portal: Portal,
  found: { readonly id: string; readonly applicant: Applicant; readonly answers: AnswerSet },
  action: Action,
  details?: StepDetails,
  opinion?: string,
): Promise<void> => {
  const { deps } = portal
  const { id, applicant, answers } = found
  const row = await rowOf(deps, id)
  const taken = stepOf(row.procedure, action)
  if (!taken) throw new Error(`${row.procedure} has no step ${action}`)
  const [by] = taken.by
  const wanted = { caseId: id, requestKey: randomUUID(), version: row.lock_version }
  if (action === 'submit' || action === 'resubmit') {
    if (action === 'submit') await fillStage(deps, applicant, id, answers)
    else await fillNewPages(deps, applicant, id, answers)
    const items = (await bindingCorrection(deps.db.knex, deps, row))?.items ?? []
    if (items.length > 0)
      await answerCorrection(deps, applicant, request, {
        caseId: id,
        answers: Object.fromEntries(items.map((item) => [String(item.id), '已按要求修改。'])),
      })
    await submitStage(deps, applicant, request, wanted)
  } else if (action === 'withdraw' || action === 'abandon') await withdraw(deps, applicant, request, wanted)
  else if (by === 'system')
    await deps.command({ actorKind: 'system' }, async (tx) => {
      await takeStep(tx, deps, await lockAny(tx.trx, id), systemStep(action))
    })
  else {
    const role = STAFF_ROLES.find((known) => known === by)
    if (!role) throw new Error(`nobody takes ${action}`)
    const official = await staffOf(portal, role)
    const faults = taken.verdicts === 'required' ? (details?.correctionItems ?? faultIn(row)) : undefined
    if (faults) await mark(portal, official, row, faults)
    await takeStaffStep(deps, official, request, {
      caseId: id,
      action,
      opinion: taken.opinion ? (opinion ?? '经审查，符合规定。') : '',
      conclusion: taken.conclusion ? (opinion ?? '经审查，符合规定。') : '',
      requestKey: wanted.requestKey,
      version: wanted.version,
      details: { ...detailsOf(deps, row, action), ...details, ...(faults ? { correctionItems: faults } : {}) },
    })
  }
}

/** Where a case stands, as tests name it. */
export type Place = { readonly stage: string; readonly status: Status }

const stageAt = (stage: string) => stageOf(socialGroupEstablishment, stage)
const startOf = (stage: string): Place => ({ stage, status: procedureOf(stageAt(stage).procedure).start.status })

const placeAfter = ({ stage, status }: Place, action: Action): Place => {
  const step = stepOf(stageAt(stage).procedure, action)
  const next = onOutcome(stageAt(stage), step?.outcome)?.opens ? stageAfter(socialGroupEstablishment, stage) : undefined
  return next ? startOf(next.code) : { stage, status: step?.to ?? status }
}

const text = ({ stage, status }: Place): string => `${stage}/${status}`

/** Steps that are no way to go on purpose: they wait for time or for somebody outside. */
const aside: readonly Action[] = ['deemAccepted', 'sendToUnit']

/** The shortest way from a new draft to every place the procedures can lead to. */
const waysTo: ReadonlyMap<string, readonly Action[]> = (() => {
  const start = startOf(socialGroupEstablishment.stages[0]?.code ?? '')
  const ways = new Map<string, readonly Action[]>([[text(start), []]])
  const queue: Place[] = [start]
  for (let place = queue.shift(); place; place = queue.shift()) {
    const { procedure } = stageAt(place.stage)
    for (const action of actionsOf(procedure)) {
      if (aside.includes(action) || !stepOf(procedure, action)?.from.includes(place.status)) continue
      const next = placeAfter(place, action)
      if (ways.has(text(next))) continue
      ways.set(text(next), [...(ways.get(text(place)) ?? []), action])
      queue.push(next)
    }
  }
  return ways
})()

/** A sample case brought to a stage and status through the portal's own commands. */
export const makeCase = async (
  portal: Portal,
  target: Place,
  wanted: {
    readonly applicant?: Applicant
    readonly authorityCode?: string
    readonly name?: string
    /** The supervisory unit, in place of the sample's, which answers on paper. */
    readonly unit?: string
  } = {},
): Promise<TestCase> => {
  const { deps } = portal
  const way = waysTo.get(text(target))
  if (!way) throw new Error(`no way leads to ${text(target)}`)
  const applicant = wanted.applicant ?? (await makeApplicant(portal))
  const authority = deps.reference.authorities.find(({ code }) => code === (wanted.authorityCode ?? 'shanxi-mzt'))
  if (!authority) throw new Error('no authority')
  const name = wanted.name ?? nextName()
  const id = await createCase(deps, applicant, request, {
    matter: socialGroupEstablishment.code,
    authorityId: authority.id,
  })
  const found = { id, applicant, answers: answersNamed(name, wanted.unit) }
  for (const action of way) await perform(portal, found, action)
  return {
    id,
    name,
    applicant,
    answers: found.answers,
    row: () => rowOf(deps, id),
    step: (action, details, opinion) => perform(portal, found, action, details, opinion),
  }
}

/** Brings a case from one place on to another, where its way there goes on from the one it came. */
export const goOn = async (found: TestCase, from: Place, to: Place): Promise<boolean> => {
  const [past, way] = [waysTo.get(text(from)) ?? [], waysTo.get(text(to)) ?? []]
  if (past.some((action, index) => way[index] !== action)) return false
  for (const action of way.slice(past.length)) await found.step(action)
  return true
}

const representativeIn = (answers: AnswerSet): string | undefined =>
  answers['officers']?.items.find(({ values }) => values['isLegalRepresentative'] === 'yes')?.values['idNumber']

/** A case that is there already, to go on with by the portal's own commands. */
export const takeUp = async (portal: Portal, id: string): Promise<TestCase> => {
  const { deps } = portal
  const row = await rowOf(deps, id)
  const applicant = await findApplicant(deps, row.account_id)
  if (!applicant) throw new Error('no applicant')
  // People of their own, whatever cases were made in another run.
  names = Math.max(names, 200) + 1
  const name = row.title || nextName()
  const rows = await deps.db.knex<AnswerRow & { case_id: string }>('answer').where({ case_id: id })
  const before = representativeIn(openAnswers(deps.crypto, id, rows))
  const fresh = answersNamed(name)
  const answers = before
    ? (JSON.parse(JSON.stringify(fresh).replaceAll(representativeIn(fresh) ?? '', before)) as AnswerSet)
    : fresh
  const found = { id, applicant, answers }
  return {
    ...found,
    name,
    row: () => rowOf(deps, id),
    step: (action, details, opinion) => perform(portal, found, action, details, opinion),
  }
}

/** Every position in which some role has something to do. */
export const openPlaces: readonly Place[] = actionablePositions(STAFF_ROLES).flatMap(({ procedure, status }) =>
  socialGroupEstablishment.stages
    .filter((stage) => stage.procedure === procedure)
    .map(({ code }) => ({ stage: code, status }))
    .filter((place) => waysTo.has(text(place))),
)

const sessionToken = 'token-of-the-test-session'

type Answer = {
  readonly status: number
  readonly location: string
  readonly text: string
  readonly $: cheerio.CheerioAPI
}

/** A logged-in browser without scripts: its session is put into the store as logging in would. */
export const signIn = async (portal: Portal, who: { readonly staffId: number } | { readonly accountId: string }) => {
  const { deps, baseUrl } = portal
  const side = 'staffId' in who ? 'staff' : 'applicant'
  const { store } = deps.sessions[side]
  const sid = store.accountSessionId(`test:${JSON.stringify(who)}:${randomUUID()}`)
  await store.claim(sid, {
    cookie: { originalMaxAge: null, path: '/', httpOnly: true, sameSite: 'lax' } as never,
    ...who,
    loginAt: deps.clock.now().getTime(),
    loginIp: '127.0.0.1',
    csrfToken: sessionToken,
  })
  const signature = createHmac('sha256', deps.config.keys.session).update(sid).digest('base64').replace(/=+$/, '')
  const cookie = `${cookieName(side, deps.secure)}=${encodeURIComponent(`s:${sid}.${signature}`)}`
  const answered = async (answer: Response): Promise<Answer> => {
    const body = await answer.text()
    let $: cheerio.CheerioAPI | undefined
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? '',
      text: body,
      // Many answers are only asked for their status; taking one apart costs as much as making it.
      get $() {
        return ($ ??= cheerio.load(body))
      },
    }
  }
  const headers = { cookie, accept: 'text/html' }
  return {
    cookie,
    get: async (path: string) => answered(await fetch(baseUrl + path, { headers, redirect: 'manual' })),
    /** A field of several values is sent several times. */
    post: async (path: string, fields: Readonly<Record<string, string | readonly string[]>> = {}) =>
      answered(
        await fetch(baseUrl + path, {
          method: 'POST',
          redirect: 'manual',
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(
            Object.entries({ _csrf: sessionToken, ...fields }).flatMap(([name, value]) =>
              [value].flat().map((one) => [name, one]),
            ),
          ).toString(),
        }),
      ),
  }
}

export type Session = Awaited<ReturnType<typeof signIn>>
