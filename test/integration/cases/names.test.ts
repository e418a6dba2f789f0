import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Matter } from '../../../src/core/matters/define.ts'
import { emptyPage, type RawValues } from '../../../src/core/forms/field.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { foundationEstablishment } from '../../../src/matters/establishment/foundation/index.ts'
import { privateNonEnterpriseEstablishment } from '../../../src/matters/establishment/private-non-enterprise/index.ts'
import { createCase } from '../../../src/modules/cases/drafts.ts'
import { savePage } from '../../../src/modules/cases/fill-in.ts'
import { paths } from '../../../src/web/paths.ts'
import { makeApplicant, makeCase, signIn, staffOf, type TestCase } from '../../support/cases.ts'
import { startTestPortal, testMoment, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

const approvalOf = (id: string) =>
  portal.owner.knex('document').where({ case_id: id, kind: 'NAME_APPROVAL' }).first<{ status: string }>('status')

describe('a name that is another one than was consulted about', () => {
  it('is shown as what is going to be filed, and said to be another one, to the applicant and then to the official', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'RETURNED' })
    const before = await found.row()
    const name = `${before.title.replace(/协会$/u, '')}促进会`
    const { version } = (await portal.owner
      .knex('answer')
      .where({ case_id: found.id, page: 'name' })
      .first<{ version: number }>('version')) as { version: number }
    await savePage(
      portal.deps,
      found.applicant,
      { ip: '127.0.0.1', requestId: 'test' },
      {
        caseId: found.id,
        page: 'name',
        version,
        change: (data) => ({ ...data, values: { ...data.values, proposedName: name } }),
      },
    )
    const own = await signIn(portal, { accountId: found.applicant.id })
    expect((await own.get(paths.cases)).$('main').text()).toContain(name)
    const overview = await own.get(paths.case(found.id))
    expect(overview.$('h1').text()).toBe(name)
    expect(overview.$('main').text()).toContain(`上次提交的名称是“${before.title}”`)
    expect((await own.get(paths.confirm(found.id))).$('main').text()).toMatch(
      new RegExp(`提交“${name}”.*上次提交的名称是“${before.title}”`, 's'),
    )
    // Officials see what was handed in.
    const window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
    const known = await window.get(paths.staffCase(found.id))
    expect(known.$('h1').text()).toContain(before.title)
    expect(known.text).not.toContain(name)
    await found.step('resubmit')
    const page = await window.get(paths.staffCase(found.id))
    expect(page.$('h1').text()).toContain(name)
    expect(page.$('main').text()).toContain(`拟用名称咨询时的名称是“${before.title}”`)
    expect((await own.get(paths.case(found.id))).$('main').text()).toContain(`拟用名称咨询时的名称是“${before.title}”`)
  })
})

describe('an approved name', () => {
  it('is given free when the case ends badly, and its notice is revoked', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SECOND_REVIEWED' })
    expect(await approvalOf(found.id)).toMatchObject({ status: 'VALID' })
    await found.step('deny', {}, '不符合法定条件。')
    expect(await approvalOf(found.id)).toMatchObject({ status: 'REVOKED' })
    const live = await portal.owner.knex('name_reservation').where({ case_id: found.id }).whereNull('released_at')
    expect(live).toEqual([])
  })

  it('stays approved on paper when the organization is registered under it', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SECOND_REVIEWED' })
    await found.step('grant')
    expect(await approvalOf(found.id)).toMatchObject({ status: 'VALID' })
  })

  it('is not approved a second time once an organization has it, nor registered twice', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SECOND_REVIEWED' })
    const row = await found.row()
    await portal.owner.knex('organization').insert({
      uscc: `TEST-${found.id}`,
      name: row.title,
      name_key: row.title,
      type: 'SOCIAL_GROUP',
      authority_id: row.authority_id,
      comparison_key: row.title,
      legal_representative: '某人',
      purpose: '某宗旨',
      business_scope: '某范围',
      activity_area: '山西省',
      domicile: '某地',
      fund_ten_thousands: '3',
      status: 'ACTIVE',
      status_since: '2026-11-01',
      established_on: '2026-11-01',
    })
    await expect(found.step('approveName')).rejects.toThrow('已被登记')
    await expect(
      portal.owner.knex('organization').insert({
        uscc: `TEST-AGAIN-${found.id}`,
        name: row.title,
        name_key: row.title,
        type: 'SOCIAL_GROUP',
        authority_id: row.authority_id,
        comparison_key: row.title,
        legal_representative: '某人',
        purpose: '某宗旨',
        business_scope: '某范围',
        activity_area: '山西省',
        domicile: '某地',
        fund_ten_thousands: '3',
        status: 'ACTIVE',
        status_since: '2026-11-01',
        established_on: '2026-11-01',
      }),
    ).rejects.toThrow('organization_live_name')
  })
})

describe('8.13 a name in other glyphs', () => {
  const nameOf = async (id: string): Promise<string> => {
    const row = await portal.owner.knex('case_file').where({ id }).first<{ title: string }>('title')
    return row.title
  }

  it('is not approved a second time while the first is kept', async () => {
    const at = { stage: 'nameApproval', status: 'SECOND_REVIEWED' } as const
    const first = await makeCase(portal, at, { name: '山西省古籍脩復保护协会' })
    const second = await makeCase(portal, at, { name: '山西省古籍修复保护协会' })
    await first.step('approveName')
    expect(await nameOf(first.id)).not.toBe(await nameOf(second.id))
    await expect(second.step('approveName')).rejects.toThrow('已为其他申请人保留')
  })

  it('is not approved once an organization has it', async () => {
    const found = await makeCase(
      portal,
      { stage: 'nameApproval', status: 'SECOND_REVIEWED' },
      { name: '山西省黃河濕地观察协会' },
    )
    const { authority_id: authority } = await found.row()
    await portal.owner.knex('organization').insert({
      uscc: `TEST-GLYPHS-${found.id}`,
      name: '山西省黄河湿地观察协会',
      name_key: '山西省黄河湿地观察协会',
      type: 'SOCIAL_GROUP',
      authority_id: authority,
      comparison_key: '黄河湿地观察',
      legal_representative: '某人',
      purpose: '某宗旨',
      business_scope: '某范围',
      activity_area: '山西省',
      domicile: '某地',
      fund_ten_thousands: '3',
      status: 'ACTIVE',
      status_since: '2026-11-01',
      established_on: '2026-11-01',
    })
    await expect(found.step('approveName')).rejects.toThrow('“山西省黄河湿地观察协会”已被登记')
  })
})

describe('8.23 what a page says fits the case', () => {
  it('the end of the reservation is the deadline of stage 3: in the list, on the case page, in the hall', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'DRAFT' })
    const browser = await signIn(portal, { accountId: found.applicant.id })
    for (const address of [paths.cases, paths.case(found.id), paths.hall]) {
      const text = (await browser.get(address)).$('main').text()
      expect(text).toContain('2027年5月19日前提交成立材料')
      expect(text).toContain('还剩180天')
      expect(text).not.toContain('无截止日期')
      expect(text).not.toContain('当前没有计时')
    }
  })

  it('examples are names of the authority that was chosen', async () => {
    const at = { stage: 'nameConsultation', status: 'DRAFT' } as const
    const found = await makeCase(portal, at, { authorityCode: 'taiyuan-spj' })
    const browser = await signIn(portal, { accountId: found.applicant.id })
    for (const page of ['name', 'purpose']) {
      const hints = (await browser.get(paths.answerPage(found.id, page))).$('.govuk-hint').text()
      expect(hints).toContain('例如：太原市')
      expect(hints).not.toMatch(/山西省|\{/)
    }
  })
})

describe('8.8 two open cases with one name', () => {
  const underReview = { stage: 'nameApproval', status: 'SECOND_REVIEWED' } as const
  const official = async () => signIn(portal, { staffId: (await staffOf(portal, 'APPROVER')).id })
  const withAlternative = async (found: TestCase, alternativeName1: string) => {
    const page = found.answers['name'] ?? emptyPage
    await savePage(
      portal.deps,
      found.applicant,
      { ip: '127.0.0.1', requestId: 'test' },
      {
        caseId: found.id,
        page: 'name',
        version: 0,
        change: () => ({ ...page, values: { ...page.values, alternativeName1 } }),
      },
    )
  }

  it('whoever asks for the name or one near it reads name, authority and day of the others, never whose they are', async () => {
    const name = '山西省古村落照壁砖雕保护协会'
    const first = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' }, { name })
    const other = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' }, { name })
    await withAlternative(other, '山西省古村落照壁砖雕保护研究会')
    const browser = await signIn(portal, { accountId: other.applicant.id })
    const page = (await browser.get(paths.answerPage(other.id, 'name'))).$('main')
    const near = `相近的名称：“${name}”（2026年11月20日向山西省民政厅提交）`
    expect(page.text()).toContain('名称自查结果：备选名称一')
    expect(page.text()).toContain(near)
    const shown = (await browser.get(paths.checkAnswers(other.id))).$('main').text()
    expect(shown).toContain(`相同的名称：“${name}”（2026年11月20日向山西省民政厅提交）`)
    const { number } = await first.row()
    expect(shown).not.toContain(number)
  })

  it('an alternative that the rules forbid is told at its field and is not submitted', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    await withAlternative(found, '沈阳市古村落照壁砖雕保护协会')
    const browser = await signIn(portal, { accountId: found.applicant.id })
    const page = await browser.get(paths.answerPage(found.id, 'name'))
    expect(page.$('#alternativeName1-error').text()).toContain('见“名称自查结果：备选名称一”')
    expect((await browser.get(paths.checkAnswers(found.id))).$('main').text()).toContain('备选名称一：')
    const answer = await browser.post(paths.confirm(found.id), {
      answer: 'yes',
      requestKey: randomUUID(),
      version: '0',
    })
    expect(answer.location).toBe(paths.checkAnswers(found.id))
    expect((await found.row()).status).toBe('DRAFT')
  })

  it('the later gets it only with a reason, which is kept, recorded, told to who holds the earlier, and not printed', async () => {
    const name = '山西省古村落影壁彩绘保护协会'
    const earlier = await makeCase(portal, underReview, { name })
    portal.clock.set('2026-11-20T04:01:00.000Z')
    const later = await makeCase(portal, underReview, { name })
    portal.clock.set(testMoment)
    const [first, second] = await Promise.all([earlier.row(), later.row()])
    const browser = await official()
    const seen = (await browser.get(paths.staffCase(earlier.id))).$('main')
    expect(seen.text()).toContain('后于本件')
    expect(seen.text()).toContain('其他申请中有相同或者相近的名称，见下表')
    expect(seen.find('#comparison .judged').text()).toContain('名称相同')
    expect(
      seen
        .find(`table a[href="${paths.staffCase(later.id)}"]`)
        .first()
        .text(),
    ).toBe(second.number)
    expect(seen.find('#approveName-precedence')).toHaveLength(0)

    const page = await browser.get(paths.staffCase(later.id))
    expect(page.$('main').text()).toContain('先于本件')
    const form = page.$('form[action$="/actions/approveName"]')
    const held = (field: string): string => form.find(`input[name=${field}]`).attr('value') ?? ''
    const step = { requestKey: held('requestKey'), version: held('version') }
    const refused = await browser.post(paths.staffAction(later.id, 'approveName'), step)
    expect(refused.status).toBe(422)
    expect(refused.$('#approveName-precedence-error').text()).toContain('请填写核准在后申请的理由')
    await expect(later.step('approveName')).rejects.toThrow('请说明核准本件名称的理由')

    const reason = '在先申请的发起人已经书面表示放弃该名称。'
    const granted = await browser.post(paths.staffAction(later.id, 'approveName'), {
      ...step,
      precedence: reason,
      confirmed: 'yes',
    })
    expect(granted.status).toBe(303)
    expect(await portal.owner.knex('name_precedence').where({ case_id: later.id })).toMatchObject([
      { earlier_case_id: earlier.id, name, reason },
    ])
    expect(
      await portal.owner
        .knex('audit_log')
        .where({ action: 'case.name-precedence', object_id: later.id })
        .count('* as n')
        .first(),
    ).toMatchObject({ n: 1 })
    for (const [found, told] of [
      [earlier, `办件编号${second.number ?? ''}`],
      [later, `办件${first.number ?? ''}`],
    ] as const) {
      const text = (await browser.get(paths.staffCase(found.id))).$('main').text()
      expect(text).toContain(told)
      expect(text).toContain(`理由：${reason}`)
    }
    expect((await browser.get(paths.staffQueue)).$('main').text()).toContain('名称已核准给在后的申请')
    const told = await portal.owner.knex('message').where({ case_id: earlier.id }).orderBy('id', 'desc').first()
    expect(told).toMatchObject({ account_id: earlier.applicant.id, title: '相同或者相近的名称已核准给其他申请' })
    expect(told.body).toContain(`“${name}”相同`)
    expect(told.body).not.toContain(reason)
    expect(told.body).not.toContain(second.number)
    const printed = await portal.owner.knex('document').where({ case_id: later.id }).pluck<unknown[]>('data')
    expect(JSON.stringify(printed)).not.toContain(reason)
    const applicant = await signIn(portal, { accountId: later.applicant.id })
    expect((await applicant.get(paths.case(later.id))).text).not.toContain(reason)
  })

  it('a case that ended, or founded its organization, stands in nobody’s way, and the day of a name stays when others change', async () => {
    const left = (id: string) => portal.owner.knex('case_name').where({ case_id: id }).orderBy('place')
    const ended = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    expect(await left(ended.id)).toHaveLength(3)
    await ended.step('withdraw')
    expect(await left(ended.id)).toEqual([])
    const founded = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_DUE' })
    expect(await left(founded.id)).toEqual([])

    portal.clock.set(testMoment)
    const changed = await makeCase(portal, { stage: 'nameConsultation', status: 'SUGGESTED_CHANGE' })
    portal.clock.set('2026-11-25T04:00:00.000Z')
    await changed.step('resubmit')
    portal.clock.set(testMoment)
    expect((await left(changed.id))[0]).toMatchObject({ since: new Date(testMoment) })
  })
})

describe('8.31 a name kept by a case', () => {
  const afterwards = '2027-06-01T04:00:00.000Z'
  const submit = async (found: TestCase) => {
    const browser = await signIn(portal, { accountId: found.applicant.id })
    const { lock_version: version } = await found.row()
    const fields = { answer: 'yes', requestKey: randomUUID(), version: String(version) }
    return { browser, answer: await browser.post(paths.confirm(found.id), fields) }
  }

  it('is not free while the case is under review, and its pages do not ask to submit any more', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'ACCEPTED' })
    portal.clock.set(afterwards)
    const asked = new URLSearchParams({ name: found.name, type: 'SOCIAL_GROUP', authority: '140000' })
    const answer = await fetch(`${portal.baseUrl}${paths.names}?${asked.toString()}`, {
      headers: { accept: 'application/json' },
    })
    const { findings } = (await answer.json()) as { findings: { code: string; level: string; message: string }[] }
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'N74', level: 'BLOCK', message: expect.stringContaining('名称继续保留') }),
    )
    const browser = await signIn(portal, { accountId: found.applicant.id })
    const page = (await browser.get(paths.case(found.id))).$('main').text()
    expect(page).toContain('办理期间名称继续保留')
    expect(page).not.toContain('请在保留期内提交')
  })

  it('can be corrected after its last day, because it was filed in time', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'CORRECTION_REQUIRED' })
    await portal.owner.knex('name_reservation').where({ case_id: found.id }).update({ until: '2026-11-01' })
    await found.step('resubmit')
    expect((await found.row()).status).toBe('SUBMITTED')
  })

  it('cannot be filed after its last day, before the clocks are swept; the page says why and what to do', async () => {
    portal.clock.set(testMoment)
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'DRAFT' })
    portal.clock.set(afterwards)
    const { browser, answer } = await submit(found)
    expect(answer.location).toBe(paths.checkAnswers(found.id))
    expect((await found.row()).status).toBe('DRAFT')
    const page = (await browser.get(paths.checkAnswers(found.id))).$('main').text()
    expect(page).toContain('名称保留期已于2027年5月19日届满，本次申请不能再提交；请发起新的申请')
    expect((await browser.get(paths.case(found.id))).$('main').text()).toContain('名称保留期已届满，不能再提交')
    portal.clock.set(testMoment)
  })
})

describe('a name that is being changed', () => {
  it('S22 is seen by staff only when it is submitted, however long it is', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUGGESTED_CHANGE' })
    const before = await found.row()
    const [answer] = await portal.owner.knex('answer').where({ case_id: found.id, page: 'name' })
    await savePage(
      portal.deps,
      found.applicant,
      { ip: '127.0.0.1', requestId: 'test' },
      {
        caseId: found.id,
        page: 'name',
        version: answer.version,
        change: (data) => ({
          ...data,
          values: { ...data.values, proposedName: `山西省${'未提交'.repeat(700)}研究会` },
        }),
      },
    )
    expect((await found.row()).title).toBe(before.title)
  })
})

describe('a name is judged with what is said beside it', () => {
  const request = { ip: '127.0.0.1', requestId: 'test' }

  /** A case in 名称核准, of which pages are saved, and what the page of the name says then. */
  const naming = async (matter: Matter) => {
    const applicant = await makeApplicant(portal)
    const authority = portal.deps.reference.authorities.find(({ code }) => code === 'shanxi-mzt')
    const id = await createCase(portal.deps, applicant, request, {
      matter: matter.code,
      authorityId: authority?.id ?? 0,
    })
    await portal.owner.knex('case_file').where({ id }).update({ stage: 'nameApproval', procedure: 'nameApproval' })
    const sample = sampleOf(matter)
    const browser = await signIn(portal, { accountId: applicant.id })
    return {
      save: (page: string, values: RawValues, version = 0) =>
        savePage(portal.deps, applicant, request, {
          caseId: id,
          page,
          version,
          change: () => ({ values: { ...sample[page]?.values, ...values }, items: sample[page]?.items ?? [] }),
        }),
      said: async () => (await browser.get(paths.answerPage(id, 'name'))).$('main').text(),
    }
  }

  it('of a 民办非企业单位: a person’s name, another unit’s, the licence its ending calls for', async () => {
    const { save, said } = await naming(privateNonEnterpriseEstablishment)
    await save('name', { proposedName: '山西省晋彩幼儿园', personInName: 'yes', unitInName: 'yes' })
    const before = await said()
    expect(before).toContain('字号“晋彩”')
    expect(before).toContain('使用自然人姓名作字号，须提交本人同意书')
    expect(before).toContain('名称使用了其他单位的名称，须提交该单位同意使用的证明')
    expect(before).toContain('使用“幼儿园”需先取得')
    await save('licence', { needsLicence: 'yes', licenceName: '办学许可证', licenceNo: '教民1401001号' })
    expect(await said()).not.toContain('需先取得')
  })

  it('of a 基金会: without a 字号 only when the four conditions are declared', async () => {
    const { save, said } = await naming(foundationEstablishment)
    const version = await save('name', { proposedName: '山西省文物保护基金会' })
    expect(await said()).toContain('都符合的，请在“名称中的字号”中选“不使用字号”并逐项说明')
    await save('name', { proposedName: '山西省文物保护基金会', withoutTradeName: 'yes' }, version)
    expect(await said()).not.toContain('名称缺少字号')
  })
})
