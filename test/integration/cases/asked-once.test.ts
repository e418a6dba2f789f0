import type { CheerioAPI } from 'cheerio'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  splitChoices,
  type Field,
  type ListItem,
  type PageData,
  type RawValues,
} from '../../../src/core/forms/field.ts'
import { toCell } from '../../../src/core/forms/cells.ts'
import { askedPage, isVisible, type Page } from '../../../src/core/forms/page.ts'
import { elsewhereOf } from '../../../src/core/matters/answers.ts'
import type { Matter } from '../../../src/core/matters/define.ts'
import { pageOf } from '../../../src/core/matters/journey.ts'
import { changedPage } from '../../../src/core/matters/sample.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'
import { statuses } from '../../../src/core/workflow/statuses.ts'
import { loadForm } from '../../../src/modules/cases/queries.ts'
import { ownExampleFor } from '../../../src/sandbox/own-example.ts'
import { paths } from '../../../src/web/paths.ts'
import { inventedId, makeApplicant, signIn, smallPdf, staffOf, type Session } from '../../support/cases.ts'
import { putCase, storedPages } from '../../support/own-cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { sampleAnswers } from '../../support/sample.ts'

/*
 * What founding asks of an applicant, counted on the way from the start form to the filed 备案, as somebody walks it who
 * answers what the examples of the matter say, makes no mistake, and takes the shortest way the pages offer. They are the
 * future legal representative and first founder, and fill in everything themselves.
 *
 * question    a field one sees on a page that does not yet hold, when the page is first opened, what the example answers.
 *             An optional field the example leaves empty is none. A field that opens with something else is one: it has to
 *             be changed. A field that says it is filled in by the portal when left empty is none. The founders are typed
 *             into the table of their list, a question a cell; a list of members, pasted into its table or brought as a
 *             workbook, is one question.
 * asked again a question whose answer the portal had already: of a person what was said of the same person (same number of
 *             the identity document) or is in the account; otherwise the same text or day somewhere earlier, or a value that
 *             follows from earlier ones. What is alike by chance is named in `byChance`, with the reason.
 * view        a page that is shown, also one a form leads to.
 * click       a link followed, a button pressed, a file chosen. To answer a question is not counted again.
 */

vi.setConfig({ testTimeout: 240_000 })

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

/** Fields that hold in the examples what another holds, though nothing but the examples says so. */
const byChance: ReadonlySet<string> = new Set([
  'sponsorOrgs.orgName', // where a founder works founds as well
  'sponsorOrgs.orgHead', // and a founder heads it
  'domicile.propertyOwner', // it lends the premises
  'registration.phone', // the number every example has
  'contributors.receivedOn', // two paid on one day
  'tax.taxRegisteredOn', // the account is opened on that day too
  'bankAccount.openedOn', // and the seals are used from it
])

type Tally = { questions: number; again: string[]; views: number; clicks: number; stages: Record<string, number[]> }

const rowOf = async (id: string) =>
  portal.owner.knex('case_file').where({ id }).first<{
    stage: string
    status: keyof typeof statuses
    organization_id: string | null
  }>('stage', 'status', 'organization_id')

/** What a field of a shown form holds. */
const shown = ($: CheerioAPI, { kind, name }: Field): string => {
  const value = (selector: string): string => String($(selector).first().val() ?? '')
  if (kind === 'date') {
    const parts = ['year', 'month', 'day'].map((part) => value(`[name="${name}-${part}"]`))
    return parts.every((part) => part === '') ? '' : parts.join('-')
  }
  const boxes = $(`input[name="${name}"]`).filter('[type=radio],[type=checkbox]')
  if (boxes.length === 0) return value(`[name="${name}"]`)
  return boxes
    .filter('[checked]')
    .toArray()
    .map((box) => $(box).attr('value') ?? '')
    .join(',')
}

const sent = (fields: readonly Field[], values: RawValues): Record<string, string | readonly string[]> =>
  Object.fromEntries(
    fields.flatMap(({ name, kind }): [string, string | readonly string[]][] => {
      const raw = values[name] ?? ''
      if (kind === 'choices') return [[name, splitChoices(raw)]]
      if (kind !== 'date') return [[name, raw]]
      const [year = '', month = '', day = ''] = raw.split('-')
      return [
        [`${name}-year`, year],
        [`${name}-month`, month],
        [`${name}-day`, day],
      ]
    }),
  )

/** Lists that are brought as a whole, not typed one by one. */
const asWhole = ({ list }: Page): boolean => list !== undefined && 'bulk' in list

/** What the portal has been told so far. */
class Known {
  private readonly texts = new Set<string>()
  private readonly people = new Map<string, Record<string, string>>()

  constructor(...texts: readonly string[]) {
    for (const text of texts) this.texts.add(text)
  }

  person(idNumber: string, values: RawValues): void {
    this.people.set(idNumber, { ...this.people.get(idNumber), ...values })
  }

  learn(fields: readonly Field[], values: RawValues): void {
    const idNumber = values['idNumber']
    if (idNumber) this.person(idNumber, values)
    for (const { name, options } of fields) {
      const raw = values[name] ?? ''
      if (!options && /\D/.test(raw) && raw !== '无' && raw.length > 1 && !['yes', 'no'].includes(raw))
        this.texts.add(raw)
    }
  }

  has({ name, kind, options }: Field, values: RawValues): boolean {
    const raw = values[name] ?? ''
    if (raw === '') return false
    const idNumber = values['idNumber']
    if (idNumber) return this.people.get(idNumber)?.[name] === raw
    return !options && kind !== 'yesNo' && kind !== 'declaration' && this.texts.has(raw)
  }

  add(text: string): void {
    this.texts.add(text)
  }
}

/** One applicant's way through a matter, counted. */
const walk = async (matter: Matter): Promise<Tally> => {
  const { deps } = portal
  const applicant = await makeApplicant(portal, inventedId(700 + Math.floor(matter.code.length / 2)))
  const session: Session = await signIn(portal, { accountId: applicant.id })
  const official = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
  const tally: Tally = { questions: 0, again: [], views: 0, clicks: 0, stages: {} }
  const see = async (path: string) => {
    tally.views += 1
    const page = await session.get(path)
    expect([path, page.status]).toEqual([path, 200])
    return page
  }
  const press = async (path: string, body: Parameters<Session['post']>[1]) => {
    tally.clicks += 1
    const answer = await session.post(path, body)
    expect([path, answer.status, answer.$('.govuk-error-summary').text().trim()]).toEqual([path, 303, ''])
    return answer.location.replace(portal.baseUrl, '')
  }
  const hidden = ($: CheerioAPI, form = 'form[method=post]') =>
    Object.fromEntries(
      $(`${form} input[type=hidden]`)
        .toArray()
        .map((input) => [$(input).attr('name') ?? '', $(input).attr('value') ?? '']),
    )

  const startPath = paths.start(matter.code)
  const start = await see(startPath)
  const choices = {
    ...Object.fromEntries(
      ['orgType', 'level', 'division', 'authority'].map((name) => [name, shown(start.$, { name } as Field)]),
    ),
    applicantRole: 'LEGAL_REPRESENTATIVE',
  }
  tally.questions += 1 + Object.values(choices).filter((raw) => raw === '').length
  let here = await press(startPath, { ...hidden(start.$, `form[action="${startPath}"]`), ...choices, action: 'submit' })
  const { id } = await portal.owner.knex('case_file').where({ account_id: applicant.id }).first<{ id: string }>('id')

  const teller = await loadForm(deps, id, applicant, 'own')
  const account = { name: '张晓明', idType: 'RESIDENT_ID' }
  const phone = (await ownExampleFor(deps, teller))(pageOf(matter, 'contact') as Page).values['contactPhone'] ?? ''
  const idNumber = (await ownExampleFor(deps, teller))(pageOf(matter, 'agent') as Page).values['agentIdNumber'] ?? ''
  const known = new Known(account.name, idNumber, phone, '山西省')
  known.person(idNumber, { ...account, idNumber, phone })

  const sampleOf = async (code: string): Promise<{ readonly page: Page; readonly data: PageData }> => {
    const form = await loadForm(deps, id, applicant, 'own')
    const declared = pageOf(matter, code) as Page
    const data = changedPage((await ownExampleFor(deps, form))(declared), (raw) =>
      raw === '13900001234' ? phone : raw,
    )
    const { organization_id: organization } = await rowOf(id)
    const uscc =
      organization &&
      (await portal.owner.knex('organization').where({ id: organization }).first<{ uscc: string }>('uscc')).uscc
    if (uscc) known.add(uscc)
    return {
      page: askedPage(declared, elsewhereOf(form.answers)),
      data: uscc && code === 'tax' ? { ...data, values: { ...data.values, taxNo: uscc } } : data,
    }
  }

  /** Counts what a form asks, against what the example answers. */
  const ask = (page: string, field: Field, values: RawValues, offered: string): void => {
    const wanted = values[field.name] ?? ''
    if (!isVisible(field, values) || offered === wanted || (field.ifEmpty && offered === '')) return
    if (wanted === '' && field.optional) return
    tally.questions += 1
    const place = `${page}.${field.name}`
    if ((field.ifEmpty || known.has(field, values)) && !byChance.has(place)) tally.again.push(place)
  }
  const count = ($: CheerioAPI, page: string, fields: readonly Field[], values: RawValues): void => {
    for (const field of fields) ask(page, field, values, shown($, field))
    known.learn(fields, values)
  }

  const answered = new Set<string>()
  const itemsDone = new Map<string, number>()

  const fillItem = async (code: string, path: string) => {
    const { page, data } = await sampleOf(code)
    const { $ } = await see(path)
    const at = itemsDone.get(code) ?? 0
    const item = data.items[at] as ListItem
    const fields = page.list?.fields ?? []
    count($, code, fields, item.values)
    itemsDone.set(code, at + 1)
    const more = at + 1 < data.items.length && $('button[name=action][value=next]').length > 0
    return press(path, {
      ...hidden($, 'form.form-panel'),
      ...sent(fields, item.values),
      action: more ? 'next' : 'continue',
    })
  }

  const fillTable = async (code: string, path: string) => {
    const { page, data } = await sampleOf(code)
    const { $ } = await see(path)
    const fields = page.list?.fields ?? []
    const body: Record<string, string> = hidden($, 'form[data-table]')
    for (const [at, { values }] of data.items.entries())
      for (const field of fields) {
        const name = `r${at}-${field.name}`
        const raw = values[field.name] ?? ''
        const cell = String($(`[name="${name}"]`).val() ?? '')
        // Of many options the words are typed; a resident's number says what it is.
        const isSaid = field.name === 'idType' && raw === 'RESIDENT_ID'
        if (!isSaid && !asWhole(page)) ask(code, field, values, cell === toCell(raw, field) ? raw : cell)
        body[name] = isSaid ? '' : raw
      }
    if (asWhole(page)) tally.questions += 1
    for (const { values } of data.items) known.learn(fields, values)
    answered.add(code)
    return press(path, { ...body, rows: String(Math.max(data.items.length, Number(body['rows']))), action: 'continue' })
  }

  const fillPage = async (code: string, path: string) => {
    const { page, data } = await sampleOf(code)
    const { $ } = await see(path)
    const table = $(`a[href$="/pages/${code}/table"]`).attr('href')
    if (table && (code === 'sponsors' || asWhole(page))) {
      tally.clicks += 1
      return table
    }
    const next = data.items[itemsDone.get(code) ?? 0]
    if (next && page.list) {
      tally.clicks += 1
      const title = next.values[page.list.titleField] ?? ''
      const offered = $('a[href*="from="]')
        .toArray()
        .find((link) => $(link).text().includes(title) || (title === account.name && $(link).text() === '填入本人信息'))
      return $(offered ?? `a[href$="/items/new"]`).attr('href') ?? ''
    }
    count($, code, page.fields, data.values)
    answered.add(code)
    return press(path, { ...hidden($, '#page-form'), ...sent(page.fields, data.values), action: 'continue' })
  }

  const upload = async (path: string) => {
    const { $ } = await see(path)
    const form = new FormData()
    form.append('_csrf', hidden($, `form[action="${path}"]`)['_csrf'] ?? '')
    for (const box of $('input[type=file][aria-required=true]').toArray()) {
      tally.clicks += 1
      form.append($(box).attr('name') ?? '', new Blob([smallPdf]), '材料.pdf')
    }
    tally.clicks += 1
    const answer = await fetch(portal.baseUrl + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: session.cookie, accept: 'text/html' },
      body: form,
    })
    expect([path, answer.status]).toEqual([path, 303])
    return answer.headers.get('location') ?? ''
  }

  const submit = async () => {
    const check = await see(paths.checkAnswers(id))
    expect(check.$('.notice__list li, .govuk-error-summary__list li').text()).toBe('')
    await press(paths.checkAnswers(id), hidden(check.$))
    const confirm = await see(paths.confirm(id))
    return press(paths.confirm(id), { ...hidden(confirm.$), answer: 'yes' })
  }

  const step = async (path: string): Promise<string> => {
    const [, , , kind, code = '', , item] = path.split(/[?#]/)[0]?.split('/') ?? []
    if (!path.startsWith(paths.case(id))) {
      const hall = await see(path)
      tally.clicks += 1
      return (
        hall
          .$(`main a[href^="${paths.case(id)}"]`)
          .first()
          .attr('href') ?? ''
      )
    }
    if (kind === 'pages' && path.endsWith('/table')) return fillTable(code, path)
    if (kind === 'pages') return item ? fillItem(code, path) : fillPage(code, path)
    if (kind === 'materials') return upload(path)
    if (kind === 'check') return submit()
    const { stage, status } = await rowOf(id)
    if (statuses[status].turn !== 'applicant') {
      await see(path)
      return ''
    }
    const { $ } = await see(path)
    tally.clicks += 1
    const open = $('main a')
      .toArray()
      .map((link) => $(link).attr('href') ?? '')
    const stageOf = matter.stages.find((one) => one.code === stage)
    const form = await loadForm(deps, id, applicant, 'own')
    const page = stageOf?.pages.find(
      (one) => !answered.has(one) && (form.versions[one] ?? 0) === 0 && open.includes(paths.answerPage(id, one)),
    )
    return page ? paths.answerPage(id, page) : paths.materials(id)
  }

  for (let row = await rowOf(id); statuses[row.status].turn !== 'nobody'; row = await rowOf(id)) {
    if (statuses[row.status].turn === 'applicant') {
      const before = [tally.questions, tally.views, tally.clicks]
      for (let steps = 0; here !== ''; steps += 1) {
        if (steps > 300) throw new Error(`${matter.code}: no end at ${here}`)
        here = here.includes('/submitted') ? (await see(here), '') : await step(here)
      }
      here = paths.case(id)
      tally.stages[row.stage] = [tally.questions, tally.views, tally.clicks].map((now, at) => now - (before[at] ?? 0))
    } else {
      const answer = await official.post(paths.sandboxStep(id), {})
      expect(answer.status).toBe(303)
    }
  }
  expect((await rowOf(id)).status).toBe('COMPLETED')
  return tally
}

test.each(['social-group-establishment', 'private-non-enterprise-establishment', 'foundation-establishment'])(
  'what %s asks',
  async (code) => {
    const tally = await walk(portal.deps.matters.require(code))
    const { questions, again, views, clicks, stages } = tally
    expect(again).toEqual([])
    expect(questions).toBeLessThanOrEqual(250)
    expect(views).toBeLessThanOrEqual(70)
    expect(clicks).toBeLessThanOrEqual(90)
    console.log(code, JSON.stringify({ questions, again: again.length, views, clicks, stages }), again.join(' '))
  },
)

test('what is known stands there, is told, stays as it was changed, and a source that moved is told', async () => {
  const applicant = await makeApplicant(portal)
  const session = await signIn(portal, { accountId: applicant.id })
  const id = await putCase(portal, applicant.id, {
    stage: 'establishmentSubmission',
    answered: ['name', 'contact', 'sponsors', 'domicile', 'purpose'],
  })
  const { values = {} } = sampleAnswers['registration'] ?? {}
  const page = (code: string) => session.get(paths.answerPage(id, code))
  const save = async (code: string, changed: RawValues) => {
    const { $ } = await page(code)
    const fields = pageOf(socialGroupEstablishment, code)?.fields ?? []
    const version = String($('#page-form input[name=version]').val())
    const all = { ...sampleAnswers[code]?.values, ...changed }
    await session.post(paths.answerPage(id, code), { ...sent(fields, all), version, action: 'save-draft' })
  }
  const address = values['mailingAddress'] ?? ''
  const first = await page('registration')
  expect(first.$('#mailingAddress').val()).toBe(address)
  expect(first.$('#mailingAddress-from').text()).toBe('取自住所，可以修改')
  const scope = sampleAnswers['purpose']?.values['businessScope']
  expect(first.$('#businessScopeForCertificate').val()).toBe(scope)
  expect(first.$('#mailingAddress').attr('aria-describedby')).toContain('mailingAddress-from')

  await save('registration', {})
  const other = address.replace('302', '305')
  await save('domicile', { address: other })
  const message = `通信地址取自住所，那里现在是“${other}”，请核对`
  const moved = await page('registration')
  expect(moved.$('#mailingAddress').val()).toBe(address)
  expect(moved.$('main').text()).toContain(message)
  expect((await session.get(paths.checkAnswers(id))).$('main').text()).toContain(message)
  const own = '山西省太原市小店区学府街9号传达室'
  await save('registration', { mailingAddress: own })
  const changed = await page('registration')
  expect([changed.$('#mailingAddress').val(), changed.$('#mailingAddress-from').length]).toEqual([own, 0])
  expect(changed.$('main').text()).not.toContain('取自')

  // A person is taken over whole, once.
  const [founder, next] = sampleAnswers['sponsors']?.items ?? []
  const link = (await page('officers')).$(`a[href*="from="]:contains("${founder?.values['name']}")`)
  const form = await session.get(link.attr('href') ?? '')
  for (const name of ['idNumber', 'workUnit', 'phone']) expect(form.$(`#${name}`).val()).toBe(founder?.values[name])
  expect(form.$('#idNumber-from').text()).toBe(`取自发起人${founder?.values['name']}，可以修改`)
  const fields = pageOf(socialGroupEstablishment, 'officers')?.list?.fields ?? []
  const saved = await session.post(link.attr('href') ?? '', {
    ...sent(fields, sampleAnswers['officers']?.items[0]?.values ?? {}),
    version: '0',
    action: 'next',
  })
  const following = (await session.get(saved.location)).$
  expect(following('.notice').text()).toMatch(/已保存“.+”。现在添加第2[名个]/)
  expect(following('#idNumber').val()).toBe(next?.values['idNumber'])
  expect(following('input[name=isLegalRepresentative][checked]').val()).toBe('no')
  expect((await page('officers')).$(`a[href*="from=sponsors"]:contains("${founder?.values['name']}")`).length).toBe(0)
})

test('who handles the case is chosen among the people named, also over what was saved', async () => {
  const applicant = await makeApplicant(portal)
  const session = await signIn(portal, { accountId: applicant.id })
  const id = await putCase(portal, applicant.id, {
    stage: 'establishmentSubmission',
    answered: ['contact', 'sponsors', 'officers', 'agent'],
  })
  const path = paths.answerPage(id, 'agent')
  const page = await session.get(path)
  const [first] = sampleAnswers['officers']?.items ?? []
  const name = first?.values['name']
  const chosen = await session.get(page.$(`a[href*="from=officers"]:contains("${name}")`).attr('href') ?? '')
  expect(chosen.$('#agentIdNumber').val()).toBe(first?.values['idNumber'])
  expect(chosen.$('#agentName-from').text()).toBe(`取自人员${name}，可以修改`)
  expect((await session.get(path)).$('#agentName').val()).toBe(sampleAnswers['agent']?.values['agentName'])
  // What only posting calls for stands there before that is chosen.
  const unanswered = await putCase(portal, applicant.id, {
    stage: 'establishmentSubmission',
    answered: ['contact', 'registration'],
  })
  const asked = await session.get(paths.answerPage(unanswered, 'collection'))
  expect(asked.$('#deliveryAddress').val()).toBe(sampleAnswers['registration']?.values['mailingAddress'])
  expect(asked.$('#recipientPhone').val()).toBe(sampleAnswers['contact']?.values['contactPhone'])
})

test('应换届日期 left empty is worked out', async () => {
  const applicant = await makeApplicant(portal)
  const session = await signIn(portal, { accountId: applicant.id })
  const id = await putCase(portal, applicant.id, { stage: 'establishmentSubmission' })
  const fields = pageOf(socialGroupEstablishment, 'term')?.fields ?? []
  const term = { termName: '第一届', termYears: '4', startDate: '2026-10-18' }
  await session.post(paths.answerPage(id, 'term'), { ...sent(fields, term), version: '0', action: 'save-draft' })
  expect((await storedPages(portal, id)).pages['term']?.values['dueReElectionDate']).toBe('2030-10-18')
})
