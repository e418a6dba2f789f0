import { randomUUID } from 'node:crypto'
import type { CaseRow } from '../../src/modules/cases/store.ts'
import { takeStaffStep } from '../../src/modules/review/commands.ts'
import { saveVerdict } from '../../src/modules/review/verdict-commands.ts'
import { paths } from '../../src/web/paths.ts'
import { signIn, staffOf, type Session } from './cases.ts'
import { exampleDocument } from './documents.ts'
import { unitAccount, type TestUnit } from './legal-persons.ts'
import type { TestPortal } from './portal.ts'

/** An organization at home: its account, logged in, and what it does there by hand. */
export type Organization = {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly session: Session
}

/** An organization's account whose certificate the window has passed, logged in. */
export const organizationAt = async (portal: TestPortal, unit: TestUnit): Promise<Organization> => {
  const account = await unitAccount(portal, unit)
  const { id } = await portal.owner.knex('organization').where({ uscc: unit.uscc }).first<{ id: string }>('id')
  return { id, type: unit.type, name: unit.name, session: await signIn(portal, { accountId: account.id }) }
}

/** The code of a matter of an organization's own type. */
export const ownMatter = ({ type }: Pick<Organization, 'type'>, code: string): string =>
  `${type.toLowerCase().replaceAll('_', '-')}-${code}`

/** Begins a case from its start page; gives its id. */
export const beginOwn = async (own: Organization, code: string): Promise<string> => {
  const start = paths.start(ownMatter(own, code))
  const page = await own.session.get(start)
  const begun = await own.session.post(start, { draft: String(page.$('input[name=draft]').val()) })
  if (begun.status !== 303) throw new Error(`${code}: ${String(begun.status)} ${begun.$('main').text()}`)
  return begun.location.split('/').at(-1) ?? ''
}

/** 核对, 提交申请, 是: gives the page that answers, or the one with what speaks against it. */
export const submitOwn = async ({ session }: Organization, id: string) => {
  const confirm = await session.get(paths.confirm(id))
  if (confirm.status !== 200 || confirm.$('input[name=requestKey]').length === 0) return confirm
  return session.post(paths.confirm(id), {
    answer: 'yes',
    requestKey: String(confirm.$('input[name=requestKey]').val()),
    version: String(confirm.$('input[name=version]').val()),
  })
}

/** Types an item of a list of a case, as `action`; gives the page that answers. */
export const typeItem = async (
  { session }: Organization,
  id: string,
  page: string,
  values: Readonly<Record<string, string>>,
  item = 'new',
) => {
  const form = paths.answerItem(id, page, item)
  const { $ } = await session.get(form)
  // As a browser does: what the form carries goes before what was typed.
  const sent: Record<string, string[]> = {}
  for (const input of $('form.form-panel input[type=hidden]').toArray())
    sent[String($(input).attr('name'))] = [String($(input).val() ?? '')]
  for (const [name, value] of Object.entries(values)) sent[name] = [...(sent[name] ?? []), value]
  return session.post(form, { ...sent, action: 'continue' })
}

export const caseRow = async (portal: TestPortal, id: string): Promise<CaseRow> => {
  const row = await portal.owner.knex<CaseRow>('case_file').where({ id }).first()
  if (!row) throw new Error('no case')
  return row
}

/** Kinds of the lines of the ledger a case made, in their order. */
export const ledgerOf = async (portal: TestPortal, caseId: string): Promise<readonly string[]> =>
  (
    (await portal.owner.knex('organization_change').where({ case_id: caseId }).orderBy('id').select('kind')) as {
      kind: string
    }[]
  ).map(({ kind }) => kind)

/** 退回修改: one thing of the latest submission is marked, and the case goes back with the words. */
export const sendBack = async (
  portal: TestPortal,
  id: string,
  fault: { readonly kind: 'page' | 'item' | 'material'; readonly target: string; readonly note: string },
): Promise<void> => {
  const official = await staffOf(portal, 'WINDOW')
  const { event_id: round } = await portal.deps.db
    .knex('snapshot')
    .where({ case_id: id })
    .orderBy('id', 'desc')
    .first<{ event_id: number }>('event_id')
  const request = { ip: '127.0.0.1', requestId: 'test' }
  const { kind, target, note } = fault
  await saveVerdict(portal.deps, official, request, {
    caseId: id,
    targets: [{ kind, target }],
    round,
    verdict: 'FAIL',
    reason: 'OTHER',
    note,
    seen: Number.MAX_SAFE_INTEGER,
  })
  await takeStaffStep(portal.deps, official, request, {
    caseId: id,
    action: 'returnForChange',
    opinion: '',
    conclusion: '',
    requestKey: randomUUID(),
    version: (await caseRow(portal, id)).lock_version,
    details: { correctionItems: [{ kind, target, title: '印章', note }] },
  })
}

/** What everybody reads under the code of a document: what is said first, with where it leads, and all of the page. */
export const verified = async ({ session }: Pick<Organization, 'session'>, code: string) => {
  const page = await session.get(paths.verifyDocument(code))
  const first = page.$('main .notice').first()
  return {
    said: first.text().replaceAll(/\s+/gu, ' ').trim(),
    link: first.find('a').attr('href'),
    text: page.$('main').text(),
  }
}

/** A certificate of an organization that the portal made, in force between these days; gives the code of its 正本. */
export const certificateInForce = async (
  portal: TestPortal,
  { id, name }: Pick<Organization, 'id' | 'name'>,
  term: { readonly from: string; readonly to: string },
): Promise<string> => {
  const { knex } = portal.owner
  const { authority_id: authority } = await knex('organization').where({ id }).first<{ authority_id: number }>()
  const [{ last }] = (await knex('certificate').max('serial as last')) as [{ last: number | null }]
  const serial = 900_000 + (last ?? 0)
  const [made] = (await knex('certificate')
    .insert({
      organization_id: id,
      authority_id: authority,
      serial,
      reason: 'FIRST',
      valid_from: term.from,
      valid_to: term.to,
      status: 'VALID',
      made_at: portal.clock.now(),
    })
    .returning('id')) as [{ id: number }]
  await knex('organization').where({ id }).update({ valid_from: term.from, valid_to: term.to })
  const code = `OLD${String(serial).padStart(13, '2')}`
  await knex('document').insert({
    kind: 'CERTIFICATE_ORIGINAL',
    certificate_id: made.id,
    number: `晋民社证〔2024〕${String(serial)}号`,
    verification_code: code,
    status: 'VALID',
    data: JSON.stringify(exampleDocument('CERTIFICATE_ORIGINAL', { organizationName: name })),
    issued_at: portal.clock.now(),
  })
  return code
}

/** The code of the 正本 of the certificate in force. */
export const codeInForce = async (portal: TestPortal, id: string): Promise<string> => {
  const found = await portal.owner
    .knex('document')
    .join('certificate', 'certificate.id', 'document.certificate_id')
    .where({ organization_id: id, 'certificate.status': 'VALID', kind: 'CERTIFICATE_ORIGINAL' })
    .first<{ verification_code: string } | undefined>('verification_code')
  return found?.verification_code ?? ''
}
