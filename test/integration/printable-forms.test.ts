import { randomUUID } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRetiredMaterial } from '../../src/core/matters/journey.ts'
import { printableFormCodes } from '../../src/core/printable-forms/index.ts'
import { accountPlaces } from '../../src/modules/people/account.ts'
import { matters } from '../../src/matters/index.ts'
import { paths } from '../../src/web/paths.ts'
import { register, testPerson } from '../support/accounts.ts'
import { createBrowser, type Browser } from '../support/browser.ts'
import { fillStage, makeCase, signIn } from '../support/cases.ts'
import { acceptTerms, browserOf, createAccount } from '../support/people.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'
import { poppler } from '../support/poppler.ts'

let portal: TestPortal
let person: Browser
let unit: Browser

const holder = testPerson(0)
const unitFacts = {
  name: '山西省晋祠文化研究会',
  uscc: '51140000MJ0000018C',
  representative: '赵志远',
  idNumber: '140105198806150038',
  phone: '13900000004',
}

/** The account of a unit as registration would leave it. */
const createUnit = async (facts = unitFacts) => {
  const { deps, owner } = portal
  const id = randomUUID()
  const loginName = `unit_${id.slice(0, 8)}`
  await owner.knex('account').insert({
    id,
    kind: 'LEGAL_PERSON',
    login_name: loginName,
    login_key: loginName,
    password_hash: await deps.passwords.hash('Test@20261121'),
    name: facts.name,
    id_type: 'RESIDENT_ID',
    id_number_enc: deps.crypto.encrypt(facts.idNumber, accountPlaces.idNumber(id)),
    id_number_idx: deps.crypto.index('id-number', facts.idNumber),
    phone_enc: deps.crypto.encrypt(facts.phone, accountPlaces.phone(id)),
    phone_idx: deps.crypto.index('phone', facts.phone),
    real_name_level: 1,
    created_at: deps.clock.now(),
  })
  await owner.knex('legal_person').insert({
    account_id: id,
    type: 'SOCIAL_GROUP',
    uscc: facts.uscc,
    representative_name: facts.representative,
    handler_name: '陈雨桐',
    handler_id_number_enc: 'x',
    handler_id_number_idx: 'x',
    handler_phone_enc: 'x',
    handler_phone_idx: 'x',
    registration_authority: '山西省民政厅',
  })
  await acceptTerms(portal, id)
  return { id, loginName, name: facts.name, phone: facts.phone }
}

const pdfOf = async (browser: Browser, address: string) => {
  const answer = await browser.raw(address)
  const pdf = Buffer.from(await answer.arrayBuffer())
  return { answer, pdf }
}
const textOf = async (pdf: Buffer): Promise<string> =>
  (await poppler('pdftotext', ['-raw', '-', '-'], pdf)).replaceAll(/\s/gu, '')

beforeAll(async () => {
  portal = await startTestPortal()
  person = await register(portal, holder)
  unit = await browserOf(portal, await createUnit())
})
afterAll(() => portal.stop())

describe.each(printableFormCodes)('the form %s', (code) => {
  const path = `/help/forms/${code}`

  it('H-05 is a page to print and a PDF with embedded fonts, blank for everybody, linked from the help', async () => {
    const browser = createBrowser(portal.baseUrl)
    const help = await browser.get('/help')
    expect(help.$(`main a[href="${path}"]`).length).toBeGreaterThan(0)
    expect(help.$(`main a[href="${path}/pdf"]`).length).toBeGreaterThan(0)
    const page = await browser.get(path)
    expect(page.status).toBe(200)
    expect(page.$('h1')).toHaveLength(1)
    expect(page.$('main').text()).toContain(`表格代码：${code}`)
    expect(page.$('.paper-form__rows td').text().trim()).toBe('')
    expect(page.$('[data-print]')).toHaveLength(1)
    const { answer, pdf } = await pdfOf(browser, `${path}/pdf`)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''.+\.pdf$/)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    for (const font of (await poppler('pdffonts', ['-'], pdf)).trim().split('\n').slice(2))
      expect(font).toMatch(/yes yes yes/)
    expect(await textOf(pdf)).toContain(page.$('h1').text())
  })

  it('H-05 carries a QR code that leads to the version printed, and the page tells an old one', async () => {
    const browser = createBrowser(portal.baseUrl)
    const page = await browser.get(path)
    expect(page.$('svg[role=img] path').attr('d')).toMatch(/^M\d+ \d+h\d+v1h-\d+z/)
    const address = /https?:\S+version=[\d.]+/.exec(page.$('.paper-form__note').text())?.[0] ?? ''
    expect(address.startsWith(`${portal.deps.publicUrl}${path}?version=`)).toBe(true)
    const version = new URL(address).searchParams.get('version') ?? ''
    expect((await browser.get(`${path}?version=${version}`)).$('[role=status]').text()).toContain('是现行版本')
    expect((await browser.get(`${path}?version=0.9`)).$('[role=status]').text()).toContain('不是现行版本')
  })

  it('H-05 asks who is not logged in to log in before anything is filled in, and comes back', async () => {
    for (const address of [path, `${path}/pdf`]) {
      const answer = await createBrowser(portal.baseUrl).raw(`${address}?prefill=1`)
      expect(answer.status).toBe(303)
      expect(answer.headers.get('location')).toBe(`/login/personal?next=${encodeURIComponent(`${address}?prefill=1`)}`)
    }
  })
})

describe('forms filled in', () => {
  it('H-05 a person gets their own name, number and phone, kept by no cache', async () => {
    for (const code of ['personal-letter', 'agreement']) {
      const page = await person.get(`/help/forms/${code}?prefill=1`)
      expect(page.headers.get('cache-control')).toBe('no-store')
      const cells = page.$('.paper-form__rows td').text()
      expect(cells).toContain(holder.name)
      expect(cells).toContain(holder.idNumber)
      const { answer, pdf } = await pdfOf(person, `/help/forms/${code}/pdf?prefill=1`)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const text = await textOf(pdf)
      expect(text).toContain(holder.name)
      expect(text).toContain(holder.idNumber)
    }
    expect((await person.get('/help/forms/personal-letter?prefill=1')).$('main').text()).toContain(holder.phone)
  })

  it('H-05 a unit gets its name, code and representative', async () => {
    for (const code of ['legal-letter', 'branch-letter']) {
      const page = await unit.get(`/help/forms/${code}?prefill=1`)
      const { pdf } = await pdfOf(unit, `/help/forms/${code}/pdf?prefill=1`)
      const texts = [page.$('main').text(), await textOf(pdf)]
      for (const text of texts) for (const fact of Object.values(unitFacts)) expect(text).toContain(fact)
    }
    const agreement = await unit.get('/help/forms/agreement?prefill=1')
    expect(agreement.$('.paper-form__rows td').text()).toContain(unitFacts.uscc)
  })

  it('H-05 the form of the other kind of account stays blank and says why', async () => {
    const legal = await person.get('/help/forms/legal-letter?prefill=1')
    expect(legal.$('.paper-form__rows td').text().trim()).toBe('')
    expect(legal.$('[role=status]').text()).toContain('由单位填写')
    const personal = await unit.get('/help/forms/personal-letter?prefill=1')
    expect(personal.text).not.toContain(unitFacts.idNumber)
    expect(personal.$('[role=status]').text()).toContain('由个人填写')
  })

  it('H-05 nobody gets another’s data: no parameter names an account, and blank files stay blank', async () => {
    const other = await browserOf(portal, await createAccount(portal, '李建国'))
    for (const query of ['?prefill=1', '?prefill=1&account=1', `?prefill=1&id=${holder.loginName}`, '']) {
      const page = await other.get(`/help/forms/personal-letter${query}`)
      expect(page.text).not.toContain(holder.idNumber)
      const { pdf } = await pdfOf(other, `/help/forms/personal-letter/pdf${query}`)
      expect(await textOf(pdf)).not.toContain(holder.idNumber)
    }
    const { pdf } = await pdfOf(createBrowser(portal.baseUrl), '/help/forms/personal-letter/pdf')
    expect(await textOf(pdf)).not.toContain(holder.name)
  })

  it('H-05 who must change a password first is sent to that, and gets no number before', async () => {
    const account = await createAccount(portal, '周婷')
    await portal.owner.knex('account').where({ id: account.id }).update({ must_change_password: true })
    const browser = await browserOf(portal, account)
    const page = await browser.get('/help/forms/personal-letter?prefill=1')
    expect(page.url).not.toContain('/help/forms')
    const { answer } = await pdfOf(browser, '/help/forms/personal-letter/pdf?prefill=1')
    expect(answer.status).toBe(303)
  })

  it('one account has no more files made than somebody prints: whoever else waits for one is not kept waiting', async () => {
    const account = await createAccount(portal, '王小燕')
    const browser = await browserOf(portal, account)
    for (let time = 0; time < 29; time += 1) await portal.deps.limits.use('own-form', account.id)
    const own = '/help/forms/personal-letter/pdf?prefill=1'
    expect((await pdfOf(browser, own)).answer.status).toBe(200)
    const { answer } = await pdfOf(browser, own)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)])
    expect((await pdfOf(browser, '/help/forms/personal-letter/pdf')).answer.status).toBe(200)
  })

  it.each(['', 'toString', 'personal-letter2', '..%2fagreement'])('a form called %j is not found', async (code) => {
    const browser = createBrowser(portal.baseUrl)
    if (code !== '') expect((await browser.get(`/help/forms/${code}`)).status).toBe(404)
    expect((await browser.get(`/help/forms/${code}/pdf`)).status).toBe(404)
  })

  it('18 a rare name is printed; one with a character no font has is left to be written by hand, and that is said', async () => {
    const rare = await createAccount(portal, '李𡝅')
    const letter = '/help/forms/personal-letter'
    const rareFile = await pdfOf(await browserOf(portal, rare), `${letter}/pdf?prefill=1`)
    expect(await textOf(rareFile.pdf)).toContain('李𡝅')
    const browser = await browserOf(portal, await createAccount(portal, '王\u{323af}'))
    const page = await browser.get(`${letter}?prefill=1`)
    expect(page.$('[role=status]').text()).toContain('字库没有“\u{323af}”')
    const { pdf } = await pdfOf(browser, `${letter}/pdf?prefill=1`)
    const text = await textOf(pdf)
    expect(text).toContain('姓名身份证号码')
    expect(text).not.toContain('王')
  })

  it('S25 markup in a name is text on the page and in the file', async () => {
    for (const odd of [
      '<img src=x onerror=alert(1)>',
      '"><script>alert(1)</script>',
      '{{7*7}}${7*7}',
      '</td></table><svg/onload=alert(1)>',
      "' onmouseover='alert(1)",
    ]) {
      const uscc = `5114${randomUUID().slice(0, 14).toUpperCase()}`
      const browser = await browserOf(portal, await createUnit({ ...unitFacts, name: odd, representative: odd, uscc }))
      const page = await browser.get('/help/forms/legal-letter?prefill=1')
      expect(page.$('.paper-form__rows td').first().text()).toBe(odd)
      expect(page.$('main img, main script, main [onload], main [onmouseover], main [onerror]')).toHaveLength(0)
      expect(page.$('.paper-form__rows')).toHaveLength(2)
      const { pdf } = await pdfOf(browser, '/help/forms/legal-letter/pdf?prefill=1')
      expect(await textOf(pdf)).toContain(odd.replaceAll(/\s/gu, ''))
    }
  })
})

const partOf = (docx: Uint8Array, name: string): string => strFromU8(unzipSync(docx)[name] ?? new Uint8Array())
const written = (xml: string): string => xml.replaceAll(/<\/w:p>/g, '\n').replaceAll(/<[^>]+>/g, '')

describe('model charters', () => {
  it('are open to everybody, blank, to go on writing in and to read; no others are there', async () => {
    const browser = createBrowser(portal.baseUrl)
    const code = 'foundation-public'
    const docx = await pdfOf(browser, paths.helpCharter(code, 'docx'))
    expect(docx.answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''.+\.docx$/)
    expect(docx.answer.headers.get('content-type')).toMatch(/wordprocessingml\.document$/)
    const text = written(partOf(docx.pdf, 'word/document.xml'))
    expect(text).toContain(`适用于公募基金会`)
    expect(text).toMatch(/★第一条　[^\n]+名称是＿＿＿＿。/)
    expect(written(partOf(docx.pdf, 'word/comments.xml'))).toMatch(/必须写明：名称（《[^》]+》第十/)
    const pdf = await textOf((await pdfOf(browser, paths.helpCharter(code, 'pdf'))).pdf)
    expect(pdf).toContain('标“★”的条文是法律、法规或者国家规定要求写明的')
    expect(pdf).toMatch(/第一条名称★本[^。]+名称是＿＿＿＿。/)
    for (const path of [paths.helpCharter('company', 'pdf'), paths.helpCharter('foundation', 'odt')])
      expect((await browser.raw(path)).status).toBe(404)
  })

  it('stand beside 章程草案 filled in, for whose case it is and nobody else', async () => {
    const { id, name, applicant } = await makeCase(portal, { stage: 'establishmentSubmission', status: 'DRAFT' })
    const own = await signIn(portal, { accountId: applicant.id })
    const page = await own.get(paths.material(id, 'M210'))
    expect(page.$(`form[action="${paths.caseCharter(id, 'docx')}"] select[name=assembly] option`)).toHaveLength(3)
    expect((await own.get(paths.material(id, 'M212'))).$('form[method=get][action$=".docx"]')).toHaveLength(0)
    const fetched = async (format: string): Promise<Buffer> => {
      const address = `${portal.baseUrl}${paths.caseCharter(id, format)}?assembly=DELEGATES`
      return Buffer.from(await (await fetch(address, { headers: { cookie: own.cookie } })).arrayBuffer())
    }
    const text = written(partOf(await fetched('docx'), 'word/document.xml'))
    for (const words of [`本会的名称是${name}。`, '登记管理机关是山西省民政厅', '最高权力机构是会员代表大会'])
      expect(text).toContain(words)
    expect(await textOf(await fetched('pdf'))).toContain(`本会的名称是${name}。`)
    for (const format of ['docx', 'pdf']) expect((await person.raw(paths.caseCharter(id, format))).status).toBe(404)
  })
})

describe('what founders bring', () => {
  it('11 has a blank and a sample of everything somebody writes, by type, and says whose paper the rest is', async () => {
    const browser = createBrowser(portal.baseUrl)
    for (const matter of matters.all) {
      const page = await browser.get(`${paths.helpForms}?type=${matter.orgType}`)
      expect(page.$(`a[href="${paths.guide(matter.code)}"]`)).toHaveLength(1)
      const rows = page.$(`#${matter.code} tbody tr`)
      const asked = matter.materials.filter((material) => !isRetiredMaterial(material))
      expect(rows).toHaveLength(asked.length)
      expect(page.$('main').text()).not.toContain('”选时')
      for (const row of rows.toArray())
        expect(page.$(row).find('td').last().text().trim()).toMatch(/看样例|。|不用另写|出具|批准|章程示范文本|颁发/)
    }
    const leased = await browser.get(`${paths.helpForms}?type=FOUNDATION&domicile=LEASED`)
    expect(leased.$('main').text()).toContain('租赁：房屋租赁合同')
    expect(leased.$('main').text()).not.toContain('无偿使用：房屋')
    expect((await browser.get('/help')).$(`p > a[href="${paths.helpForms}"]`).first().text()).toBe('空白表和样例')
    const guide = await browser.get(paths.guide('social-group-establishment'))
    expect(guide.$(`#materials a[href="${paths.helpFormPdf('fees')}"]`).text()).toContain('下载空白表')
    expect(guide.$(`#materials a[href="${paths.helpFormSample('fees')}"]`).text()).toContain('看样例')
  })

  it('11 a blank is a PDF to write on, a sample says it is one; what a unit writes is a sample only', async () => {
    const browser = createBrowser(portal.baseUrl)
    const blank = await textOf((await pdfOf(browser, paths.helpFormPdf('party-building'))).pdf)
    expect(blank).toContain('社会组织党建工作承诺书')
    expect(blank).not.toMatch(/样例|张晓明/)
    const sample = await textOf((await pdfOf(browser, paths.helpFormSample('party-building'))).pdf)
    expect(sample).toContain('样例（不能作为材料提交）')
    expect(sample).toContain('拟任法定代表人（签字）：张晓明')
    const docx = await pdfOf(browser, paths.helpFormDocx('party-building'))
    expect(docx.answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''.+\.docx$/)
    expect(written(partOf(docx.pdf, 'word/document.xml'))).toContain('拟任法定代表人（签字）：')
    const approval = 'unit-approval-foundation'
    expect((await pdfOf(browser, paths.helpFormDocx(approval))).answer.status).toBe(404)
    expect((await pdfOf(browser, paths.helpFormPdf(approval))).answer.status).toBe(404)
    expect((await pdfOf(browser, paths.helpFormSample(approval))).answer.status).toBe(200)
    expect((await browser.get(paths.helpForm(approval))).$('[role=status]').text()).toContain('由业务主管单位出具')
    expect((await pdfOf(browser, paths.helpFormSample('personal-letter'))).answer.status).toBe(404)
    const version = await browser.get(`${paths.helpForm('party-building')}?version=0.9`)
    expect(version.$('[role=status]').text()).toContain('不是现行版本')
  })

  it('11 in an application the blank holds what was answered, and the way of having a domicile is known', async () => {
    const { id, name, applicant, answers } = await makeCase(portal, {
      stage: 'establishmentSubmission',
      status: 'DRAFT',
    })
    const session = await browserOf(portal, applicant)
    const links = async (material: string) => (await session.get(paths.material(id, material))).$('.form-links').text()
    expect(await links('M212')).toContain('下载空白表')
    expect(await links('M212')).not.toContain('已填入')
    await fillStage(portal.deps, applicant, id, answers)
    const page = await session.get(paths.material(id, 'M206'))
    expect(page.$('.form-links').text()).toContain('租赁：房屋租赁合同')
    expect(page.$('.form-links').text()).toContain('下载（已填入您的内容）')
    expect(page.$('.form-links').text()).not.toContain('下载空白表')
    expect(page.$('.form-links').text()).not.toContain('自有：')
    const filled = paths.caseForm(id, 'domicile-lease', 'pdf')
    expect(page.$(`.form-links a[href="${filled}"]`)).toHaveLength(1)
    const text = await textOf((await pdfOf(session, filled)).pdf)
    for (const words of [name, '文源巷21号', '2026年10月1日']) expect(text).toContain(words)
    expect(text).not.toContain('样例')
    const docx = await pdfOf(session, paths.caseForm(id, 'domicile-lease', 'docx'))
    expect(written(partOf(docx.pdf, 'word/document.xml'))).toContain(`用作${name}的住所`)
    expect((await session.get(paths.materials(id))).$(`.form-links a[href="${filled}"]`)).toHaveLength(1)

    // What is known of the meeting, and a sheet for everybody, with the career.
    expect(await links('M212')).toContain('下载（已填入您的内容）')
    const minutes = await textOf((await pdfOf(session, paths.caseForm(id, 'minutes-social-group', 'pdf'))).pdf)
    for (const words of ['会费标准（无记名）', '选举第一届理事会', '71']) expect(minutes).toContain(words)
    const sheets = await pdfOf(session, paths.caseForm(id, 'person', 'pdf'))
    const people = await textOf(sheets.pdf)
    const named = [...(answers['officers']?.items ?? []), ...(answers['sponsors']?.items ?? [])]
    for (const { values } of named) expect(people).toContain(values['name'])
    const persons = new Set(named.map(({ values }) => values['idNumber'])).size
    expect(people.split('起止年月')).toHaveLength(persons + 1)
    expect(people).toContain('2007.07—2015.06')
    const career = written(
      partOf((await pdfOf(session, paths.caseForm(id, 'person', 'docx'))).pdf, 'word/document.xml'),
    )
    expect(career.split('基本情况和简历表')).toHaveLength(persons + 1)
    expect((await pdfOf(session, paths.caseForm(id, 'unit-approval-social-group', 'pdf'))).answer.status).toBe(404)
    const other = await browserOf(portal, await createAccount(portal, '韩雪'))
    expect((await pdfOf(other, filled)).answer.status).toBe(404)
  })
})
