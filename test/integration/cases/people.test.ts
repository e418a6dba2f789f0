import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { residentIdCheckChar } from '../../../src/core/identity/resident-id.ts'
import { changeHandler } from '../../../src/modules/cases/change-handler.ts'
import { savePage } from '../../../src/modules/cases/fill-in.ts'
import { lockAny } from '../../../src/modules/cases/store.ts'
import { paths } from '../../../src/web/paths.ts'
import { makeApplicant, makeCase, signIn, staffOf, type TestCase } from '../../support/cases.ts'
import { putGrant } from '../../support/grants.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
})
afterAll(() => portal.stop())

const bornOn = (day: string, serial: string): string => {
  const body = `140106${day.replaceAll('-', '')}${serial}`
  return body + residentIdCheckChar(body)
}

const window = async () => signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })

/** Saves a page as it is in the answers of the case, which its next submission takes over. */
const change = async (found: TestCase, page: string, values: Readonly<Record<string, string>>) => {
  const data = found.answers[page]
  if (!data) throw new Error(`no page ${page}`)
  Object.assign(data.values, values)
  const stored = await portal.owner
    .knex('answer')
    .where({ case_id: found.id, page })
    .first<{ version: number } | undefined>('version')
  await savePage(
    portal.deps,
    found.applicant,
    { ip: '127.0.0.1', requestId: 'test' },
    { caseId: found.id, page, version: stored?.version ?? 0, change: () => data },
  )
}

describe('8.19 what does not fit together', () => {
  it('is told at its page and at 核对, and shown to the reviewer with the submission', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'DRAFT' })
    await change(found, 'agent', { agentName: '沈若山' })
    await change(found, 'purpose', { activityArea: '全国' })
    await change(found, 'registration', { businessScopeForCertificate: '学术研究、房地产中介服务' })
    const tail = found.answers['agent']?.values['agentIdNumber']?.slice(-4) ?? ''
    const wanted = [
      ['agent', `沈若山与沈若川填写了同一个证件号码（尾号${tail}）`],
      ['purpose', '活动地域中的“全国”超出登记管理机关的管辖范围'],
      ['registration', '证书业务范围中的“房地产中介服务”在业务范围中没有'],
    ] as const
    const browser = await signIn(portal, { accountId: found.applicant.id })
    const { $ } = await browser.get(paths.checkAnswers(found.id))
    for (const [page, text] of wanted) {
      const address = paths.answerPage(found.id, page)
      expect((await browser.get(address)).$('main').text()).toContain(text)
      expect($(`#advice li:has(a[href="${address}?return=check"])`).text()).toContain(text)
    }
    // What the rules find in order, and what only a person can tell: told, and nothing of it is in the way.
    expect($('#advice').text()).toMatch(/项可能被要求补正.*系统核对没有发现问题的 \d+ 项.*只能由审查人员判断的 \d+ 项/s)
    await found.step('submit')
    const desk = await window()
    const seen = await desk.get(paths.staffCase(found.id))
    const said = seen.$('main').text()
    expect(said).toContain('系统核对提示')
    for (const [, text] of wanted) expect(said).toContain(text)
    // One press makes a hint the fault of its page, in its own words; nothing is typed.
    await found.step('receive')
    const open = await desk.get(paths.staffCase(found.id))
    const line = open.$(`.judged li:contains("${wanted[0][1]}")`)
    // It leads to the page it speaks of, where it stands once more.
    const place = line.find('a').attr('href') ?? ''
    expect(open.$(`.entry:has(${place})`).text()).toContain(wanted[0][1])
    const marked = await desk.post(paths.staffVerdicts(found.id), {
      round: open.$('#judge input[name=round]').attr('value') ?? '',
      judge: line.find('button').attr('value') ?? '',
    })
    expect(marked.status).toBe(303)
    const after = await desk.get(paths.staffCase(found.id))
    expect(after.$('#verdict-sum .review__failures').text()).toContain(wanted[0][1])
    expect(after.$('#requireCorrection-faults textarea').text()).toContain(wanted[0][1])
    expect(after.$(`.judged li:contains("${wanted[0][1]}")`).text()).toContain('已据此标为不合格')
  })
})

describe('8.43 age', () => {
  const start = paths.start('social-group-establishment')
  const choice = (role: string) => ({
    orgType: 'SOCIAL_GROUP',
    level: 'PROVINCE',
    division: '140000',
    authority: String(portal.deps.reference.authorities.find(({ code }) => code === 'shanxi-mzt')?.id),
    applicantRole: role,
    action: 'submit',
  })
  const count = async (accountId: string): Promise<number> =>
    (await portal.owner.knex('case_file').where({ account_id: accountId })).length

  it('under 18 nobody starts as 拟任法定代表人 or takes a case over as one; handling it is remarked to both sides', async () => {
    const young = await makeApplicant(portal, bornOn('2011-05-01', '013'))
    const browser = await signIn(portal, { accountId: young.id })
    const asked = await browser.get(start)
    const form = Object.fromEntries(
      asked
        .$(`form[action="${start}"] input[type=hidden]`)
        .toArray()
        .map((input) => [asked.$(input).attr('name') ?? '', asked.$(input).attr('value') ?? '']),
    )
    expect(asked.$('main').text()).toContain('您未满18周岁，不能担任法定代表人')
    const refused = await browser.post(start, { ...form, ...choice('LEGAL_REPRESENTATIVE') })
    expect(refused.status).toBe(409)
    expect(refused.$('main').text()).toContain('未满18周岁，不能担任法定代表人')
    expect(await count(young.id)).toBe(0)

    const given = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' })
    await expect(
      portal.deps.command({ actorKind: 'system' }, async (tx) =>
        changeHandler(tx, portal.deps, await lockAny(tx.trx, given.id), { actor: young, role: 'LEGAL_REPRESENTATIVE' }),
      ),
    ).rejects.toThrow('未满18周岁')

    const handled = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' }, { applicant: young })
    await change(handled, 'contact', { applicantRole: 'HANDLER' })
    const remark = '未满18周岁，担任经办人须经监护人同意'
    expect((await browser.get(paths.checkAnswers(handled.id))).$('main').text()).toContain(`您${remark}`)
    await handled.step('submit')
    expect((await (await window()).get(paths.staffCase(handled.id))).$('main').text()).toContain(remark)
  })

  it('over 70 one may start; it is remarked at the start, at 核对 and to the reviewer', async () => {
    const old = await makeApplicant(portal, bornOn('1951-05-01', '017'))
    const browser = await signIn(portal, { accountId: old.id })
    const remark = '现已75周岁，负责人一般不超过70周岁'
    expect((await browser.get(start)).$('main').text()).toContain(remark)
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'DRAFT' }, { applicant: old })
    await portal.owner.knex('case_file').where({ id: found.id }).update({ applicant_role: 'LEGAL_REPRESENTATIVE' })
    expect((await browser.get(paths.checkAnswers(found.id))).$('main').text()).toContain(remark)
    // It is read from the account, which is nothing to a colleague who fills in for them.
    const colleague = await makeApplicant(portal, bornOn('1985-05-01', '019'))
    await putGrant(portal, found.id, old.id, colleague.id, 'submit')
    const theirs = await (await signIn(portal, { accountId: colleague.id })).get(paths.checkAnswers(found.id))
    expect(theirs.$('#advice')).toHaveLength(1)
    expect(theirs.$('main').text()).not.toContain('75周岁')
    await found.step('submit')
    expect((await (await window()).get(paths.staffCase(found.id))).$('main').text()).toContain(remark)
  })
})
