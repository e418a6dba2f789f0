import { describe, expect, it } from 'vitest'
import { LETTER_MATTERS } from '../../../src/core/helpdesk/letter.ts'
import type {
  FormBlock,
  FormValues,
  PrintableForm,
  PrintableFormCode,
} from '../../../src/core/printable-forms/define.ts'
import { isPrintableFormCode, printableForm, printableFormCodes } from '../../../src/core/printable-forms/index.ts'
import { createPdfRenderer } from '../../../src/infra/pdf/render.ts'
import { matters } from '../../../src/matters/index.ts'
import { siteCodes, sites } from '../../../src/sites/index.ts'
import { misplacedOn, sheetsOf } from '../../support/paper.ts'
import { poppler } from '../../support/poppler.ts'

const partyOf = (site: keyof typeof sites) => ({ siteName: sites[site].name, agreement: sites[site].agreement })
const form = (code: PrintableFormCode, values: FormValues = {}) => printableForm(code, partyOf('shanxi'), values)

const textOf = (shown: PrintableForm): string => JSON.stringify(shown)

/** The blocks of a form in their order, whatever stands together. */
const flat = (blocks: readonly FormBlock[]): readonly Exclude<FormBlock, { type: 'together' }>[] =>
  blocks.flatMap((block) => (block.type === 'together' ? flat(block.blocks) : [block]))

/** All words of a block. */
const wordsOf = (block: FormBlock): readonly string[] => {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return [block.text]
    case 'rows':
      return [block.title, ...block.rows.flatMap(({ label, value }) => [label, value])]
    case 'table':
      return [block.title, ...block.columns.map(({ title }) => title), ...block.rows.flat()]
    case 'ticks':
      return block.options
    case 'signature':
      return [...block.places.map(({ label }) => label), block.date]
    case 'together':
      return block.blocks.flatMap(wordsOf)
    case 'sheet':
      return []
  }
}

const unit: FormValues = {
  personName: '赵志远',
  idNumber: '140105198806150038',
  phone: '13900000004',
  unitName: '山西省晋祠文化研究会',
  uscc: '51140000MJ0000018C',
}

/** Fields, signatures and seals of the source's appendices 1 to 3. */
const letters = {
  'personal-letter': { title: '自然人授权委托书', fields: ['姓名', '身份证号码', '电话'], signs: ['委托人（签字）'] },
  'legal-letter': {
    title: '法人授权委托书',
    fields: ['委托单位', '统一社会信用代码', '法定代表人', '身份证号码', '电话'],
    signs: ['委托单位（公章）', '法定代表人（签字）'],
  },
  'branch-letter': {
    title: '负责人授权委托书（分公司）',
    fields: ['委托单位', '统一社会信用代码', '负责人', '身份证号码', '电话'],
    signs: ['委托单位（公章）', '负责人（签字）'],
  },
} as const satisfies Partial<Record<PrintableFormCode, object>>

describe.each(Object.entries(letters))('the letter %s', (code, facts) => {
  const letter = form(code as PrintableFormCode)
  const tables = letter.blocks.filter((block) => block.type === 'rows')

  it('H-05 has the fields of the appendix, all of them blank', () => {
    expect(letter.title).toBe(facts.title)
    expect(tables[0]?.rows.map(({ label }) => label)).toEqual(facts.fields)
    expect(tables[1]?.title).toBe('受托人')
    expect(tables[1]?.rows.map(({ label }) => label)).toEqual(['姓名', '身份证号码', '电话'])
    expect(tables.flatMap(({ rows }) => rows.map(({ value }) => value)).join('')).toBe('')
  })

  it('H-03 H-04 has the three matters to tick, no sub-delegation, one month, and who signs', () => {
    const text = textOf(letter)
    expect(letter.blocks.find((block) => block.type === 'ticks')?.options).toEqual(LETTER_MATTERS)
    for (const words of ['不得再委托他人', '一个月内有效', '特此委托', '予以承认', ...facts.signs, '委托日期'])
      expect(text).toContain(words)
  })

  it.each(siteCodes)('H-05 names the portal of %s and no other', (site) => {
    const text = textOf(printableForm(code as PrintableFormCode, partyOf(site)))
    expect(text).toContain(sites[site].name)
    expect(text).not.toContain('政务服务网')
    for (const other of siteCodes.filter((each) => each !== site)) expect(text).not.toContain(sites[other].name)
  })
})

describe('forms filled in', () => {
  it('H-05 a letter of a person has name, number and phone, and leaves the agent blank', () => {
    const shown = form('personal-letter', {
      personName: '张晓明',
      idNumber: '140106198503120014',
      phone: '13900000001',
    })
    const [principal, agent] = shown.blocks.filter((block) => block.type === 'rows')
    expect(principal?.rows.map(({ value }) => value)).toEqual(['张晓明', '140106198503120014', '13900000001'])
    expect(agent?.rows.map(({ value }) => value)).toEqual(['', '', ''])
  })

  it.each(['legal-letter', 'branch-letter'] as const)('H-05 a %s has the unit and says who leads it', (code) => {
    const shown = form(code, unit)
    expect(shown.blocks.find((block) => block.type === 'rows')?.rows.map(({ value }) => value)).toEqual([
      unit.unitName,
      unit.uscc,
      unit.personName,
      unit.idNumber,
      unit.phone,
    ])
    expect(textOf(shown)).toContain(`本人${unit.personName ?? ''}是${unit.unitName ?? ''}的`)
    expect(textOf(shown)).not.toContain('＿')
  })

  it('H-05 the agreement carries the whole text of the site, its version and room to sign', () => {
    for (const site of siteCodes) {
      const { agreement } = sites[site]
      const shown = printableForm('agreement', partyOf(site))
      expect(shown.title).toBe(agreement.title)
      expect(shown.version).toBe(agreement.version)
      const paragraphs = agreement.sections.flatMap((section) => [section.heading, ...section.paragraphs])
      const shownTexts = flat(shown.blocks).flatMap((block) => ('text' in block ? [block.text] : []))
      expect(shownTexts).toEqual(paragraphs)
      expect(textOf(shown)).toContain('签署日期')
    }
  })

  it('knows its own codes only', () => {
    expect(printableFormCodes).toEqual(['personal-letter', 'legal-letter', 'branch-letter', 'agreement'])
    for (const odd of ['', 'toString', '__proto__', 'Agreement', '../agreement'])
      expect(isPrintableFormCode(odd)).toBe(false)
  })
})

const withoutSpace = (text: string): string => text.replaceAll(/\s/gu, '')

const renderer = createPdfRenderer()

describe.each(printableFormCodes)('the PDF of %s', (code) => {
  const render = (values?: FormValues): Promise<Buffer> =>
    renderer.form(form(code, values), {
      code,
      address: `https://portal.example.cn/help/forms/${code}?version=1.0`,
      siteName: sites.shanxi.name,
      hostOrgan: sites.shanxi.hostOrgan,
      printedOn: '2026-11-20',
    })
  const read = async (pdf: Buffer): Promise<string> => withoutSpace(await poppler('pdftotext', ['-raw', '-', '-'], pdf))

  it('H-05 says what the page says, blank and filled in, with code and version', async () => {
    for (const values of [undefined, unit]) {
      const shown = form(code, values)
      const text = await read(await render(values))
      for (const words of [shown.title, shown.note, ...shown.blocks.flatMap(wordsOf)])
        expect(text).toContain(withoutSpace(words))
      expect(text).toContain(`表格代码：${code}版本：${shown.version}`)
    }
  })

  it('H-05 embeds subsets of its two fonts, is tagged and A4, and the letters are one sheet', async () => {
    const long = { ...unit, unitName: '山西省古建筑彩画与传统村落保护'.repeat(4) }
    for (const values of [undefined, unit, long]) {
      const pdf = await render(values)
      const fonts = (await poppler('pdffonts', ['-'], pdf)).trim().split('\n').slice(2)
      expect(fonts).toHaveLength(2)
      for (const font of fonts)
        expect(font).toMatch(/NotoSerifSC-(Regular|Bold)\s+CID TrueType\s+Identity-H\s+yes yes yes/)
      const info = await poppler('pdfinfo', ['-'], pdf)
      expect(info).toMatch(/Tagged:\s+yes/)
      expect(info).toMatch(/Page size:\s+595\.28 x 841\.89 pts \(A4\)/)
      if (code !== 'agreement') expect(info).toMatch(/Pages:\s+1\b/)
    }
  })

  it('H-05 names the address of its code for those who cannot see it, what heads its rows, and its boxes', async () => {
    const tags = await poppler('pdfinfo', ['-struct', '-'], await render())
    expect(tags).toContain('Figure')
    expect(tags).toMatch(/TH:\s+\/Scope \/Row/)
    if (code !== 'agreement') expect(tags).toMatch(/LI \(block\)\s+Lbl \(block\)\s+LBody \(block\)/)
  })

  it('11 12 has room for a seal and names itself on every sheet; at the longest and twice that nothing is overprinted', async () => {
    const longest = (times: number): FormValues => ({
      personName: '欧阳'.repeat(25 * times),
      idNumber: `${'1A'.repeat(10 * times)}（外国人永久居留身份证）`,
      phone: '1'.repeat(20 * times),
      unitName: '山西省古建筑彩画与传'.repeat(10 * times),
      uscc: 'M'.repeat(60 * times),
    })
    for (const values of [{}, longest(1), longest(2)]) {
      const { title, version } = form(code, values)
      const sheets = await sheetsOf(await render(values))
      for (const [index, sheet] of sheets.entries()) {
        expect(misplacedOn(sheet)).toEqual([])
        const said = sheet.words.map(({ text }) => text).join('')
        for (const words of [title, `表格代码：${code}`, `版本：${version}`, `第${index + 1}页共${sheets.length}页`])
          expect(said).toContain(words)
      }
      // The sheet that is signed says what for.
      const signed = sheets.find(({ words }) => words.some(({ text }) => /（(签字|公章|签字或者公章)）：/.test(text)))
      const said = signed?.words.map(({ text }) => text).join('') ?? ''
      for (const words of code === 'agreement'
        ? ['本协议适用中华人民共和国法律', '签署日期']
        : ['予以承认', '一个月内有效', '特此委托', '委托日期'])
        expect(said).toContain(words)
      const seal = signed?.words.find(({ text }) => text.endsWith('公章）：'))
      expect(seal === undefined).toBe(code === 'personal-letter')
      if (!seal) continue
      const side = (45 * 72) / 25.4
      const inside = signed?.words.filter(
        ({ left, top, bottom }) => left < seal.left + side && bottom > seal.bottom && top < seal.bottom + side - 3,
      )
      expect(inside).toEqual([])
    }
  })

  it('S25 markup in what is filled in stays text', async () => {
    const odd = '<img src=x onerror=alert(1)>{{7*7}}'
    const text = await read(await render({ ...unit, personName: odd, unitName: odd }))
    expect(text).toContain(withoutSpace(odd))
  })

  it('has the same bytes each time', async () => {
    expect((await render(unit)).equals(await render(unit))).toBe(true)
  })
})

describe('what founders bring', () => {
  const forms = new Map(
    matters.all.flatMap(({ materials }) => materials.flatMap((one) => one.forms ?? [])).map((one) => [one.code, one]),
  )
  const sample = (code: string): PrintableForm => forms.get(code)?.sheet('sample') ?? form('agreement')
  /** What is written into a sheet, not what it asks. */
  const written = (shown: PrintableForm): readonly string[] =>
    flat(shown.blocks).flatMap((block) =>
      block.type === 'rows'
        ? block.rows.map(({ value }) => value.trim())
        : block.type === 'table'
          ? block.rows.flatMap((cells) => cells.slice(1))
          : [],
    )

  it('has one wording for each code, apart from the forms of accounts', () => {
    for (const { materials } of matters.all)
      for (const one of materials.flatMap(({ forms: named = [] }) => named))
        expect(textOf(one.sheet('sample'))).toBe(textOf(sample(one.code)))
    expect([...forms.keys()].filter(isPrintableFormCode)).toEqual([])
  })

  it.each([...forms])(
    '%s: the sample says it is one and leaves nothing open; the blank says nothing of anybody',
    (code, one) => {
      const [blank, filled] = [one.sheet('blank'), one.sheet('sample')]
      expect([filled.watermark, filled.number]).toEqual(['样例', '样例（不能作为材料提交）'])
      expect(filled.blocks.flatMap(wordsOf).join('')).not.toContain('＿')
      expect(written(filled)).not.toContain('')
      expect(blank.watermark).toBeUndefined()
      if (one.writtenBy === undefined) {
        expect(written(blank).join('')).toBe('')
        for (const name of ['张晓明', '林知远', '古建筑', '2026']) expect(textOf(blank)).not.toContain(name)
      }
      const known = Object.fromEntries(Object.keys(one.known).map((key) => [key, `已知的${key}`]))
      const tables = Object.fromEntries(Object.keys(one.listed).map((title) => [title, [[`行：${title}`]]]))
      const shown = textOf(one.sheet('blank', [{ values: known, tables }]))
      for (const value of [...Object.values(known), ...Object.values(tables).flat(2)]) expect(shown).toContain(value)
      expect(code).toMatch(/^[a-z-]+$/)
    },
  )

  // Sheets with boxes for figures, tables that go on, and the longest text.
  it.each(['person', 'council', 'domicile-lease', 'minutes-social-group', 'attendance'])(
    '%s: nothing is overprinted, and what is filled in stands in the file',
    async (code) => {
      for (const state of ['blank', 'sample'] as const) {
        const shown = forms.get(code)?.sheet(state) ?? form('agreement')
        const pdf = await renderer.form(shown, {
          code,
          address: `https://portal.example.cn/help/forms/${code}?version=1.0`,
          siteName: sites.shanxi.name,
          hostOrgan: sites.shanxi.hostOrgan,
          printedOn: '2026-11-20',
        })
        const sheets = await sheetsOf(pdf)
        expect(sheets.length).toBeLessThanOrEqual(code.startsWith('minutes') ? 2 : 1)
        for (const sheet of sheets) expect(misplacedOn(sheet)).toEqual([])
        const text = withoutSpace(await poppler('pdftotext', ['-raw', '-', '-'], pdf))
        for (const words of written(shown)) expect(text).toContain(withoutSpace(words))
      }
    },
  )
})
