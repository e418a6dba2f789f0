import { randomUUID } from 'node:crypto'
import { readXlsx, writeXlsx, type WriteOptions } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sideOf } from '../../../src/core/access.ts'
import { columnName } from '../../../src/core/workbooks.ts'
import { exampleValues } from '../../../src/core/forms/page.ts'
import { socialGroupEstablishment } from '../../../src/matters/establishment/social-group/index.ts'
import { sampleAnswers } from '../../support/sample.ts'
import { sealPage } from '../../../src/modules/cases/answers.ts'
import { createCase } from '../../../src/modules/cases/drafts.ts'
import { paths } from '../../../src/web/paths.ts'
import { allRoutes } from '../../../src/app.ts'
import type { Page as FormPage } from '../../../src/core/forms/page.ts'
import {
  caseRow,
  putCase,
  putCorrection,
  putFile,
  sha256,
  stageAt,
  storedPages,
  tinyPdf,
} from '../../support/own-cases.ts'
import { auditActions } from '../../support/accounts.ts'
import type { Browser, Page } from '../../support/browser.ts'
import { browserOf, createAccount, type TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

const formPages: readonly FormPage[] = socialGroupEstablishment.pages

let portal: TestPortal
let account: TestApplicant
let browser: Browser

beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  account = await createAccount(portal)
  browser = await browserOf(portal, account)
})
afterAll(() => portal.stop())

const newPerson = async () => {
  const person = await createAccount(portal)
  return { person, browser: await browserOf(portal, person) }
}

const formOf = (page: string): string => `form[action$="/pages/${page}"]`

const posted = async (who: Browser, address: string, fields: Record<string, string>): Promise<Response> =>
  who.post(address, { _csrf: who.token(), ...fields })

const purpose = {
  purpose: '团结从事古建筑彩绘保护的单位和个人，传承技艺。',
  businessScope: '学术研究；技术交流；人才培训；编印资料。',
  activityArea: '山西省',
}

describe('a page of a draft', () => {
  it('is saved when it is right, and leads to the next one', async () => {
    const id = await putCase(portal, account.id)
    await browser.get(paths.answerPage(id, 'purpose'))
    const next = await browser.submit(formOf('purpose'), { ...purpose, action: 'continue' })
    expect(next.url).toBe(paths.answerPage(id, 'contact'))
    const { pages } = await storedPages(portal, id)
    expect(pages['purpose']?.values).toEqual(purpose)
  })

  it('is saved when it is wrong too: 422, what was typed stays on the page and in the store', async () => {
    const id = await putCase(portal, account.id)
    await browser.get(paths.answerPage(id, 'purpose'))
    const again = await browser.submit(formOf('purpose'), { purpose: '太短', action: 'continue' })
    expect(again.status).toBe(422)
    expect(again.$('textarea[name=purpose]').text().trim()).toBe('太短')
    expect(again.$('title').text()).toMatch(/^错误：/)
    expect((await storedPages(portal, id)).pages['purpose']?.values['purpose']).toBe('太短')
    const better = await browser.submit(formOf('purpose'), { ...purpose, action: 'continue' })
    expect(better.status).toBe(200)
    expect((await storedPages(portal, id)).pages['purpose']?.values).toEqual(purpose)
  })

  it('is saved as a draft without being judged', async () => {
    const id = await putCase(portal, account.id)
    await browser.get(paths.answerPage(id, 'purpose'))
    const overview = await browser.submit(formOf('purpose'), { activityArea: '晋', action: 'save-draft' })
    expect(overview.url).toBe(`${paths.case(id)}?done=saved`)
    expect((await storedPages(portal, id)).pages['purpose']?.values['activityArea']).toBe('晋')
  })
})

describe('a question that is not always asked', () => {
  it('says when it is, and is marked as needed by scripts alone', async () => {
    const { person, browser: mine } = await newPerson()
    const id = await putCase(portal, person.id, { stage: 'nameApproval' })
    const page = await mine.get(paths.answerPage(id, 'supervision'))
    const group = page.$('[data-show-field]').first()
    const on = page.$(`[name="${group.attr('data-show-field') ?? ''}"]`).first()
    expect(on.length).toBe(1)
    expect(group.find('[data-asked-when]').text()).toMatch(/^只在“.+”(为|不是)“.+”时填写$/)
    expect(group.find('.field-mark--required:not([hidden])').length).toBe(0)
    expect(group.find('[aria-required]').length).toBe(0)
    expect(group.find('.field-mark--required[data-needed]').length).toBe(1)
  })
})

it('a list that is needed and left empty is told once, and left by the same press again', async () => {
  const { person, browser: mine } = await newPerson()
  const id = await putCase(portal, person.id, { stage: 'establishmentSubmission' })
  await mine.get(paths.answerPage(id, 'officers'))
  const told = await mine.submit(formOf('officers'), { action: 'continue' })
  expect([told.status, told.$('.govuk-error-summary').text()]).toEqual([422, expect.stringContaining('请至少添加')])
  expect((await mine.submit(formOf('officers'), { action: 'continue' })).url).not.toBe(paths.answerPage(id, 'officers'))
})

it('what speaks against a list is told before going on, saved all the same, and left by the same press again', async () => {
  const { person, browser: mine } = await newPerson()
  const id = await putCase(portal, person.id, { stage: 'establishmentSubmission', complete: true })
  const { officers } = sampleAnswers
  const items = (officers?.items ?? []).map((item) => ({
    ...item,
    values: { ...item.values, isLegalRepresentative: 'no' },
  }))
  await portal.owner
    .knex('answer')
    .where({ case_id: id, page: 'officers' })
    .update({ data_enc: sealPage(portal.deps.crypto, id, 'officers', { values: {}, items }) })
  await mine.get(paths.answerPage(id, 'officers'))
  const told = await mine.submit(formOf('officers'), { action: 'continue' })
  expect([told.status, told.$('.govuk-error-summary').text()]).toEqual([
    422,
    expect.stringMatching(/还不能提交：.*法定代表人.*请再按一次/s),
  ])
  expect((await mine.submit(formOf('officers'), { action: 'continue' })).url).not.toBe(paths.answerPage(id, 'officers'))
})

describe('what is opened from 核对', () => {
  it('leads back there once it is right: a page, an item, a list by way of its items, a material', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const check = await browser.get(paths.checkAnswers(id))
    const linked = (start: string, page = check): string => {
      const [found] = page
        .$('main a')
        .toArray()
        .map((link) => page.$(link).attr('href') ?? '')
        .filter((href) => href.startsWith(start))
      return found ?? `no ${start}`
    }
    const field = linked(`${paths.answerPage(id, 'contact')}?`)
    expect(field).toMatch(/\?return=answers#\w+$/)
    await browser.get(field)
    const wrong = await browser.submit('#page-form', { contactName: '', action: 'continue' })
    expect(wrong.status).toBe(422)
    expect((await browser.submit('#page-form', { contactName: '沈若川', action: 'continue' })).url).toBe(
      paths.checkAnswers(id),
    )

    await browser.get(linked(`${paths.answerPage(id, 'sponsors')}/items/`))
    expect((await browser.submit('main form', { name: '', action: 'continue' })).status).toBe(422)
    expect((await browser.submit('main form', { name: '沈若海', action: 'continue' })).url).toBe(paths.checkAnswers(id))

    const list = await browser.get(linked(`${paths.answerPage(id, 'sponsors')}?`))
    const asking = list.$(`form[action^="${paths.answerPage(id, 'sponsors')}/"]`).first()
    const removal = await browser.get(`${asking.attr('action')}?list=${asking.find('input[name=list]').attr('value')}`)
    expect((await browser.submit('main form', { answer: 'no' }, removal)).url).toBe(list.url)
    await browser.get(linked(paths.answerItem(id, 'sponsors', ''), list))
    expect((await browser.submit('main form', { name: '沈若山', action: 'continue' })).url).toBe(list.url)
    expect((await browser.submit('#page-form', { action: 'continue' })).url).toBe(paths.checkAnswers(id))

    const material = await browser.get(linked(paths.material(id, 'M102')))
    expect(linked(paths.checkAnswers(id), material)).toBe(`${paths.checkAnswers(id)}#files`)
    const upload = material.$('form[enctype]').attr('action') ?? ''
    const after = await browser.upload(upload, browser.token(), [{ name: '二.pdf', bytes: tinyPdf('second') }])
    expect(after.url).toBe(material.url)
  })
})

describe('the page of the name', () => {
  it('8.14 shows each finding once, what was looked at, the words marked, and takes the corrected name over', async () => {
    const id = await putCase(portal, account.id)
    const address = paths.answerPage(id, 'name')
    await browser.get(address)
    const typed = '山西省 福建省商会'
    const page = await browser.submit(formOf('name'), {
      proposedName: typed,
      alternativeName1: '山西省福建商会联谊会',
      action: 'continue',
    })
    expect(page.status).toBe(422)
    expect(page.$('#proposedName-error').text()).toContain('名称有2处须修改')
    const result = page.$('.name-check').first()
    expect(result.text()).toContain('已核对：')
    expect(
      result
        .find('mark')
        .toArray()
        .map((mark) => page.$(mark).text()),
    ).toEqual(['〔空格〕', '福建省'])
    expect(page.$('main').text().split('异地商会名称应为')).toHaveLength(2)
    const button = result.find('button').last()
    expect(button.text()).toBe('改为“山西省福建商会”')
    expect(page.$(`#${button.attr('form') ?? ''}`).attr('action')).toBe(address)
    const taken = await browser.submit(formOf('name'), {
      [button.attr('name') ?? '']: button.attr('value') ?? '',
      alternativeName1: '山西省福建茶业商会',
    })
    expect(taken.url).toBe(address)
    expect(taken.$('#proposedName').attr('value')).toBe('山西省福建商会')
    expect(taken.$('#alternativeName1').attr('value')).toBe('山西省福建茶业商会')
    expect(taken.$('.name-check').first().find('li')).toHaveLength(0)
  })
})

describe('8.12 a name that was approved', () => {
  const approved = async (until: string) => {
    const id = await putCase(portal, account.id, { stage: 'establishmentSubmission', complete: true })
    const { title } = await caseRow(portal, id)
    const row = { name: title, name_key: title, case_id: id, until }
    await portal.owner.knex('name_reservation').where({ name_key: title }).update({ released_at: portal.clock.now() })
    await portal.owner.knex('name_reservation').insert(row)
    return id
  }

  it('N91 past its last day stands in the way of what is still to be filed, and the page says so', async () => {
    const id = await approved('2020-01-31')
    expect((await browser.get(paths.checkAnswers(id))).$('main').text()).toContain('名称保留期已于2020年1月31日届满')
    const kept = await approved('2099-01-31')
    expect((await browser.get(paths.checkAnswers(kept))).$('main').text()).not.toContain('名称保留期已于')
  })

  it('N90 cannot be another one in a later stage', async () => {
    const id = await approved('2099-01-31')
    const other = { name: '山西省皮影保护协会', name_key: '山西省皮影保护协会' }
    await portal.owner.knex('name_reservation').where({ case_id: id }).update(other)
    expect((await browser.get(paths.checkAnswers(id))).$('main').text()).toContain(
      '名称已核准为“山西省皮影保护协会”，不能修改',
    )
  })
})

describe('an answer that is hardly ever meant', () => {
  it('is asked about once: the same again goes on, another amount is asked about anew', async () => {
    const id = await putCase(portal, account.id, { stage: 'establishmentSubmission', complete: true })
    // Every other page is done already.
    const next = paths.materials(id)
    await browser.get(paths.answerPage(id, 'funds'))
    const asked = await browser.submit(formOf('funds'), { fundAmount: '￥300,000,000', action: 'continue' })
    expect(asked.status).toBe(422)
    expect(asked.$('#fundAmount').val()).toBe('30000')
    expect(asked.$('#fundAmount-error').text()).toContain('您填写的是3亿元，对吗？')
    expect((await browser.submit(formOf('funds'), { fundAmount: '40000', action: 'continue' })).status).toBe(422)
    expect((await browser.submit(formOf('funds'), { action: 'continue' })).url).toBe(next)
    await browser.get(paths.answerPage(id, 'funds'))
    expect((await browser.submit(formOf('funds'), { fundAmount: '3万元', action: 'continue' })).url).toBe(next)
    expect((await storedPages(portal, id)).pages['funds']?.values['fundAmount']).toBe('3')
  })
})

describe('only declared and visible answers', () => {
  const hostile = {
    status: 'GRANTED',
    stage: 'establishmentCompletion',
    account_id: randomUUID(),
    accountId: randomUUID(),
    authority_id: '2',
    authorityId: '2',
    lock_version: '99',
    number: '140000202600001',
    matter: 'other',
    deleted_at: '2026-01-01',
    owner: 'me',
    items: '[{"id":"x"}]',
    __proto__: 'x',
    constructor: 'x',
  }

  it.each(['nameApproval', 'establishmentSubmission', 'establishmentCompletion'] as const)(
    'S24 every page of %s drops what it does not ask',
    async (stage) => {
      const id = await putCase(portal, account.id, { stage })
      const before = await caseRow(portal, id)
      for (const code of stageAt(stage).pages) {
        const page = formPages.find((each) => each.code === code)
        if (!page) throw new Error(code)
        await browser.get(paths.answerPage(id, code))
        const values = sampleAnswers[code]?.values ?? {}
        const answer = await posted(browser, paths.answerPage(id, code), {
          ...values,
          ...hostile,
          version: '0',
          action: 'save-draft',
        })
        expect([code, answer.status]).toEqual([code, 303])
        const { pages } = await storedPages(portal, id)
        const declared = new Set(page.fields.map((field) => field.name))
        expect(Object.keys(pages[code]?.values ?? {}).filter((name) => !declared.has(name))).toEqual([])
        expect(pages[code]?.items).toEqual([])
      }
      // The name a case goes by follows its answer.
      const { updated_at: _, title: _title, draft_title: _draft, ...after } = await caseRow(portal, id)
      const { updated_at: _before, title: _titleBefore, draft_title: _draftBefore, ...unchanged } = before
      expect(after).toEqual(unchanged)
      expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    },
    20_000,
  )

  it('S24 an answer hidden by another one is dropped', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    await browser.get(paths.answerPage(id, 'supervision'))
    await browser.submit(formOf('supervision'), {
      directRegistration: 'yes',
      supervisoryUnit: '山西省文物局',
      action: 'save-draft',
    })
    const { pages } = await storedPages(portal, id)
    expect(pages['supervision']?.values).toMatchObject({ directRegistration: 'yes' })
    expect(pages['supervision']?.values).not.toHaveProperty('supervisoryUnit')
  })

  it('half the name of a unit is asked about at its field, and one press takes the whole one and goes on', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    const save = async (supervisoryUnit: string, fields: Readonly<Record<string, string>> = {}) => {
      await browser.get(paths.answerPage(id, 'supervision'))
      return browser.submit(formOf('supervision'), {
        directRegistration: 'no',
        supervisoryUnit,
        industryAuthority: '山西省工业和信息化厅',
        partyLeadingOrgan: '中共山西省委社会工作部',
        action: 'continue',
        ...fields,
      })
    }
    const offered = (page: Page) =>
      page
        .$('button[name=suggestion-supervisoryUnit]')
        .get()
        .map((button) => page.$(button).attr('value'))
    const next = paths.answerPage(id, 'background')
    const one = await save('教育厅')
    expect([one.status, offered(one)]).toEqual([422, ['山西省教育厅']])
    expect(one.$('#supervisoryUnit-error').text()).toContain('您是指“山西省教育厅”吗？')
    expect(offered(await save('省体育'))).toEqual(['山西省体育局'])
    expect(offered(await save('文化'))).toEqual(['山西省文化和旅游厅'])
    expect(offered(await save('发改委'))).toEqual([])
    // What is no unit of the list is taken when it is written in full.
    expect((await save('中共山西省委统战部')).url).toBe(next)
    // An old name: asked once, and kept by whoever means it.
    const old = await save('山西省文化厅')
    expect([old.status, offered(old)]).toEqual([422, ['山西省文化和旅游厅']])
    expect((await browser.submit(formOf('supervision'), { action: 'continue' })).url).toBe(next)
    expect((await save('教育厅', { 'suggestion-supervisoryUnit': '山西省教育厅' })).url).toBe(next)
    expect((await storedPages(portal, id)).pages['supervision']?.values['supervisoryUnit']).toBe('山西省教育厅')
  })

  it('S24 a list item keeps only what the list asks, and its id is not chosen by the sender', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    await browser.get(paths.answerItem(id, 'sponsors', 'new'))
    const answer = await posted(browser, paths.answerItem(id, 'sponsors', 'new'), {
      name: '林知远',
      id: 'mine',
      itemKey: '__proto__',
      values: 'x',
      ...hostile,
      version: '0',
      action: 'save-draft',
    })
    expect(answer.status).toBe(303)
    const [item] = (await storedPages(portal, id)).pages['sponsors']?.items ?? []
    const list = formPages.find((page) => page.code === 'sponsors')?.list
    const declared = new Set(list?.fields.map((field) => field.name))
    expect(item?.id).toMatch(/^[0-9a-f]{8}-/)
    expect(Object.keys(item?.values ?? {}).filter((name) => !declared.has(name))).toEqual([])
  })
})

describe('two windows on one page', () => {
  it('S52 the later save answers 409 with both versions and overwrites nothing', async () => {
    const id = await putCase(portal, account.id)
    const other = await browserOf(portal, account)
    // The second window of the same login.
    for (const [name, value] of other.cookies) browser.cookies.set(name, value)
    const first = await browser.get(paths.answerPage(id, 'purpose'))
    const second = await other.get(paths.answerPage(id, 'purpose'))
    await browser.submit(formOf('purpose'), { ...purpose, action: 'continue' }, first)
    const mine = { ...purpose, activityArea: '山西省太原市' }
    const conflict = await other.submit(formOf('purpose'), { ...mine, action: 'continue' }, second)
    expect(conflict.status).toBe(409)
    expect(conflict.$('table').text()).toContain('山西省太原市')
    expect(conflict.$('td[data-label=已保存的]').text()).toContain(purpose.purpose)
    expect((await storedPages(portal, id)).pages['purpose']?.values).toEqual(purpose)
    const kept = await other.submit('main form[method=post]', { action: 'continue' })
    expect(kept.status).toBe(200)
    expect((await storedPages(portal, id)).pages['purpose']?.values).toEqual(mine)
  })

  it('S52 twenty windows at once: one save, nineteen conflicts', async () => {
    const id = await putCase(portal, account.id)
    await browser.get(paths.answerPage(id, 'purpose'))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        posted(browser, paths.answerPage(id, 'purpose'), {
          ...purpose,
          activityArea: `第${n}个窗口`,
          version: '0',
          action: 'save-draft',
        }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      303,
      ...Array.from({ length: 19 }, () => 409),
    ])
    const winner = answers.findIndex(({ status }) => status === 303)
    const { pages, versions } = await storedPages(portal, id)
    expect(pages['purpose']?.values['activityArea']).toBe(`第${winner}个窗口`)
    expect(versions['purpose']).toBe(1)
  })

  it.each(['', 'NaN', '-1', '1e9', '0x1', 'Infinity', '0 ', '1;drop table answer'])(
    'S52 a version %j that no page was shown with overwrites nothing',
    async (version) => {
      const id = await putCase(portal, account.id, { complete: true })
      const before = await storedPages(portal, id)
      await browser.get(paths.answerPage(id, 'purpose'))
      const answer = await posted(browser, paths.answerPage(id, 'purpose'), {
        ...purpose,
        version,
        action: 'save-draft',
      })
      expect(answer.status).toBe(409)
      expect(await storedPages(portal, id)).toEqual(before)
    },
  )

  it('issue 7 item 14: a save while typing gives the new version, is no conflict with itself, and tells of another window', async () => {
    const id = await putCase(portal, account.id)
    const item = randomUUID()
    for (const [page, more] of [
      [paths.answerPage(id, 'purpose'), {}],
      [paths.answerItem(id, 'sponsors', 'new'), { itemKey: item }],
    ] as const) {
      if (page.includes('items')) await portal.owner.knex('case_file').where({ id }).update({ stage: 'nameApproval' })
      await browser.get(page)
      const save = async (version: number, text: string) => {
        const answer = await browser.post(
          page,
          {
            _csrf: browser.token(),
            version: String(version),
            action: 'save-draft',
            purpose: text,
            name: text,
            ...more,
          },
          { accept: 'application/json' },
        )
        return [answer.status, ((await answer.json()) as { version?: number }).version]
      }
      expect(await save(0, '甲')).toEqual([200, 1])
      // The answer was lost on the way: the same text again with the version known before.
      expect(await save(0, '甲')).toEqual([200, 1])
      expect(await save(1, '乙')).toEqual([200, 2])
      expect(await save(1, '丙')).toEqual([409, undefined])
    }
    const { pages } = await storedPages(portal, id)
    expect(pages['purpose']?.values['purpose']).toBe('乙')
    expect(pages['sponsors']?.items.map(({ id: key, values }) => [key, values['name']])).toEqual([[item, '乙']])
  })

  it('what a form saved by itself is no conflict with its own save, nor one item with another', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    const auto = async (path: string, fields: Record<string, string>) => {
      const sent = { _csrf: browser.token(), action: 'save-draft', ...fields }
      return (await browser.post(path, sent, { accept: 'application/json' })).status
    }
    const fieldsOf = ({ $ }: Page) =>
      Object.fromEntries(
        ['version', 'itemKey', 'stored'].map((name) => [name, $(`form input[name=${name}]`).val() ?? '']),
      )
    const names = async () =>
      (await storedPages(portal, id)).pages['sponsors']?.items.map(({ values }) => values['name'])

    // The draft is saved and its answer lost: the version in the form is the one from before.
    await portal.owner.knex('case_file').where({ id }).update({ stage: 'nameConsultation' })
    const shown = await browser.get(paths.answerPage(id, 'purpose'))
    expect(await auto(paths.answerPage(id, 'purpose'), { ...purpose, version: '0' })).toBe(200)
    const on = await browser.submit(formOf('purpose'), { ...purpose, action: 'continue' }, shown)
    expect(on.status).toBe(200)
    expect((await storedPages(portal, id)).versions['purpose']).toBe(1)

    // Two new items are open; the first is saved by itself, its form read again is that item.
    await portal.owner.knex('case_file').where({ id }).update({ stage: 'nameApproval' })
    const first = await browser.get(paths.answerItem(id, 'sponsors', 'new'))
    const second = await browser.get(paths.answerItem(id, 'sponsors', 'new'))
    const address = String(first.$('form[data-autosave]').attr('action'))
    const mine = { ...fieldsOf(first), name: '林知远' }
    expect([await auto(address, mine), await auto(address, mine)]).toEqual([200, 200])
    const again = await browser.get(address)
    expect(again.$('#name').val()).toBe('林知远')
    // The other one was not saved since it was shown, although the list was.
    expect((await browser.submit('main form', { name: '沈若川', action: 'save-draft' }, second)).status).toBe(200)
    expect((await browser.submit('main form', { name: '林知行', action: 'save-draft' }, again)).status).toBe(200)
    expect(await names()).toEqual(['林知行', '沈若川'])
    // Its first form still knows only of what was there then.
    expect((await browser.submit('main form', { name: '顾砚秋', action: 'save-draft' }, first)).status).toBe(409)
  })

  it('S52 an item that was changed in another window: 409 with both, then either', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    await browser.get(paths.answerItem(id, 'sponsors', 'new'))
    await browser.submit('main form', { name: '林知远', action: 'save-draft' })
    const item = (await storedPages(portal, id)).pages['sponsors']?.items[0]?.id ?? ''
    const first = await browser.get(paths.answerItem(id, 'sponsors', item))
    const second = await browser.get(paths.answerItem(id, 'sponsors', item))
    await browser.submit('main form', { name: '沈若川', action: 'save-draft' }, first)
    const conflict = await browser.submit('main form', { name: '顾砚秋', action: 'save-draft' }, second)
    expect(conflict.status).toBe(409)
    expect(conflict.$('table').text()).toMatch(/顾砚秋[\s\S]*沈若川/)
    expect((await storedPages(portal, id)).pages['sponsors']?.items.map(({ values }) => values['name'])).toEqual([
      '沈若川',
    ])
    await browser.submit('main form[method=post]', { action: 'save-draft' }, conflict)
    expect((await storedPages(portal, id)).pages['sponsors']?.items.map(({ values }) => values['name'])).toEqual([
      '顾砚秋',
    ])
  })

  it('S52 an item that was removed in another window: 409 and what was typed can still be kept', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    await browser.get(paths.answerItem(id, 'sponsors', 'new'))
    await browser.submit('main form', { name: '林知远', action: 'save-draft' })
    const item = (await storedPages(portal, id)).pages['sponsors']?.items[0]?.id ?? ''
    const open = await browser.get(paths.answerItem(id, 'sponsors', item))
    await posted(browser, paths.removeItem(id, 'sponsors', item), { answer: 'yes' })
    const conflict = await browser.submit('main form', { name: '顾砚秋', action: 'save-draft' }, open)
    expect(conflict.status).toBe(409)
    expect(conflict.$('table').text()).toContain('顾砚秋')
    expect((await storedPages(portal, id)).pages['sponsors']?.items).toEqual([])
    await browser.submit('main form[method=post]', { action: 'save-draft' }, conflict)
    expect((await storedPages(portal, id)).pages['sponsors']?.items.map(({ values }) => values['name'])).toEqual([
      '顾砚秋',
    ])
  })

  it('S50 the form of a new item sent twice adds one item', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    await browser.get(paths.answerItem(id, 'sponsors', 'new'))
    const itemKey = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        posted(browser, paths.answerItem(id, 'sponsors', 'new'), {
          name: '林知远',
          itemKey,
          version: '0',
          action: 'save-draft',
        }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    expect((await storedPages(portal, id)).pages['sponsors']?.items).toHaveLength(1)
  })
})

describe('a list as a table', () => {
  const table = (id: string) => paths.answerTable(id, 'sponsors')
  const tableForm = 'form[data-table]'
  const bytesOf = async (workbook: WriteOptions) => Buffer.from(await writeXlsx(workbook))
  const row = (index: number, values: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`r${index}-${name}`, value]))
  const person = (name: string, idNumber: string) => ({
    name,
    idNumber,
    politicalStatus: '群众',
    householdRegistration: '山西省太原市迎泽区',
    workUnit: '无',
    workPost: '无',
    phone: '13900001234',
  })
  const namesOf = async (id: string) =>
    (await storedPages(portal, id)).pages['sponsors']?.items.map(({ values }) => values['name'])

  it('11 takes many rows at once, options by their words; with one row wrong none, told by row and column', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    const open = await browser.get(table(id))
    expect(open.$('tbody tr')).toHaveLength(10)
    // Whoever has no mouse need not go through every cell to save.
    const past = open.$('a:contains("跳到保存")').attr('href') ?? ''
    expect(open.$(`${past} button`).first().text()).toBe('保存并继续')
    const twenty = await browser.submit(tableForm, { ...row(0, { name: '张晓明' }), action: 'more' })
    expect([twenty.$('tbody tr').length, twenty.$('[name=r0-name]').val()]).toEqual([20, '张晓明'])
    const rows = {
      ...row(0, person('张晓明', '140106198503120014')),
      ...row(2, person('沈若川', '210302197806051247')),
    }
    const wrong = await browser.submit(tableForm, { ...rows, action: 'continue' })
    expect(wrong.status).toBe(422)
    expect(wrong.$('.govuk-error-summary__list a').text()).toContain('第3行（沈若川）：')
    expect(wrong.$('.govuk-error-summary__list a').attr('href')).toBe('#r2-idNumber')
    expect(wrong.$('#r2-idNumber').attr('aria-invalid')).toBe('true')
    expect(await namesOf(id)).toBeUndefined()
    const saved = await browser.submit(tableForm, { ...row(2, { idNumber: '210302197806051246' }), action: 'continue' })
    expect(saved.url).toBe(paths.answerPage(id, 'sponsors'))
    const { items } = (await storedPages(portal, id)).pages['sponsors'] ?? { items: [] }
    expect(items.map(({ values }) => [values['name'], values['idType'], values['politicalStatus']])).toEqual([
      ['张晓明', 'RESIDENT_ID', '13'],
      ['沈若川', 'RESIDENT_ID', '13'],
    ])
    // Saved from two windows: the second is shown both, and may still have its own.
    const first = await browser.get(table(id))
    const second = await browser.get(table(id))
    await browser.submit(tableForm, { ...row(0, { name: '张晓亮' }), action: 'continue' }, first)
    const conflict = await browser.submit(tableForm, { ...row(1, { name: '沈若山' }), action: 'continue' }, second)
    expect(conflict.status).toBe(409)
    expect(conflict.$('table').text()).toMatch(/沈若山[\s\S]*沈若川/)
    await browser.submit('main form[method=post]', { action: 'continue' }, conflict)
    expect(await namesOf(id)).toEqual(['张晓明', '沈若山'])
    // Two rows of one id would be compared and corrected as one.
    const [{ id: same } = { id: '' }] = (await storedPages(portal, id)).pages['sponsors']?.items ?? []
    await browser.get(table(id))
    await browser.submit(tableForm, { 'r1-id': same, action: 'continue' })
    const stored = (await storedPages(portal, id)).pages['sponsors']?.items ?? []
    expect([stored.length, new Set(stored.map((item) => item.id)).size]).toEqual([2, 2])
    expect((await browser.get(paths.answerTable(id, 'purpose'))).status).toBe(404)
  })

  it('11 reads a workbook into the table: the template comes back, faults are told by cell, nothing is saved before', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval' })
    await browser.get(table(id))
    await browser.submit(tableForm, { ...row(0, person('张晓明', '140106198503120014')), action: 'continue' })
    const template = await browser.raw(paths.answerTableTemplate(id, 'sponsors'))
    expect(template.headers.get('content-type')).toContain('spreadsheetml')
    const { sheets } = await readXlsx(await template.arrayBuffer())
    const [head = [], known = []] = sheets[0]?.rows ?? []
    expect(known.slice(0, 3)).toEqual(['张晓明', '居民身份证', '140106198503120014'])
    expect(await auditActions(portal, 'case', id)).toContain('case.table-download')
    const page = await browser.get(table(id))
    const send = async (rows: readonly (readonly (string | number | null)[])[], mode = 'add') =>
      browser.upload(
        paths.answerTableFile(id, 'sponsors'),
        page.$('[name=_csrf]').val() as string,
        [
          {
            name: '发起人.xlsx',
            bytes: await bytesOf({ sheets: [{ name: '发起人', rows: [[...head], ...rows.map((one) => [...one])] }] }),
          },
        ],
        { mode },
      )
    const line = (name: string, idNumber: string | number) =>
      known.map((cell, at) => (at === 0 ? name : at === 2 ? idNumber : (cell as string | null)))
    const wrong = await send([line('沈若川', Number('210302197806051246')), line('顾', '140105198806150038')])
    expect(wrong.status).toBe(422)
    const told = wrong.$('.govuk-error-summary__list').text()
    expect(told).toContain('第2行（沈若川），文件的C2格：表格软件只保留了')
    expect(told).toContain('第3行（顾），文件的A3格：')
    expect(await namesOf(id)).toEqual(['张晓明'])
    const right = await send([line('张晓明', '140106198503120014'), line('沈若川', '210302197806051246')])
    expect(right.text).toContain('已读取文件：新增1行，更新原有的1行，共2行')
    expect(await namesOf(id)).toEqual(['张晓明'])
    await browser.submit(tableForm, { action: 'continue' }, right)
    expect(await namesOf(id)).toEqual(['张晓明', '沈若川'])
    const less = await send([line('沈若川', '210302197806051246')], 'replace')
    expect(less.text).toContain('去掉文件里没有的1行')
    expect((await send([['张晓明']])).status).toBe(422)
    const strange = await browser.upload(paths.answerTableFile(id, 'sponsors'), browser.token(), [
      { name: 'x.xlsx', bytes: await bytesOf({ sheets: [{ name: 'x', rows: [[...head, '星座']] }] }) },
    ])
    expect(strange.$('#files-error').text()).toContain('认不出的列：星座')
  })
})

describe('the recycle bin', () => {
  it('takes a draft out of sight and gives it back whole', async () => {
    const { person, browser: own } = await newPerson()
    const id = await putCase(portal, person.id, { complete: true })
    const before = await storedPages(portal, id)
    await own.get(paths.deleteDraft(id))
    const list = await own.submit(`form[action="${paths.deleteDraft(id)}"]`, { answer: 'yes' })
    expect(list.url).toBe(`${paths.cases}?done=deleted`)
    for (const address of [paths.case(id), paths.answerPage(id, 'purpose'), paths.checkAnswers(id), paths.confirm(id)])
      expect((await own.get(address)).status).toBe(404)
    await own.get(paths.cases)
    const back = await own.submit(`form[action="${paths.restoreDraft(id)}"]`)
    expect(back.url).toBe(`${paths.cases}?done=restored`)
    expect((await own.get(paths.case(id))).status).toBe(200)
    expect(await storedPages(portal, id)).toEqual(before)
  })

  it('refuses every post to a deleted draft', async () => {
    const { person, browser: own } = await newPerson()
    const id = await putCase(portal, person.id, { complete: true })
    const attachment = await putFile(portal, id, 'M102')
    await own.get(paths.case(id))
    const token = own.token()
    await own.post(paths.deleteDraft(id), { _csrf: token, answer: 'yes' })
    const before = await storedPages(portal, id)
    for (const address of [
      paths.answerPage(id, 'purpose'),
      paths.confirm(id),
      paths.removeAttachment(id, attachment),
      paths.correctionAnswer(id),
      paths.withdraw(id),
    ]) {
      const answer = await own.post(address, {
        _csrf: token,
        ...purpose,
        version: '1',
        answer: 'yes',
        requestKey: randomUUID(),
      })
      expect([address, [404, 409].includes(answer.status)]).toEqual([address, true])
    }
    expect(await storedPages(portal, id)).toEqual(before)
    expect(await caseRow(portal, id)).toMatchObject({ status: 'DRAFT', number: null })
  })

  it.each(['SUBMITTED', 'RETURNED', 'WITHDRAWN'] as const)('does not take what was submitted (%s)', async (status) => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', status })
    await browser.get(paths.cases)
    const answer = await posted(browser, paths.deleteDraft(id), { answer: 'yes' })
    expect(answer.status).toBe(409)
    expect((await caseRow(portal, id)).deleted_at).toBeNull()
  })
})

describe('three open cases an account', () => {
  const start = (who: Browser) =>
    who.post(paths.start('social-group-establishment'), {
      _csrf: who.token(),
      authority: String(portal.deps.reference.authorities.find(({ code }) => code === 'shanxi-mzt')?.id),
      authorityId: String(portal.deps.reference.authorities.find(({ code }) => code === 'shanxi-mzt')?.id),
    })
  const openOf = async (person: TestApplicant): Promise<number> => {
    const rows = await portal.owner.knex('case_file').where({ account_id: person.id }).whereNull('deleted_at')
    return rows.length
  }
  const createOne = async (person: TestApplicant) => {
    return createCase(
      portal.deps,
      {
        id: person.id,
        loginName: person.loginName,
        name: person.name,
        kind: 'PERSONAL',
        uscc: null,
        realNameLevel: 1,
        heldFrom: null,
        unread: 0,
        atHome: false,
        invited: false,
        setup: undefined,
      },
      { ip: '127.0.0.1', requestId: 'test' },
      {
        matter: 'social-group-establishment',
        authorityId: portal.deps.reference.authorities.find(({ code }) => code === 'shanxi-mzt')?.id ?? 0,
      },
    )
  }

  it('S50 twenty at once leave three', async () => {
    const { person } = await newPerson()
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => createOne(person)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(await openOf(person)).toBe(3)
  })

  it('S50 a draft taken out of the recycle bin counts again', async () => {
    const { person, browser: own } = await newPerson()
    const first = await createOne(person)
    await own.get(paths.case(first))
    await own.post(paths.deleteDraft(first), { _csrf: own.token(), answer: 'yes' })
    for (let n = 0; n < 3; n += 1) await createOne(person)
    const answer = await own.post(paths.restoreDraft(first), { _csrf: own.token() })
    expect(answer.status).toBe(409)
    expect(await openOf(person)).toBe(3)
  })

  it('the page that starts one refuses the fourth with a sentence', async () => {
    const { person, browser: own } = await newPerson()
    for (let n = 0; n < 3; n += 1) await createOne(person)
    await own.get(paths.start('social-group-establishment'))
    const answer = await start(own)
    expect([409, 422]).toContain(answer.status)
    expect(await openOf(person)).toBe(3)
  })
})

describe('a correction notice opens what it names, what repeats that, and nothing else', () => {
  let id: string
  let kept: string
  const open = [
    { kind: 'page', target: 'funds' },
    { kind: 'field', target: 'domicile.address' },
    { kind: 'material', target: 'M204' },
  ] as const
  /** Known from the address, stating it, or proving what is named. */
  const along = { pages: ['registration'], charter: 'M210', proofs: ['M206'] }

  beforeAll(async () => {
    id = await putCase(portal, account.id, {
      stage: 'establishmentSubmission',
      status: 'CORRECTION_REQUIRED',
      complete: true,
    })
    const row = await portal.owner
      .knex('attachment')
      .where({ case_id: id, material: 'M213' })
      .first<{ id: string }>('id')
    kept = row.id
    // An optional page nobody ever opened is no page that came to be asked.
    await portal.owner.knex('answer').where({ case_id: id, page: 'sponsorOrgs' }).delete()
    await putCorrection(portal, id, open)
  })

  it('is told on the home page', async () => {
    expect((await browser.get(paths.home)).$(`main a[href="${paths.case(id)}"]`).text()).toBe(
      '山西省古建筑彩绘保护协会',
    )
  })

  it('says on the task list what has to be put right, until it is said to be', async () => {
    const page = await browser.get(paths.case(id))
    const items = page.$('#correction .mend__item')
    const places = [paths.answerPage(id, 'funds'), paths.answerPage(id, 'domicile'), paths.material(id, 'M204')]
    for (const [index, href] of places.entries()) {
      expect(items.eq(index).text()).toContain('需要补正')
      // The way there keeps what was said so far.
      const go = items.eq(index).find('button[name=go]').attr('value') ?? ''
      const left = await browser.post(paths.correctionAnswer(id), {
        _csrf: browser.token(),
        [`item-${go}`]: '正在改',
        go,
      })
      expect(left.headers.get('location')).toContain(href)
      const again = await browser.get(paths.case(id))
      expect(again.$(`#item-${go}`).text()).toBe('正在改')
    }
    expect(
      page
        .$('main')
        .text()
        .match(/需要补正(?!的)/g),
    ).toHaveLength(3)
  })

  it('refuses to show and to save every other page', async () => {
    await browser.get(paths.case(id))
    const before = await storedPages(portal, id)
    const closed = stageAt('establishmentSubmission').pages.filter(
      (page) => !['funds', 'domicile', ...along.pages].includes(page),
    )
    for (const page of closed) {
      expect([page, (await browser.get(paths.answerPage(id, page))).status]).toEqual([page, 409])
      const values = exampleValues(formPages.find((each) => each.code === page)?.fields ?? [])
      await browser.get(paths.case(id))
      const answer = await posted(browser, paths.answerPage(id, page), {
        ...values,
        version: '1',
        action: 'save-draft',
      })
      expect([page, answer.status]).toEqual([page, 409])
    }
    for (const page of ['sponsors', 'officers'] as const) {
      const added = await posted(browser, paths.answerItem(id, page, 'new'), {
        name: '甲',
        version: '1',
        action: 'save-draft',
      })
      expect(added.status).toBe(409)
      const removed = await posted(browser, paths.removeItem(id, page, `${page}-1`), { answer: 'yes' })
      expect(removed.status).toBe(409)
    }
    expect(await storedPages(portal, id)).toEqual(before)
  })

  it('refuses pages of earlier and locked stages', async () => {
    await browser.get(paths.case(id))
    const before = await storedPages(portal, id)
    for (const page of ['name', 'supervision', 'contact', 'background', 'seals', 'nothing']) {
      const answer = await posted(browser, paths.answerPage(id, page), { version: '1', action: 'save-draft' })
      expect([page, answer.status]).toEqual([page, 404])
    }
    expect(await storedPages(portal, id)).toEqual(before)
  })

  it('saves a named page, and of a page with a named field only that field', async () => {
    const before = (await storedPages(portal, id)).pages['domicile']?.values ?? {}
    await browser.get(paths.answerPage(id, 'domicile'))
    const forged = Object.fromEntries(Object.keys(before).map((name) => [name, '改']))
    const answer = await posted(browser, paths.answerPage(id, 'domicile'), {
      ...forged,
      address: '山西省太原市迎泽区新示范路2号',
      version: '1',
      action: 'save-draft',
    })
    expect(answer.status).toBe(303)
    expect((await storedPages(portal, id)).pages['domicile']?.values).toEqual({
      ...before,
      address: '山西省太原市迎泽区新示范路2号',
    })
    await browser.get(paths.answerPage(id, 'funds'))
    const funds = await browser.submit(formOf('funds'), { fundAmount: '12', action: 'save-draft' })
    expect(funds.status).toBe(200)
    expect((await storedPages(portal, id)).pages['funds']?.values['fundAmount']).toBe('12')
  })

  it('refuses uploads to and removals from other materials, and keeps no byte of them', async () => {
    await browser.get(paths.case(id))
    const token = browser.token()
    const bytes = tinyPdf('for a closed material')
    for (const material of stageAt('establishmentSubmission').materials.filter(
      (code) => ![...along.proofs, 'M204', along.charter].includes(code),
    )) {
      const page = await browser.upload(paths.material(id, material), token, [{ name: 'a.pdf', bytes }])
      expect([material, page.status]).toEqual([material, 409])
    }
    expect(await portal.deps.files.has(sha256(bytes))).toBe(false)
    const removed = await browser.post(paths.removeAttachment(id, kept), { _csrf: token, answer: 'yes' })
    expect(removed.status).toBe(409)
    const row = await portal.owner
      .knex('attachment')
      .where({ id: kept })
      .first<{ removed_at: Date | null }>('removed_at')
    expect(row.removed_at).toBeNull()
  })

  it('takes files for the named material', async () => {
    await browser.get(paths.material(id, 'M204'))
    const page = await browser.upload(paths.material(id, 'M204'), browser.token(), [
      { name: '验资报告.pdf', bytes: tinyPdf('new report') },
    ])
    expect(page.status).toBe(200)
    expect(page.text).toContain('验资报告.pdf')
  })

  it('goes from one item to the next, and has what repeats or states a mended answer follow it', async () => {
    const advice = async () => (await browser.get(paths.checkAnswers(id))).$('main').text()
    const address = '山西省太原市迎泽区新示范路3号'
    const charter = '文件还是补正告知以前上传的'
    await browser.get(paths.answerPage(id, 'funds'))
    const second = await browser.submit(formOf('funds'), { fundAmount: '12', action: 'continue' })
    expect(second.url).toBe(paths.answerPage(id, 'domicile'))
    const third = await browser.submit(formOf('domicile'), { address, action: 'continue' })
    expect(third.url).toBe(paths.material(id, 'M204'))
    const shown = await browser.get(paths.case(id))
    const links = shown
      .$('#along a')
      .toArray()
      .map((link) => shown.$(link).attr('href'))
    expect(links).toContain(`${paths.answerPage(id, 'registration')}#mailingAddress`)
    for (const code of [along.charter, ...along.proofs]) expect(links).toContain(paths.material(id, code))
    expect(shown.$('#along').text()).toContain('住所使用权证明（证明“')
    // It is fetched at the window: nobody is asked where to send it.
    expect(shown.$('#along').text()).not.toContain('邮寄地址')
    expect(await advice()).toContain(`通信地址取自住所，那里现在是“${address}”，请核对`)
    expect(await advice()).toContain(charter)

    const before = (await storedPages(portal, id)).pages['registration']?.values ?? {}
    await browser.get(paths.answerPage(id, 'registration'))
    await browser.submit(formOf('registration'), { mailingAddress: address, phone: '1', action: 'continue' })
    expect((await storedPages(portal, id)).pages['registration']?.values).toEqual({
      ...before,
      mailingAddress: address,
    })
    expect(await advice()).not.toContain('通信地址取自住所')
    portal.clock.forward(60_000)
    await browser.get(paths.material(id, along.charter))
    await browser.upload(paths.material(id, along.charter), browser.token(), [
      { name: '章程.pdf', bytes: tinyPdf('new charter') },
    ])
    expect(await advice()).not.toContain(charter)
  })

  it('is not met by answers to items of somebody else’s notice', async () => {
    const other = await createAccount(portal)
    const theirs = await putCase(portal, other.id, {
      stage: 'establishmentSubmission',
      status: 'CORRECTION_REQUIRED',
      complete: true,
    })
    const [item] = await putCorrection(portal, theirs, [{ kind: 'page', target: 'funds' }])
    await browser.get(paths.case(id))
    await posted(browser, paths.correctionAnswer(id), { [`item-${item}`]: '已改' })
    const row = await portal.owner
      .knex('correction_item')
      .where({ id: item })
      .first<{ answer: string | null }>('answer')
    expect(row.answer).toBeNull()
  })
})

describe('8.11 what was said at the start', () => {
  const change = async (id: string, fields: Record<string, string>) => {
    await browser.get(paths.caseStart(id))
    return browser.submit(`form[action="${paths.caseStart(id)}"]`, { action: 'save', ...fields })
  }

  it('can be changed while the first stage is a draft; nothing typed is lost, and the name is judged anew', async () => {
    const id = await putCase(portal, account.id, { complete: true })
    const before = await storedPages(portal, id)
    const overview = await browser.get(paths.case(id))
    expect(overview.$(`a[href="${paths.caseStart(id)}"]`)).toHaveLength(2)
    expect(overview.$('.tasks').text()).not.toContain('名称需要修改')
    await browser.get(paths.caseStart(id))
    const form = `form[action="${paths.caseStart(id)}"]`
    await browser.submit(form, { level: 'CITY', action: 'refresh' })
    await browser.submit(form, { division: '140100', action: 'refresh' })
    const changed = await browser.submit(form, { applicantRole: 'HANDLER', action: 'save' })
    expect(changed.url).toBe(`${paths.case(id)}?done=start-changed`)
    expect(changed.$('.case-page__aside').text()).toContain('太原市行政审批服务管理局')
    expect(changed.$('.case-page__aside').text()).toContain('您是经办人')
    expect(changed.$('.tasks').text()).toContain('名称需要修改')
    const after = await storedPages(portal, id)
    const said = {
      ...before.pages['contact'],
      values: { ...before.pages['contact']?.values, applicantRole: 'HANDLER' },
    }
    expect(after.pages).toEqual({ ...before.pages, contact: said })
  })

  it('keeps the authority once anything was submitted, 您是 may still change; neither after submitting', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const { authority_id: authority } = await caseRow(portal, id)
    const shown = await browser.get(paths.caseStart(id))
    expect(shown.$('#authority')).toHaveLength(0)
    expect(shown.$('main').text()).toContain('不能更改登记管理机关')
    await change(id, { applicantRole: 'HANDLER', authority: String(authority + 1) })
    expect(await caseRow(portal, id)).toMatchObject({ authority_id: authority })
    expect((await storedPages(portal, id)).pages['contact']?.values['applicantRole']).toBe('HANDLER')
    const submitted = await putCase(portal, account.id, { stage: 'nameApproval', status: 'SUBMITTED' })
    expect((await browser.get(paths.caseStart(submitted))).status).toBe(409)
  })

  it('says 您是 as the page answers it, and takes it back; staff see what was submitted', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    await portal.owner.knex('case_file').where({ id }).update({ applicant_role: 'LEGAL_REPRESENTATIVE' })
    const answered = async () => (await storedPages(portal, id)).pages['contact']?.values['applicantRole']
    await change(id, { applicantRole: 'HANDLER' })
    expect(await answered()).toBe('HANDLER')
    expect(await caseRow(portal, id)).toMatchObject({ applicant_role: 'LEGAL_REPRESENTATIVE' })
    const shown = await browser.get(paths.caseStart(id))
    expect(shown.$('input[name=applicantRole]:checked').attr('value')).toBe('HANDLER')
    await change(id, { applicantRole: 'LEGAL_REPRESENTATIVE' })
    expect(await answered()).toBe('LEGAL_REPRESENTATIVE')
  })

  it('that is changed after 确认提交 was shown is not submitted to another authority than the one named there', async () => {
    const id = await putCase(portal, account.id, { complete: true })
    const shown = await browser.get(paths.confirm(id))
    expect(shown.$('main').text()).toContain('山西省民政厅')
    await portal.owner
      .knex('answer')
      .where({ case_id: id, page: 'name' })
      .update({
        data_enc: sealPage(portal.deps.crypto, id, 'name', {
          values: { proposedName: '太原市古建筑彩绘保护协会', orgKind: sampleAnswers['name']?.values['orgKind'] ?? '' },
          items: [],
        }),
      })
    await change(id, { level: 'CITY', action: 'refresh' })
    const form = `form[action="${paths.caseStart(id)}"]`
    await browser.submit(form, { division: '140100', action: 'refresh' })
    await browser.submit(form, { applicantRole: 'HANDLER', action: 'save' })
    expect((await browser.submit('main form', { answer: 'yes' }, shown)).status).toBe(409)
    expect((await caseRow(portal, id)).number).toBeNull()
  })
})

describe('8.22 deleting', () => {
  it('a person asks first, and is done by 是 only', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const items = async () => (await storedPages(portal, id)).pages['sponsors']?.items ?? []
    const [person] = await items()
    const count = (await items()).length
    const list = await browser.get(paths.answerPage(id, 'sponsors'))
    const remove = paths.removeItem(id, 'sponsors', person?.id ?? '')
    expect(list.$(`form[method=get][action="${remove}"] button`).text()).toContain('删除')
    const asked = await browser.get(remove)
    expect(asked.$('h1').text()).toBe('删除发起人吗？')
    expect(asked.$('main').text()).toContain(person?.values['name'] ?? 'nobody')
    expect((await browser.submit('main form', { answer: 'no' })).url).toBe(paths.answerPage(id, 'sponsors'))
    expect(await items()).toHaveLength(count)
    await browser.get(remove)
    await browser.submit('main form', { answer: 'yes' })
    expect(await items()).toHaveLength(count - 1)
  })

  it('a file asks first, and is done by 是 only', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const files = () => portal.owner.knex('attachment').where({ case_id: id, material: 'M102' })
    const [file] = await files()
    const remove = paths.removeAttachment(id, file.id)
    expect((await browser.get(paths.material(id, 'M102'))).$(`a[href="${remove}"]`).text()).toContain('删除')
    expect((await browser.get(remove)).$('h1').text()).toBe('删除文件吗？')
    expect((await browser.submit('main form', { answer: 'no' })).url).toBe(paths.material(id, 'M102'))
    expect(await files()).toHaveLength(1)
    await browser.get(remove)
    expect((await browser.submit('main form', { answer: 'yes' })).url).toBe(paths.material(id, 'M102'))
    expect(await files()).toEqual([])
  })
})

it('8.22 a list nobody opened is not done; saved as it is, it is', async () => {
  const id = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
  await portal.owner.knex('answer').where({ case_id: id, page: 'sponsorOrgs' }).delete()
  const status = async () => (await browser.get(paths.case(id))).$('#task-sponsorOrgs-status').text().trim()
  expect(await status()).toBe('选填')
  await browser.get(paths.answerPage(id, 'sponsorOrgs'))
  await browser.submit('#page-form', { action: 'save-draft' })
  expect(await status()).toBe('已完成')
})

it('what nobody opened is not said to be done, and holds nothing up', async () => {
  const id = await putCase(portal, account.id, { complete: true })
  expect((await browser.get(paths.case(id))).$('.turn').text()).toContain('需要填写的内容和材料都已完成')
  await portal.owner.knex('answer').where({ case_id: id, page: 'purpose' }).update({ version: 0 })
  const { $ } = await browser.get(paths.case(id))
  expect($('.turn').text()).toContain('必须完成的都已完成，还有1项没有打开核对')
  expect($('main').text()).toMatch(/已完成 2 \/ 3 项/)
})

describe('withdrawing', () => {
  it('ends a submitted case once, however often the form is sent', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', status: 'SUBMITTED', complete: true })
    const page = await browser.get(paths.withdraw(id))
    const key = page.$('input[name=requestKey]').attr('value') ?? ''
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        posted(browser, paths.withdraw(id), { answer: 'yes', requestKey: key, version: '0' }),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    expect((await caseRow(portal, id)).status).toBe('WITHDRAWN')
    const events = await portal.owner.knex('case_event').where({ case_id: id })
    expect(events).toHaveLength(1)
  })

  it.each([
    { stage: 'nameApproval', status: 'SECOND_REVIEWED' },
    { stage: 'establishmentSubmission', status: 'SECOND_REVIEWED' },
  ] as const)('is possible until the decision: $stage $status', async (position) => {
    const id = await putCase(portal, account.id, { ...position, complete: true })
    const page = await browser.get(paths.withdraw(id))
    const key = page.$('input[name=requestKey]').attr('value') ?? ''
    await posted(browser, paths.withdraw(id), { answer: 'yes', requestKey: key, version: '0' })
    expect((await caseRow(portal, id)).status).toBe('WITHDRAWN')
  })

  it('says that an approved name is given up with it', async () => {
    const id = await putCase(portal, account.id, {
      stage: 'establishmentSubmission',
      status: 'ACCEPTED',
      complete: true,
    })
    await portal.owner.knex('name_reservation').insert({
      case_id: id,
      name: '山西省撤回示例研究会',
      name_key: '山西省撤回示例研究会',
      until: '2027-05-20',
    })
    expect((await browser.get(paths.withdraw(id))).$('main').text()).toContain('已经核准的名称同时放弃')
    await portal.owner.knex('name_reservation').where({ case_id: id }).delete()
  })

  it('is refused once it is decided', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', status: 'REJECTED', complete: true })
    expect((await browser.get(paths.withdraw(id))).status).toBe(409)
    await browser.get(paths.cases)
    const answer = await posted(browser, paths.withdraw(id), { answer: 'yes', requestKey: randomUUID(), version: '0' })
    expect(answer.status).toBe(409)
    expect((await caseRow(portal, id)).status).toBe('REJECTED')
  })

  it('is refused to whoever looked at an older state', async () => {
    const id = await putCase(portal, account.id, { stage: 'nameApproval', status: 'SUBMITTED', complete: true })
    await portal.owner.knex('case_file').where({ id }).update({ lock_version: 3 })
    await browser.get(paths.cases)
    for (const version of ['0', '2', '4', 'NaN', '']) {
      const answer = await posted(browser, paths.withdraw(id), { answer: 'yes', requestKey: randomUUID(), version })
      expect(answer.status).toBe(409)
    }
    expect((await caseRow(portal, id)).status).toBe('SUBMITTED')
  })
})

describe('离线填报包', () => {
  type Cells = { name: string; rows: string[][]; hidden?: boolean }
  const download = async (who: Browser, id: string): Promise<{ sheets: Cells[]; answer: Response }> => {
    const answer = await who.raw(paths.workbookFile(id))
    const { sheets } = await readXlsx(new Uint8Array(await answer.clone().arrayBuffer()))
    return {
      answer,
      sheets: sheets.map(({ name, rows, hidden = false }) => ({
        name,
        hidden,
        rows: rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell as string)))),
      })),
    }
  }
  const upload = async (who: Browser, id: string, sheets: readonly Cells[]) => {
    await who.get(paths.workbook(id))
    const bytes = Buffer.from(await writeXlsx({ sheets: [...sheets] }))
    return who.upload(paths.workbook(id), who.token(), [{ name: '填报包.xlsx', bytes }])
  }
  const rowOf = (sheets: readonly Cells[], code: string): string[] => {
    const row = sheets.flatMap(({ rows }) => rows).find((cells) => cells[4] === code)
    if (!row) throw new Error(`no row ${code}`)
    return row
  }
  /** What a workbook of the complete sample says, taken to another case. */
  const moved = (sheets: readonly Cells[], own: readonly Cells[]): Cells[] => [
    ...sheets.filter(({ name }) => name !== '识别信息'),
    ...own.filter(({ name }) => name === '识别信息'),
  ]

  it('is filled in elsewhere and taken back: shown page by page, then all of it as on the pages; the download is recorded', async () => {
    const { browser: filled, person } = await newPerson()
    const full = await putCase(portal, person.id, { stage: 'nameApproval', complete: true })
    const { person: me, browser: mine } = await newPerson()
    const id = await putCase(portal, me.id, { stage: 'nameApproval' })
    expect((await mine.get(paths.case(id))).$(`a[href="${paths.workbook(id)}"]`).length).toBe(1)
    const empty = await download(mine, id)
    expect([empty.answer.status, empty.answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const audited = { action: 'case.pack-download', object_id: id }
    expect(await portal.owner.knex('audit_log').where(audited)).toHaveLength(1)
    expect(empty.sheets.filter(({ hidden }) => hidden).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['识别信息']),
    )
    const sample = (await download(filled, full)).sheets
    const shown = await upload(mine, id, moved(sample, empty.sheets))
    expect(shown.$('h1').text()).toBe('核对填报包的改动')
    expect(shown.text).toContain(sampleAnswers['purpose']?.values['purpose'] ?? '?')
    expect((await storedPages(portal, id)).pages).toEqual({})
    const after = await mine.submit(`form[action="${paths.workbookTake(id)}"]`)
    expect(after.$('main').text()).toContain('离线填报包的内容已保存')
    const [now, then] = [(await storedPages(portal, id)).pages, (await storedPages(portal, full)).pages]
    const values = (pages: typeof now) =>
      Object.fromEntries(
        stageAt('nameApproval').pages.map((page) => {
          const { values: kept = {}, items = [] } = pages[page] ?? {}
          const told = (answers: Readonly<Record<string, string>>) =>
            Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== ''))
          return [page, [told(kept), items.map((item) => told(item.values))]]
        }),
      )
    expect(values(now)).toEqual(values(then))
    // Sent once more it changes nothing: the same workbook has nothing new.
    const again = await upload(mine, id, (await download(mine, id)).sheets)
    expect([again.status, again.$('.govuk-error-summary').text()]).toEqual([
      422,
      expect.stringContaining('没有与现在不同的内容'),
    ])
  })

  it('tells what is wrong cell by cell and takes nothing; the wrong case, stage, and file are told', async () => {
    const { person, browser: own } = await newPerson()
    const id = await putCase(portal, person.id, { stage: 'nameApproval', complete: true })
    const before = await storedPages(portal, id)
    const { sheets, answer } = await download(own, id)
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain(
      '山西省古建筑彩绘保护协会 离线填报包',
    )
    rowOf(sheets, 'contact.contactPhone')[1] = '12'
    rowOf(sheets, 'purpose.purpose')[1] = '另一个宗旨，说得足够长，可以看出有没有被保存。'
    const list = sheets.find(({ rows }) => rows[2]?.includes('sponsors.idNumber'))
    const column = list?.rows[2]?.indexOf('sponsors.idNumber') ?? -1
    const person1 = list?.rows[3]
    if (!list || !person1) throw new Error('no sponsors')
    person1[column] = '140106198503120015'
    const page = await upload(own, id, sheets)
    expect(page.status).toBe(422)
    expect(page.$('.govuk-error-summary').text()).toContain('有2处填写有误，没有保存任何内容')
    const table = page.$('#faults').text()
    expect(table).toContain(`${list.name} ${columnName(column)}4`)
    expect(table).toMatch(/单项问题 B\d+/)
    expect(await storedPages(portal, id)).toEqual(before)

    const other = await putCase(portal, person.id, { stage: 'nameApproval' })
    const told = async (target: string, cells: readonly Cells[]) =>
      (await upload(own, target, cells)).$('.govuk-error-summary').text()
    expect(await told(other, sheets)).toContain('是另一个办件的')
    expect(
      await told(
        id,
        sheets.filter(({ name }) => name !== '识别信息'),
      ),
    ).toContain('这不是从办件页面下载的')
    const edition = (what: string, text: string) =>
      sheets.map((sheet) =>
        sheet.name === '识别信息'
          ? { ...sheet, rows: sheet.rows.map((row) => (row[0] === what ? [what, text] : row)) }
          : sheet,
      )
    expect(await told(id, edition('环节', 'nameConsultation'))).toContain('“拟用名称咨询”环节的')
    expect(await told(id, edition('版本', 'old'))).toContain('旧的填报包不能用了')
  })

  it('keeps what was typed online meanwhile unless it is chosen page by page; an untouched page is never taken', async () => {
    const { person, browser: own } = await newPerson()
    const id = await putCase(portal, person.id, { stage: 'nameApproval', complete: true })
    const { sheets, answer } = await download(own, id)
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain(
      '山西省古建筑彩绘保护协会 离线填报包',
    )
    rowOf(sheets, 'purpose.purpose')[1] = '填报包里改写的宗旨，说得足够长，可以看出来。'
    const online = async (text: string) => {
      await own.get(paths.answerPage(id, 'purpose'))
      await own.submit(formOf('purpose'), { ...purpose, purpose: text, action: 'save-draft' })
    }
    await online('网上改写的宗旨，说得足够长，可以看出来。')
    await own.get(paths.answerPage(id, 'contact'))
    await own.submit(formOf('contact'), { contactName: '网上改的人', action: 'save-draft' })
    const take = `form[action="${paths.workbookTake(id)}"]`
    const shown = await upload(own, id, sheets)
    expect(shown.$('input[name=overwrite]').attr('value')).toBe('purpose')
    expect(shown.$('#contact').length).toBe(0)
    expect(shown.$('#purpose').text()).toContain('下载填报包以后，您在网页上又修改过这一页')
    const kept = (await own.submit(take)).$('main').text()
    expect(kept).toContain('没有保存离线填报包的内容：“宗旨')
    const now = async () => (await storedPages(portal, id)).pages
    expect((await now())['purpose']?.values['purpose']).toContain('网上改写')
    // Moved once more while it is looked at: shown anew, with 409, and nothing taken.
    const chosen = await upload(own, id, sheets)
    await online('又在网上改写的宗旨，说得足够长，可以看出来。')
    const late = await own.submit(take, { overwrite: 'purpose' }, chosen)
    expect([late.status, late.text]).toEqual([409, expect.stringMatching(/您刚刚修改了“宗旨[^”]*”，所以没有保存/)])
    expect((await now())['purpose']?.values['purpose']).toContain('又在网上')
    await own.submit(take)
    expect((await now())['purpose']?.values['purpose']).toContain('填报包里')
    // Pressed twice: nothing is written again.
    const twice = await own.submit(take, { overwrite: 'purpose' }, late)
    expect(twice.$('main').text()).toContain('离线填报包里的改动先前已经保存')
    expect((await now())['contact']?.values['contactName']).toBe('网上改的人')
  })
})

describe('what is not yours', () => {
  const strange = [randomUUID(), '1', 'null', '../../etc/passwd', "' or 1=1 --", '%00', 'a'.repeat(300)]

  it('S21 is not found: every route with an id, by every verb, with the same words as what never was', async () => {
    const { person, browser: own } = await newPerson()
    const theirs = await putCase(portal, account.id, { stage: 'nameApproval', complete: true })
    const mine = await putCase(portal, person.id, { stage: 'nameApproval', complete: true })
    const attachmentOf = async (caseFile: string) =>
      (await portal.owner.knex('attachment').where({ case_id: caseFile }).first<{ id: string }>('id')).id
    const [theirFile, myFile] = [await attachmentOf(theirs), await attachmentOf(mine)]
    await own.get(paths.case(mine))
    const token = own.token()
    const before = await storedPages(portal, theirs)
    const rowBefore = await caseRow(portal, theirs)
    const templates = allRoutes(portal.deps).filter(
      (route) => sideOf(route.access) === 'applicant' && route.path.startsWith('/applications/:id'),
    )
    expect(templates.length).toBeGreaterThan(20)
    const bodyOf = async (answer: Response) => {
      const text = await answer.text()
      return text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|next=[^"]*/g, '')
    }
    const ask = (method: string, address: string) =>
      method === 'get'
        ? own.raw(address)
        : own.post(address, { _csrf: token, ...purpose, version: '1', answer: 'yes', requestKey: randomUUID() })
    const fill = (path: string, id: string, file: string) =>
      path
        .replace(':id', id)
        .replace(':page', 'sponsors')
        .replace(':item', 'sponsors-1')
        .replace(':material', 'M102')
        .replace(':attachment', file)
        .replace(':document', randomUUID())
    for (const { method, path } of templates) {
      const never = await ask(method, fill(path, randomUUID(), randomUUID()))
      const words = await bodyOf(never)
      // Each way of asking for what is not there: theirs, and their file below mine, mine below theirs.
      const addresses = [
        fill(path, theirs, theirFile),
        fill(path, theirs, myFile),
        ...(path.includes(':attachment') ? [fill(path, mine, theirFile)] : []),
        ...strange.map((id) => fill(path, encodeURIComponent(id), theirFile)),
      ]
      for (const address of addresses) {
        const answer = await ask(method, address)
        expect([method, address, answer.status]).toEqual([method, address, 404])
        expect([method, address, (await bodyOf(answer)) === words || address.includes('%')]).toEqual([
          method,
          address,
          true,
        ])
      }
    }
    expect(await storedPages(portal, theirs)).toEqual(before)
    expect(await caseRow(portal, theirs)).toEqual(rowBefore)
  }, 30_000)

  it('S21 uploads to somebody else’s case are not found and leave no file', async () => {
    const { browser: own } = await newPerson()
    const theirs = await putCase(portal, account.id, { stage: 'nameApproval' })
    await own.get(paths.cases)
    const bytes = tinyPdf('foreign upload')
    const page = await own.upload(paths.material(theirs, 'M102'), own.token(), [{ name: 'a.pdf', bytes }])
    expect(page.status).toBe(404)
    const files = await portal.owner.knex('attachment').where({ case_id: theirs })
    expect(files).toEqual([])
  })
})
