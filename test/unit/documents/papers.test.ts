import { describe, expect, it, test } from 'vitest'
import { sections } from '../../../src/core/matters/journey.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { paperContent } from '../../../src/core/papers/content.ts'
import type { Paper } from '../../../src/core/papers/define.ts'
import { deliveryPaper } from '../../../src/core/papers/delivery.ts'
import type { AnswerSet, AnyStage, Matter } from '../../../src/core/matters/define.ts'
import { createPdfRenderer } from '../../../src/infra/pdf/render.ts'
import { matters } from '../../../src/matters/index.ts'
import { misplacedOn, sheetsOf } from '../../support/paper.ts'

const renderer = createPdfRenderer()

const contentOf = (
  matter: Matter,
  stage: AnyStage,
  paper: Paper,
  stored: AnswerSet = sampleOf(matter),
  draft = false,
) => {
  const told = sections(matter, [...stage.locked, ...stage.pages], stored).map((section) => ({
    ...section,
    rows: [...section.rows],
    items: section.items.map((item) => ({ ...item, rows: [...item.rows] })),
  }))
  const origin = {
    authority: '山西省民政厅',
    siteName: '山西社会组织服务平台',
    number: '1400002026000123',
    name: '某会',
    uscc: matter.begunBy === 'organization' ? '51140000MJ0000018C' : undefined,
  }
  const source = { sections: told, materials: [{ title: '章程草案', files: [1] }] }
  return {
    told,
    content: paperContent(matter, paper, source, {
      ...origin,
      submittedAt: draft ? undefined : '2026年11月20日 12:00',
      madeOn: '2026-11-20',
    }),
  }
}

/** Asked and on no paper: whom the certificate is handed to. */
const onNoPaper = ['collection']

const stages = matters.all.flatMap((matter) =>
  matter.stages
    .filter(({ papers = [] }) => papers.length > 0)
    .map((stage) => ({ name: `${matter.code} ${stage.code}`, matter, stage })),
)
/** One of each: the types differ by their pages alone. */
const papers = [
  ...new Map(
    stages.flatMap(({ name, matter, stage }) =>
      (stage.papers ?? []).map(
        (paper) => [paper.code, { name: `${name} ${paper.title}`, matter, stage, paper }] as const,
      ),
    ),
  ).values(),
]

it.each(stages)('$name: every answer stands in a paper of its stage', ({ matter, stage }) => {
  const drawn = (stage.papers ?? []).map((paper) => contentOf(matter, stage, paper))
  const words = new Set(
    drawn
      .flatMap(({ content }) => content.sheets.flat())
      .flatMap((block) =>
        block.type === 'facts' ? block.rows.map(({ value }) => value) : block.type === 'table' ? block.rows.flat() : [],
      ),
  )
  const missing = (drawn[0]?.told ?? [])
    .filter(({ page }) => stage.pages.includes(page) && !onNoPaper.includes(page))
    // A charter is printed as what it is, not answer by answer.
    .filter(
      ({ page }) =>
        !stage.papers?.some(({ parts }) => parts.some((part) => part.type === 'charter' && part.page === page)),
    )
    .flatMap(({ page, rows, items }) =>
      [...rows, ...items.flatMap((item) => item.rows)]
        .filter(
          ({ kind, text }) =>
            kind !== 'declaration' &&
            text !== '未填写' &&
            !words.has(kind === 'money' ? text.replace(/元$/u, '') : text) &&
            !words.has(text) &&
            text !== '0.00元',
        )
        .map(({ field }) => `${page}.${field}`),
    )
  expect(missing).toEqual([])
})

test.each(papers)('$name: drawn with nothing over anything, named and numbered on each page', async (one) => {
  const pdf = await renderer.paper(contentOf(one.matter, one.stage, one.paper).content)
  const sheets = await sheetsOf(pdf)
  for (const [index, sheet] of sheets.entries()) {
    expect(misplacedOn(sheet)).toEqual([])
    const text = sheet.words.map((word) => word.text).join('')
    expect(text).toContain(`第${index + 1}页共${sheets.length}页`)
    expect(text).toContain('办件编号：1400002026000123')
    expect(text).toContain('提交时间：2026年11月20日')
    expect(text).not.toContain('草稿')
    if (index === 0 && one.matter.begunBy === 'organization') expect(text).toContain('51140000MJ0000018C')
  }
})

describe('papers of people', () => {
  const { matter, stage } = stages.find(({ stage: { code } }) => code === 'establishmentSubmission') ?? {}
  const paper = (code: string) => stage?.papers?.find((one) => one.code === code)

  it('one sheet a person, with what the person declares above the signature; the representative has one more', async () => {
    const [all, one] = [paper('M209'), paper('M208')]
    if (!matter || !stage || !all || !one) throw new Error('no papers of people')
    const { content } = contentOf(matter, stage, all)
    expect(content.sheets).toHaveLength(sampleOf(matter)['officers']?.items.length ?? 0)
    expect((await sheetsOf(await renderer.paper(content))).length).toBe(content.sheets.length)
    const [sheet, ...more] = contentOf(matter, stage, one).content.sheets
    expect(more).toEqual([])
    expect(JSON.stringify(sheet)).toContain('未正在或者曾经受到剥夺政治权利的刑事处罚')
    // What the number says and no page asks beside it.
    const [person] = sampleOf(matter)['officers']?.items ?? []
    const said = content.sheets[0]?.flatMap((block) => (block.type === 'facts' ? block.rows : []))
    const number = person?.values['idNumber'] ?? ''
    expect(said).toContainEqual({ label: '性别', value: Number(number[16]) % 2 === 1 ? '男' : '女' })
    expect(said?.find(({ label }) => label === '出生日期')?.value).toContain(`${number.slice(6, 10)}年`)
  })

  it('an unfinished draft is made too, and says that it is one, as shapes and in words', async () => {
    for (const each of stage?.papers ?? []) {
      if (!matter || !stage) throw new Error('no stage')
      const { content } = contentOf(matter, stage, each, {}, true)
      // What is signed and uploaded before submitting is no draft.
      expect(content.watermark).toBe(each.uploaded ? null : '草稿')
      expect(JSON.stringify(content)).not.toContain('未填写')
      if (content.sheets.length > 0)
        expect((await sheetsOf(await renderer.paper(content))).flatMap(({ words }) => words).length).toBeGreaterThan(5)
    }
  })
})

it('who registers directly needs no seal of a supervisory unit', () => {
  const one = papers.find(({ paper: { code } }) => code === 'M101')
  if (!one) throw new Error('no paper')
  const sample = sampleOf(one.matter)
  const boxes = (directRegistration: string) => {
    const supervision = { values: { ...sample['supervision']?.values, directRegistration }, items: [] }
    const { content } = contentOf(one.matter, one.stage, one.paper, { ...sample, supervision })
    return content.sheets.flat().flatMap((block) => (block.type === 'box' ? [block.label] : []))
  }
  expect(boxes('no')).toContain('业务主管单位意见')
  expect(boxes('yes')).not.toContain('业务主管单位意见')
})

test('送达回证 names the document and whom it is for, on one sheet', async () => {
  const content = deliveryPaper({
    authority: '山西省民政厅',
    siteName: '山西社会组织服务平台',
    recipient: '张晓明',
    caseNumber: '1400002026000123',
    about: '山西省古建筑彩绘保护协会',
    document: { title: '受理通知书', number: '晋民社受〔2026〕1号' },
    madeOn: '2026-11-20',
  })
  const sheets = await sheetsOf(await renderer.paper(content))
  expect(sheets).toHaveLength(1)
  const text = sheets[0]?.words.map((word) => word.text).join('')
  for (const words of ['《受理通知书》', '晋民社受〔2026〕1号', '张晓明', '□', '受送达人'])
    expect(text).toContain(words)
})
