import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { DOCUMENT_KINDS } from '../../../src/core/documents/kinds.ts'
import { documents, type DocumentData } from '../../../src/documents/index.ts'
import { createLogger } from '../../../src/infra/logger.ts'
import { createCharacters, mainFonts } from '../../../src/infra/pdf/characters.ts'
import { certificateLayout, mm } from '../../../src/infra/pdf/certificate-layout.ts'
import { AppError } from '../../../src/core/errors.ts'
import { createPdfPress } from '../../../src/infra/pdf/press.ts'
import { createPdfRenderer } from '../../../src/infra/pdf/render.ts'
import { exampleDocument } from '../../support/documents.ts'
import { meet, sealOf, sheetsOf, type PaperSheet } from '../../support/paper.ts'
import { pictures, poppler } from '../../support/poppler.ts'

const verifyUrl = 'https://portal.example.cn/verify-document/7K3M-Q9RT-2XWD'
const renderer = createPdfRenderer()
/** Another process, so to say: it has drawn other things before. */
const other = createPdfRenderer()
const { lacking, rareOf } = createCharacters()
const render = (data: DocumentData): Promise<Buffer> => renderer.render(documents.content(data), { verifyUrl })

const withoutSpace = (text: string): string => text.replaceAll(/\s/gu, '')
const textOf = async (pdf: Buffer): Promise<string> => withoutSpace(await poppler('pdftotext', ['-raw', '-', '-'], pdf))
const pagesOf = async (pdf: Buffer): Promise<string[]> =>
  (await poppler('pdftotext', ['-', '-'], pdf)).split('\f').slice(0, -1).map(withoutSpace)

describe.each(DOCUMENT_KINDS)('the PDF of %s', (kind) => {
  const data = exampleDocument(kind)

  test('can be read as text and says everything that is required', async () => {
    const text = await textOf(await render(data))
    for (const words of documents.of(kind).mustSay) expect(text).toContain(withoutSpace(words))
    for (const words of [
      data.number,
      data.authorityName,
      data.verificationCode,
      '扫描二维码可核验真伪',
      '2026年11月20日',
    ]) {
      expect(text).toContain(words)
    }
  })

  test('has the same bytes each time, whatever was drawn before', async () => {
    const first = await render(data)
    await render(exampleDocument('DECISION_GRANTED'))
    const again = await render(data)
    const elsewhere = await other.render(documents.content(data), { verifyUrl })
    expect(again.equals(first)).toBe(true)
    expect(elsewhere.equals(first)).toBe(true)
  })
})

describe('PDF files', () => {
  test('name their title, author, language and day of issue, and are tagged', async () => {
    const pdf = await render(exampleDocument('ACCEPTANCE_NOTICE'))
    const info = await poppler('pdfinfo', ['-isodates', '-'], pdf)
    expect(info).toMatch(/Title:\s+受理通知书 晋民社受〔2026〕1号/)
    expect(info).toMatch(/Author:\s+山西省民政厅/)
    expect(info).toMatch(/Tagged:\s+yes/)
    expect(info).toMatch(/CreationDate:\s+2026-11-19T16:00:00Z/)
    expect(pdf.toString('latin1')).toContain('/Lang (zh-CN)')
  })

  test('carry subsets of their fonts only', async () => {
    const pdf = await render(exampleDocument('ACCEPTANCE_NOTICE'))
    const fonts = (await poppler('pdffonts', ['-'], pdf)).trim().split('\n').slice(2)
    expect(fonts).toHaveLength(2)
    for (const font of fonts)
      expect(font).toMatch(/NotoSerifSC-(Regular|Bold)\s+CID TrueType\s+Identity-H\s+yes yes yes/)
    expect(pdf.length).toBeLessThan(200_000)
  })

  test('a character that shares its shape with another keeps its own code, whichever came first', async () => {
    const denied = (text: string) => exampleDocument('DECISION_DENIED', { reasons: [{ text, basis: null }] })
    const dot = denied('买买提\u00b7买合木提')
    const katakanaDot = denied('买买提\u30fb买合木提')
    const fresh = createPdfRenderer()
    await fresh.render(documents.content(katakanaDot), { verifyUrl })
    const after = await fresh.render(documents.content(dot), { verifyUrl })
    expect(after.equals(await createPdfRenderer().render(documents.content(dot), { verifyUrl }))).toBe(true)
  })

  test('18 rare characters are glyphs and text, in running text and bold, with the same bytes each time', async () => {
    const organizationName = '山西省𬎆𡝅研究会'
    const reason = '王𬎆、李𡝅与Łukasz Čapek、Nguyễn Văn Ẽn提交的材料不一致。'.repeat(8)
    const wide: DocumentData[] = [
      exampleDocument('NAME_APPROVAL', { applicantName: '王𬎆', organizationName, approvedName: organizationName }),
      exampleDocument('CERTIFICATE_ORIGINAL', { organizationName, legalRepresentative: '李𡝅' }),
      exampleDocument('DECISION_DENIED', {
        organizationName,
        reasons: [{ text: reason, basis: null }],
        explanation: null,
      }),
    ]
    for (const data of wide) {
      const pdf = await render(data)
      const text = await textOf(pdf)
      for (const words of [organizationName, ...(data.kind === 'DECISION_DENIED' ? [withoutSpace(reason)] : [])])
        expect(text).toContain(words)
      const fonts = (await poppler('pdffonts', ['-'], pdf)).trim().split('\n').slice(2)
      expect(fonts.some((font) => /HanaMinB\s+CID TrueType\s+Identity-H\s+yes yes yes/.test(font))).toBe(true)
      expect(await poppler('pdfinfo', ['-'], pdf)).toMatch(/Tagged:\s+yes/)
      expect(pdf.length).toBeLessThan(200_000)
      const elsewhere = await other.render(documents.content(data), { verifyUrl })
      expect(elsewhere.equals(pdf)).toBe(true)
    }
  })

  test('18 what no font can set is named: joining and stacked scripts, private code points, later extensions', async () => {
    expect(await lacking({ name: '王𬎆\t李𡝅\n张〇·Łukasz', rows: ['㎡', '—'] })).toEqual([])
    expect(await lacking(['ئا', 'བོད', 'ᠮ', '\ue000', '\u{30000}', '王\u{323af}王\u{323af}'])).toEqual([
      'ئ',
      'ا',
      'བ',
      'ོ',
      'ད',
      'ᠮ',
      '\ue000',
      '\u{30000}',
      '\u{323af}',
    ])
  })

  test('演示 stands across every sheet of a demonstration as a shape, never in the text, and on no other paper', async () => {
    const items = Array.from({ length: 20 }, (_, index) => ({ target: `第${index + 1}份材料`, reason: '缺少签章' }))
    const grey = async (demo: boolean): Promise<boolean[]> => {
      const pdf = await render(exampleDocument('CORRECTION_NOTICE', { items, demo }))
      expect((await textOf(pdf)).match(/演示/g)?.length).toBe(demo ? 1 : undefined)
      return (await pictures(pdf, 50)).map(({ dots }) => dots.filter((dot) => dot === 0xeb).length > 2_000)
    }
    expect(await grey(true)).toEqual([true, true])
    expect(await grey(false)).toEqual([false, false])
  })

  test('a long list goes over the pages with its head repeated and every page numbered', async () => {
    const items = Array.from({ length: 40 }, (_, index) => ({
      target: `第${index + 1}份材料`,
      reason: `缺少签章，请补签后重新上传${'，并附产权证明复印件'.repeat(index % 4)}`,
    }))
    const pages = await pagesOf(await render(exampleDocument('CORRECTION_NOTICE', { items })))
    expect(pages.length).toBeGreaterThan(2)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`—${index + 1}—`)
      if (index > 0) expect(page).toContain(`第${index + 1}页，共${pages.length}页`)
      if (/第\d+份材料/.test(page)) expect(page).toContain('存在的问题及补正要求')
    }
    for (const { target } of items) expect(pages.filter((page) => page.includes(target))).toHaveLength(1)
  })

  test('a cell longer than a page is cut, and nothing of it is lost', async () => {
    const reason = Array.from({ length: 300 }, (_, index) => `（${index + 1}）条款表述不完整`).join('；')
    const data = exampleDocument('CORRECTION_NOTICE', { items: [{ target: '章程草案', reason }] })
    const text = await textOf(await render(data))
    for (let index = 1; index <= 300; index += 1) expect(text).toContain(`（${index}）`)
  })

  const parts = ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'] as const
  /** `times` 1: as long as the fields may be. */
  const longest = (times: number, area: boolean) => ({
    organizationName: `山西省${'古建筑彩画与传统村落保护'.repeat(5 * times)}`.slice(0, 57 * times) + '研究会',
    legalRepresentative: '买买提·买合木提'.repeat(6 * times).slice(0, 50 * times),
    businessScope: '开展古建筑彩画的学术研究、技艺传承、人才培训；'.repeat(25 * times).slice(0, 600 * times),
    activityArea: area ? '山西省太原市迎泽区、'.repeat(10 * times) : null,
    domicile: '山西省太原市迎泽区示范路1号院2号楼301室（原综合楼东侧）'.repeat(7 * times).slice(0, 200 * times),
    registeredFundTenThousands: '99999999.9999',
    supervisoryUnit: area ? '山西省工业和信息化与文化旅游局'.repeat(3 * times) : null,
    authorityName: '长治高新技术产业开发区行政审批服务管理局'.repeat(times),
    substitutes: Object.fromEntries(
      Array.from({ length: 12 * times }, (_, index) => [String.fromCodePoint(0x3_0000 + index), '玉加异']),
    ),
  })

  test.each(parts.flatMap((kind) => [1, 2].flatMap((times) => [true, false].map((area) => ({ kind, times, area })))))(
    '12 no two lines of $kind meet at $times times the longest (area: $area)',
    async ({ kind, times, area }) => {
      const own = longest(times, area)
      const content = documents.content(exampleDocument(kind, own))
      if (content.layout !== 'certificate') throw new Error('no certificate')
      const pdf = await renderer.render(content, { verifyUrl })
      const sheets = await sheetsOf(pdf)
      expect(sheets.length).toBeGreaterThan(1)
      for (const [page, { width, height, words: lines }] of sheets.entries()) {
        // The inner line of the frame is 14.1 mm from the edge.
        const inside = { left: 41, top: 41, right: width - 41, bottom: height - 41 }
        const sealed = await sealOf(pdf, page === 0 ? 'seal' : `seal-attached-${page}`)
        if (sealed?.page !== page) throw new Error('no place for the seal')
        expect([sealed.right - sealed.left, sealed.bottom - sealed.top].map(Math.round)).toEqual([128, 128])
        expect(sealed.left > inside.left && sealed.right < inside.right && sealed.bottom < inside.bottom).toBe(true)
        const out = lines.filter(
          (line) =>
            line.left < inside.left ||
            line.right > inside.right ||
            line.top < inside.top ||
            line.bottom > inside.bottom,
        )
        expect(out).toEqual([])
        // The font is 1.437 of its size high.
        expect(lines.filter(({ top, bottom }) => bottom - top < 9 * 1.43)).toEqual([])
        expect(
          lines.flatMap((one, at) => lines.slice(at + 1).flatMap((two) => (meet(one, two) ? [[one, two]] : []))),
        ).toEqual([])
        const below = lines.filter((line) => meet(line, sealed)).map(({ text }) => text)
        expect(below.join('')).toBe(`${own.authorityName}2026年11月20日`)
      }
      // What was cut says so, and stands whole on the attached sheets, each of which says what it belongs to.
      const texts = (await poppler('pdftotext', ['-raw', '-', '-'], pdf)).split('\f').slice(0, -1).map(withoutSpace)
      expect(texts[0]).toContain('……（全文见附页）')
      const attached = texts.slice(1).map((text, index) => {
        expect(text).toContain(`附页第${index + 1}页共${texts.length - 1}页`)
        for (const words of [content.number, '51140000MJ0000018C', '7K3M-Q9RT-2XWD']) expect(text).toContain(words)
        const head = `名称：${own.organizationName}`
        return text.slice(text.indexOf(head) + head.length, text.indexOf('本附页是'))
      })
      const whole = [texts[0], ...attached].join('')
      for (const words of [own.businessScope, own.domicile, content.note]) expect(whole).toContain(words)
    },
  )

  test.each(parts)(
    '17 on a blank %s has its fields where the drawn sheet has them, and nothing the blank carries',
    async (kind) => {
      const content = documents.content(exampleDocument(kind))
      if (content.layout !== 'certificate') throw new Error('no certificate')
      const offset = { right: -2.5, down: 4 }
      const [drawn = [], printed = [], tested = []] = await Promise.all(
        [
          await renderer.render(content, { verifyUrl }),
          await renderer.render(content, { verifyUrl, overprint: offset }),
          await renderer.overprintTest(content, offset),
        ].map(async (pdf) => (await sheetsOf(pdf))[0]?.words),
      )
      const labels = [...content.fields.map(({ label }) => label), content.heading, '年检', '年度']
      expect(printed.filter(({ text }) => labels.some((label) => text.startsWith(label)))).toEqual([])
      expect(printed.length).toBeGreaterThan(content.fields.length)
      const places = (words: PaperSheet['words']) =>
        words.map(({ text, left, top }) => [text, Math.round(left * 10), Math.round(top * 10)])
      const moved = drawn.map((word) => ({
        ...word,
        left: word.left + mm(offset.right),
        top: word.top + mm(offset.down),
      }))
      for (const word of places(printed)) expect(places(moved)).toContainEqual(word)
      const { fields } = certificateLayout(content, offset)
      for (const { key, label, value } of content.fields) {
        const place = fields[key]?.value
        if (!place) throw new Error(`no place for ${key}`)
        const box = {
          left: mm(place.x),
          top: mm(place.y),
          right: mm(place.x + place.width),
          bottom: mm(place.y + place.height),
        }
        const inBox = (words: PaperSheet['words']) =>
          words
            .filter((word) => meet(word, box))
            .map(({ text }) => text)
            .join('')
        expect(inBox(printed)).toBe(withoutSpace(value))
        // The test page names the field there, and says nothing of anybody's certificate.
        expect(inBox(tested)).toBe(label)
      }
      expect(tested.map(({ text }) => text).join('')).not.toContain(content.number)
    },
  )

  test.each(parts)('14 %s has its code in groups of four and says where to check it', async (kind) => {
    const text = await textOf(await render(exampleDocument(kind, { verificationCode: '7K3MQ9RT2XWD4FGH' })))
    expect(text).toContain('核验码：7K3M-Q9RT-2XWD-4FGH')
    expect(text).toContain('核验网址：https://portal.example.cn/verify-document')
  })
})

describe('the process in which PDF files are made', () => {
  const quiet = createLogger('silent')

  test('gives the same bytes, to several who ask at once', async () => {
    const press = createPdfPress(quiet)
    const wanted = [exampleDocument('RECEIPT'), exampleDocument('DECISION_GRANTED')]
    const made = await Promise.all(wanted.map((data) => press.render(documents.content(data), { verifyUrl })))
    for (const [index, data] of wanted.entries()) expect(made[index]?.equals(await render(data))).toBe(true)
    await press.close()
    await expect(press.render(documents.content(exampleDocument('RECEIPT')), { verifyUrl })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    })
  })

  test.each([
    ['memory', { milliseconds: 30_000, bytes: 1 }],
    ['time', { milliseconds: 1, bytes: 2 ** 40 }],
  ])(
    'a file that takes too much %s is given up, and so is each after it: nobody waits for ever',
    async (_what, budget) => {
      const press = createPdfPress(quiet, budget)
      const asked = [1, 2].map(() => press.render(documents.content(exampleDocument('RECEIPT')), { verifyUrl }))
      for (const one of asked) await expect(one).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      await press.close()
    },
  )

  test('one who wants many waits between the files of others, and may not fill the queue', async () => {
    const press = createPdfPress(quiet)
    const order: string[] = []
    const ask = (who: string) =>
      press.askedBy(who, () =>
        press.render(documents.content(exampleDocument('RECEIPT')), { verifyUrl }).then(
          () => order.push(who),
          (error: unknown) => error,
        ),
      )
    const many = Array.from({ length: 24 }, () => ask('many'))
    const asked = await Promise.all([...many, ask('other'), ask('third')])
    await press.close()
    expect(asked.filter((answer) => answer instanceof AppError && answer.code === 'BUSY')).toHaveLength(4)
    expect(order.indexOf('other')).toBeLessThan(3)
    expect(order.indexOf('third')).toBeLessThan(4)
    expect(order.filter((who) => who === 'many')).toHaveLength(20)
  })

  test('a document that cannot be drawn is a fault of its own, and the next one is made', async () => {
    const press = createPdfPress(quiet)
    const broken = { ...documents.content(exampleDocument('RECEIPT')), issuedOn: 'never' }
    await expect(press.render(broken, { verifyUrl })).rejects.toThrow('Invalid Date')
    expect((await press.render(documents.content(exampleDocument('RECEIPT')), { verifyUrl })).length).toBeGreaterThan(
      1000,
    )
    await press.close()
  })

  test('which characters there are is read out of the font as its own parser reads it', async () => {
    const fromHere = createRequire(import.meta.url)
    const parser = createRequire(fromHere.resolve('pdfkit'))('fontkit') as {
      openSync: (file: string) => { hasGlyphForCodePoint: (code: number) => boolean }
    }
    const font = parser.openSync(fromHere.resolve(mainFonts.regular))
    const wrong: number[] = []
    for (let code = 0x20; code < 0x3_2400; code += 1) {
      if (code >= 0xd800 && code < 0xe000) continue
      const rare = (await rareOf(String.fromCodePoint(code))).size > 0
      if (rare === font.hasGlyphForCodePoint(code)) wrong.push(code)
    }
    expect(wrong).toEqual([])
  })
})
