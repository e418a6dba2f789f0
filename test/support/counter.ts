import { randomUUID } from 'node:crypto'
import { operationPapers } from '../../src/core/helpdesk/kind-papers.ts'
import type { DeskUserType } from '../../src/core/helpdesk/materials.ts'
import { deskKinds, type DeskKind } from '../../src/core/helpdesk/operations.ts'
import { residentIdCheckChar } from '../../src/core/identity/resident-id.ts'
import { sites } from '../../src/sites/index.ts'
import { paths } from '../../src/web/paths.ts'
import { tinyPdf } from './own-cases.ts'
import type { Browser, Page } from './browser.ts'
import { staffBrowser } from './people.ts'
import type { TestPortal } from './portal.ts'
import { fieldPart, filePart, multipart, postBytes } from './upload.ts'
import { atEachFile } from './each-file.ts'

let made = 0
atEachFile(() => {
  made = 0
})

/** An invented resident number nobody else in the tests has. */
export const freshId = (): string => {
  made += 1
  const body = `14010619${String(60 + (made % 40)).padStart(2, '0')}0203${String(made % 1000).padStart(3, '0')}`
  return body + residentIdCheckChar(body)
}

/** The agent of the tests, with a letter of the day at which the tests' clock stands. */
export const agentValues = (): Record<string, string> => ({
  agentName: '李代办',
  agentIdType: 'RESIDENT_ID',
  agentIdNumber: freshId(),
  agentPhone: '13512340001',
  'letterDate-year': '2026',
  'letterDate-month': '11',
  'letterDate-day': '20',
})

/** The box of each matter a letter may name. */
export const matterBoxes = { 用户注册: 'matter-0', 用户登录: 'matter-1', 用户修改: 'matter-2' } as const

export type Wanted = {
  readonly kind: DeskKind
  readonly userType?: DeskUserType
  readonly byAgent?: boolean
  readonly accountId?: string
}

/** The counter as one clerk works at it, through its pages. */
export const openCounter = async (portal: TestPortal, login: string) => {
  const browser: Browser = await staffBrowser(portal, login)
  await browser.get(paths.desk)
  const token = browser.token()

  const open = (id: string): Promise<Page> => browser.get(paths.deskOperation(id))

  const versionOf = async (id: string): Promise<string> => {
    const row = await portal.owner
      .knex('desk_operation')
      .where({ id })
      .first<{ lock_version: number } | undefined>('lock_version')
    return String(row?.lock_version ?? 0)
  }

  /** A clerk who was logged out meanwhile would be sent to the door, which looks like a step that was taken. */
  const inside = (answer: Response): Response => {
    if (answer.headers.get('location')?.startsWith(paths.staffLogin)) throw new Error(`${login} is logged out`)
    return answer
  }

  /** Posts a step as the newest page would; gives the answer as it is. */
  const step = async (
    id: string,
    name: string,
    fields: Readonly<Record<string, string>> = {},
    version?: string,
  ): Promise<Response> =>
    inside(
      await browser.post(paths.deskStep(id, name), {
        _csrf: token,
        version: version ?? (await versionOf(id)),
        // Most units of the tests are in no register.
        ...(name === 'data' ? { registerReason: '登记信息没有入库，已核对证书原件' } : {}),
        ...fields,
      }),
    )

  const start = async (wanted: Wanted, id: string = randomUUID()): Promise<{ id: string; answer: Response }> => {
    const { kind, userType = 'NATURAL_PERSON', byAgent = false, accountId } = wanted
    const answer = await browser.post(paths.deskNew, {
      _csrf: token,
      requestKey: id,
      kind,
      userType,
      byAgent: byAgent ? 'yes' : 'no',
      ...(accountId === undefined ? {} : { account: accountId }),
    })
    return { id, answer }
  }

  const material = async (
    id: string,
    line: string,
    given: { readonly ticked?: boolean; readonly files?: readonly Buffer[]; readonly name?: string } = {},
    version?: string,
  ): Promise<Response> => {
    const { ticked = true, files = [tinyPdf(`${id} ${line}`)], name = '扫描件.pdf' } = given
    const sent = await postBytes(
      browser,
      paths.deskStep(id, 'material'),
      multipart([
        fieldPart('_csrf', token),
        fieldPart('version', version ?? (await versionOf(id))),
        fieldPart('line', line),
        ...(ticked ? [fieldPart('ticked', 'yes')] : []),
        ...files.map((bytes) => filePart(name, bytes, 'application/pdf')),
      ]),
    )
    return inside(sent)
  }

  const lines = (wanted: Wanted): readonly string[] =>
    operationPapers(
      { kind: wanted.kind, userType: wanted.userType ?? 'NATURAL_PERSON', byAgent: wanted.byAgent ?? false },
      sites.shanxi,
    ).map(({ code }) => code)

  /** Starts an operation and does everything up to the last button, but for the lines left out. */
  const prepare = async (
    wanted: Wanted,
    data: Readonly<Record<string, string>> = {},
    without: { readonly ticked?: string; readonly scanned?: string; readonly agent?: true } = {},
  ): Promise<string> => {
    const { id, answer } = await start(wanted)
    if (answer.status !== 303) throw new Error(`not started: ${String(answer.status)}`)
    if (wanted.byAgent && !without.agent) {
      const saved = await step(id, 'agent', { ...agentValues(), [matterBoxes[deskKinds[wanted.kind].matter]]: 'yes' })
      if (saved.status !== 303) throw new Error(`no agent: ${String(saved.status)}`)
    }
    for (const line of lines(wanted)) {
      const given = {
        ticked: line !== without.ticked,
        files: line === without.scanned ? [] : [tinyPdf(`${id} ${line}`)],
      }
      const saved = await material(id, line, given)
      if (saved.status !== 303) throw new Error(`no material ${line}: ${String(saved.status)}`)
    }
    if (Object.keys(data).length > 0) {
      const saved = await step(id, 'data', data)
      if (saved.status !== 303) throw new Error(`no data: ${String(saved.status)} ${await saved.text()}`)
    }
    return id
  }

  return { browser, token, open, step, start, material, lines, prepare, versionOf }
}

export type Counter = Awaited<ReturnType<typeof openCounter>>

export type OperationState = {
  readonly status: string
  readonly account_id: string | null
  readonly lock_version: number
  readonly submitted_by: number | null
  readonly second_by: number | null
  readonly reason: string | null
}

export const operationState = async ({ owner }: TestPortal, id: string): Promise<OperationState> => {
  const row = await owner
    .knex('desk_operation')
    .where({ id })
    .first<OperationState | undefined>('status', 'account_id', 'lock_version', 'submitted_by', 'second_by', 'reason')
  if (!row) throw new Error(`no operation ${id}`)
  return row
}

/** Reasons of the refusals on record about something, oldest first. */
export const refusalsOf = async ({ owner }: TestPortal, objectId: string): Promise<readonly string[]> => {
  const rows = await owner
    .knex('audit_log')
    .where({ action: 'desk-refused', object_id: objectId })
    .orderBy('id')
    .select<{ details: { reason: string } }[]>('details')
  return rows.map(({ details }) => details.reason)
}
