import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fieldsOf, type AnswerSet, type Matter } from '../../../src/core/matters/define.ts'
import { elsewhereOf, readAnswers } from '../../../src/core/matters/answers.ts'
import { askedPages, stageOf } from '../../../src/core/matters/journey.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { cellOptions } from '../../../src/core/forms/cells.ts'
import { isNeeded } from '../../../src/core/forms/field.ts'
import { askedPage } from '../../../src/core/forms/page.ts'
import { idlePages, packPages, packSheets, pageText, questionSheet } from '../../../src/core/offline-pack/layout.ts'
import { planPack } from '../../../src/core/offline-pack/plan.ts'
import { readPack } from '../../../src/core/offline-pack/read.ts'
import { matters } from '../../../src/matters/index.ts'
import { asRead } from '../../support/workbooks.ts'

const stages = matters.all.flatMap((matter) =>
  matter.stages.filter(({ pages }) => pages.length > 0).map(({ code }) => [matter.code, code] as const),
)

/** The sheets of a stage as they would be read again. */
const written = (matter: Matter, stage: string, stored: AnswerSet, paged = false) => {
  const pages = packPages(matter, stageOf(matter, stage), new Set())
  const sheets = packSheets({
    asking: { matter, words: {} },
    pages,
    stored,
    identity: { caseId: 'case', stage, title: '', edition: '1', pages: [] },
    paged,
    title: '',
    day: '',
  })
  return { pages, sheets: asRead(sheets) }
}

test('a page that hangs on an earlier stage is in the workbook only for whom it is asked, and then 符合条件时必填', () => {
  const matter = matters.require('social-group-establishment')
  const stage = stageOf(matter, 'establishmentSubmission')
  const sample = sampleOf(matter)
  const direct = { ...sample, supervision: { values: { directRegistration: 'yes' }, items: [] } }
  const idle = (stored: AnswerSet) => idlePages(matter, stage, readAnswers(matter.pages, stored))
  expect([idle(sample), idle(direct)]).toEqual([[], ['supervisoryConsent']])
  const { sheets } = written(matter, 'establishmentSubmission', sample)
  const rows = sheets.find(({ name }) => name === questionSheet)?.rows ?? []
  const marks = Object.fromEntries(rows.map((row) => [row[4], row[2]]))
  expect([marks['supervisoryConsent.consentGiven'], marks['domicile.address']]).toEqual(['符合条件时必填', '必填'])
  expect(rows.find((row) => row[4] === 'purpose.purpose')?.[3]).toContain('至少10个字')
})

test('what nothing is asked under, and what the answers make pointless, is dropped and told', () => {
  const matter = matters.require('social-group-change')
  const sample = sampleOf(matter)
  const { pages, sheets } = written(matter, 'change', sample)
  const rows = sheets.find(({ name }) => name === questionSheet)?.rows ?? []
  for (const row of rows) {
    if (row[4] === 'consent.hasUnit') row[1] = '否'
    if (row[4] === 'contact.contactName') row[4] = 'contact.password'
  }
  const pack = readPack(sheets, pages, randomUUID)
  if (!pack) throw new Error('not read')
  const plan = planPack(matter, pages, sample, pack, {
    today: '2026-11-30',
    touched: ({ code }) => code === 'consent',
    moved: () => false,
    overwrite: new Set(),
  })
  expect(plan.dropped).toEqual([
    '编号contact.password：现在没有这个问题',
    expect.stringContaining('“业务主管单位审查”的“业务主管单位”：按现在填写的内容不用填写'),
    expect.stringContaining('同意日期'),
    expect.stringContaining('同意文件文号'),
  ])
  expect(plan.pages.map(({ page, data }) => [page.code, data.values])).toEqual([
    ['consent', { hasUnit: 'no', lateReason: '' }],
  ])
})

test('a workbook full of numbers that lost digits is told in passing: it is read where every request is answered', () => {
  const matter = matters.require('social-group-establishment')
  const { pages, sheets } = written(matter, 'establishmentSubmission', sampleOf(matter))
  const list = pages.toSorted((one, other) => (other.list?.fields.length ?? 0) - (one.list?.fields.length ?? 0))[0]
  const columns = [
    `${list?.code ?? ''}.#`,
    ...(list?.list?.fields ?? []).map(({ name }) => `${list?.code ?? ''}.${name}`),
  ]
  const rows = [columns, ...Array.from({ length: 4_000 }, () => columns.map(() => '1000000000000000'))]
  const lost = rows.flatMap((row, y) => row.map((_, x) => [y, x] as const))
  const before = process.cpuUsage()
  const pack = readPack([...sheets, { name: '满', rows, lost }], pages, randomUUID)
  const { user } = process.cpuUsage(before)
  expect(pack?.faults.length).toBeGreaterThan(5_000)
  // Rows beyond what the list takes are not read.
  expect(pack?.pages[list?.code ?? '']?.items?.length).toBe((list?.list?.max ?? 0) + 1)
  expect(user / 1_000_000).toBeLessThan(5)
})

describe.each(stages)('the workbook of %s, %s', (code, stage) => {
  const matter = matters.require(code)
  const sample = sampleOf(matter)
  const { pages, sheets } = written(matter, stage, sample, stageOf(matter, stage).workbook)

  test('says of every answer what the case says, and fills in an empty case just so', () => {
    const pack = readPack(sheets, pages, randomUUID)
    if (!pack) throw new Error('not read')
    expect([pack.faults, pack.unknown]).toEqual([[], []])
    for (const page of pages) {
      const read = pack.pages[page.code]
      const given = sample[page.code] ?? { values: {}, items: [] }
      expect(pageText(page, { values: read?.values ?? {}, items: read?.items ?? [] })).toBe(pageText(page, given))
    }
    const earlier = Object.fromEntries(
      Object.entries(sample).filter(([page]) => !pages.some((one) => one.code === page)),
    )
    const plan = planPack(matter, pages, earlier, pack, {
      today: '2026-11-30',
      // Nobody writes on the sheets of what the case does not change.
      touched: ({ code: page }) => sample[page] !== undefined,
      moved: () => false,
      overwrite: new Set(),
    })
    expect([plan.faults, plan.dropped]).toEqual([[], []])
    const [then, now] = [readAnswers(matter.pages, sample), readAnswers(matter.pages, plan.answers)]
    for (const page of askedPages(matter, stageOf(matter, stage).pages, then)) {
      const { fields } = askedPage(page, elsewhereOf(then))
      expect(fields.map(({ name }) => now.value(page.code, name))).toEqual(
        fields.map(({ name }) => then.value(page.code, name)),
      )
      expect(now.items(page.code).map(({ values }) => values)).toEqual(
        then.items(page.code).map(({ values }) => values),
      )
    }
  })

  test('has a name of its own for every sheet, and words of its own for every option', () => {
    expect(new Set(sheets.map(({ name }) => name)).size).toBe(sheets.length)
    for (const field of pages.flatMap(fieldsOf)) {
      const texts = cellOptions(field).map(({ text }) => text)
      expect([field.name, new Set(texts).size, texts.some((text) => /[；;\n]/u.test(text))]).toEqual([
        field.name,
        texts.length,
        false,
      ])
    }
  })
})

test.each([
  ['nameApproval', '选填'],
  ['establishmentSubmission', '必填'],
])(
  'what is asked with the name and needed with the papers is in %s %s, in the workbook as on the page',
  (code, mark) => {
    const matter = matters.require('private-non-enterprise-establishment')
    const { pages, sheets } = written(matter, code, {})
    const rows = sheets.find(({ name }) => name === questionSheet)?.rows ?? []
    const marked = rows.filter(([, , , , key]) => key?.startsWith('funds.verification')).map(([, , told]) => told)
    const funds = pages.find((page) => page.code === 'funds')
    const needed = funds?.fields.filter(({ name }) => name.startsWith('verification')).map(isNeeded)
    expect([marked, needed]).toEqual([
      [mark, mark],
      [mark === '必填', mark === '必填'],
    ])
  },
)

test('what the portal makes where it is left empty is 选填 in the workbook too', () => {
  const { sheets } = written(matters.require('private-non-enterprise-establishment'), 'establishmentSubmission', {})
  const row = sheets.flatMap(({ rows }) => rows).find(([, , , , key]) => key === 'term.dueReElectionDate')
  expect(row?.[2]).toBe('选填')
})
