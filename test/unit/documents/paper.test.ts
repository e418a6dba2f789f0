import { describe, expect, test } from 'vitest'
import { DOCUMENT_KINDS } from '../../../src/core/documents/kinds.ts'
import { documents, type DocumentData } from '../../../src/documents/index.ts'
import { createCharacters } from '../../../src/infra/pdf/characters.ts'
import { paginate, type Unit } from '../../../src/infra/pdf/flow.ts'
import { createPdfRenderer } from '../../../src/infra/pdf/render.ts'
import { SEAL_PLACE, SEAL_SIDE } from '../../../src/infra/pdf/sheet.ts'
import { exampleDocument } from '../../support/documents.ts'
import {
  archivalFaults,
  meet,
  misplacedOn,
  readQr,
  sealOf,
  sheetsOf,
  tagsOf,
  type PaperSheet,
} from '../../support/paper.ts'
import { pictures, poppler } from '../../support/poppler.ts'

const verifyUrl = 'https://portal.example.cn/verify-document/7K3MQ9RT2XWDABCD'
const renderer = createPdfRenderer()
const render = (data: DocumentData): Promise<Buffer> => renderer.render(documents.content(data), { verifyUrl })
const letters = DOCUMENT_KINDS.filter((kind) => documents.of(kind).layout === 'notice')

/** Words of a length; a mark every ten characters shows what is lost. */
const words = (length: number): string =>
  Array.from({ length: Math.ceil(length / 10) }, (_, index) => `山川河流湖海〈${(index % 90) + 10}〉`).join('')

/** What officials and applicants may write: names 60 characters, reasons and opinions 500. */
const longest = (field: string, times: number): string =>
  words((/name|unit|phone|label/i.test(field) ? 60 : 500) * times)

/** Every text of the data in another length, as far as its field takes any text. */
const withTexts = (data: DocumentData, write: (field: string) => string): DocumentData => {
  const changed = structuredClone(data) as unknown as Record<string, unknown>
  const common = Object.keys(data).filter((key) =>
    /^(?:kind|number|authorityName|issuedOn|verificationCode|siteName|demo|uscc)$/.test(key),
  )
  const walk = (holder: Record<string, unknown>): void => {
    for (const [field, before] of Object.entries(holder)) {
      if (holder === changed && common.includes(field)) continue
      if (typeof before === 'object' && before !== null) walk(before as Record<string, unknown>)
      if (typeof before !== 'string') continue
      holder[field] = write(field)
      try {
        documents.parse(changed)
      } catch {
        holder[field] = before
      }
    }
  }
  walk(changed)
  return documents.parse(changed)
}

const marksIn = (text: string): number => text.match(/〈\d\d〉/g)?.length ?? 0

/** The text lines of a page between its running head and a height. */
const linesAbove = ({ words: all }: PaperSheet, height: number): number =>
  new Set(all.filter(({ top, bottom }) => top > 95 && bottom <= height).map(({ top }) => Math.round(top))).size

/** What is wrong with a letter, in words; empty for a good one. */
const faultsOfLetter = async (data: DocumentData): Promise<readonly string[]> => {
  const content = documents.content(data)
  const pdf = await render(data)
  const pages = await sheetsOf(pdf)
  const seal = await sealOf(pdf, SEAL_PLACE)
  const last = pages.at(-1)
  if (!seal || !last || content.layout !== 'notice') return ['no place for a seal']
  const faults = pages.flatMap(misplacedOn)
  if (seal.page !== pages.length - 1) faults.push('the seal is not on the last page')
  if (Math.abs(seal.right - seal.left - SEAL_SIDE) > 0.1 || Math.abs(seal.bottom - seal.top - SEAL_SIDE) > 0.1)
    faults.push('the place of the seal has another size')
  if (seal.right > last.width - 20) faults.push('the seal leaves the page')
  const sealed = last.words.filter((word) => meet(word, seal)).map(({ text }) => text)
  const { authorityName, date } = content.signature
  if (!sealed.includes(date)) faults.push('the seal is not over the date')
  for (const text of sealed) if (text !== date && !authorityName.includes(text)) faults.push(`${text} under the seal`)
  if (pages.length > 1 && linesAbove(last, seal.top) < 2) faults.push('a signature without text')
  const printed = marksIn(pages.map(({ words: all }) => all.map(({ text }) => text).join('')).join(''))
  const said = marksIn(JSON.stringify(content))
  if (printed !== said) faults.push(`${printed} of ${said} marks`)
  return faults
}

const [short, long, twice] = ['山西省民政厅', words(40), words(80)] as const
const written: readonly (readonly [string, (data: DocumentData) => DocumentData, string])[] = [
  ['the shortest words of a long authority', (data) => withTexts(data, () => '甲'), long],
  ['usual words', (data) => data, short],
  ['usual words of a long authority', (data) => data, long],
  ['the longest words of a long authority', (data) => withTexts(data, (field) => longest(field, 1)), long],
  ['words twice as long', (data) => withTexts(data, (field) => longest(field, 2)), twice],
]

describe.each(letters)('%s on paper', (kind) => {
  test.each(written)(
    'with %s: all is there, apart, on the sheet, the seal free and never alone',
    async (_what, write, authorityName) => {
      expect(await faultsOfLetter(write(exampleDocument(kind, { authorityName })))).toEqual([])
    },
  )
})

describe.each(DOCUMENT_KINDS)('%s', (kind) => {
  test('shows a QR code that leads to its verification, and is sound as a file to be kept', async () => {
    const pdf = await render(exampleDocument(kind))
    // A letter is checked at its end, a certificate on its face.
    const last = documents.of(kind).layout === 'notice'
    const shown = (await pictures(pdf, 100)).at(last ? -1 : 0)
    expect(shown && readQr(shown)).toBe(verifyUrl)
    expect(await archivalFaults(pdf)).toEqual([])
  })
})

test('nothing but the signature is printed where the seal goes', async () => {
  for (const kind of ['RECEIPT', 'NAME_APPROVAL'] as const) {
    const data = exampleDocument(kind, { demo: false })
    const pdf = await render(data)
    const seal = await sealOf(pdf, SEAL_PLACE)
    const last = (await sheetsOf(pdf)).at(-1)
    const picture = (await pictures(pdf, 72)).at(-1)
    if (!seal || !last || !picture) throw new Error('no page with a seal')
    const printed: string[] = []
    for (let y = Math.ceil(seal.top); y < seal.bottom; y += 1)
      for (let x = Math.ceil(seal.left); x < seal.right; x += 1) {
        const within = { left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 }
        if (picture.dots[y * picture.width + x] !== 255 && !last.words.some((word) => meet(word, within)))
          printed.push(`${x}/${y}`)
      }
    expect(printed).toEqual([])
  }
})

describe('the pages of a letter', () => {
  const page = { top: 0, bottom: 100 }
  const unit = (height: number, own: Partial<Unit> = {}): Unit => ({ height, draw: () => undefined, ...own })
  const placesOf = (units: readonly Unit[]): readonly string[] =>
    paginate(units, page).map(({ page: index, y }) => `${index}/${y}`)

  test('what belongs together stays together, and only what is higher than a page is parted', () => {
    expect(placesOf([unit(60), unit(30, { keepWithNext: true }), unit(30)])).toEqual(['0/0', '1/0', '1/30'])
    expect(placesOf([unit(60, { keepWithNext: true }), unit(60)])).toEqual(['0/0', '1/0'])
  })

  test('no page begins or ends with a gap, and two gaps are not added up', () => {
    expect(placesOf([unit(40, { before: 8, after: 8 }), unit(40, { before: 6 }), unit(40, { before: 6 })])).toEqual([
      '0/0',
      '0/48',
      '1/0',
    ])
  })

  test('a page that begins with a row repeats its head; a long row is cut, its end keeps what follows', () => {
    const head = { height: 10, draw: () => undefined }
    expect(placesOf([unit(80), unit(30, { head })])).toEqual(['0/0', '1/0', '1/10'])
    const split = (room: number) => [unit(room), unit(150 - room)] as const
    expect(placesOf([unit(20), unit(150, { split, keepWithNext: true }), unit(30)])).toEqual([
      '0/0',
      '0/20',
      '1/0',
      '1/70',
    ])
  })
})

test('tables have heads that say of what, lists have labels, whatever page they go on to', async () => {
  const items = Array.from({ length: 30 }, (_, index) => ({ target: `第${index + 1}份材料`, reason: words(60) }))
  const reasons = Array.from({ length: 12 }, () => ({ text: words(200), basis: null }))
  const tags = [
    ...(await tagsOf(await render(exampleDocument('CORRECTION_NOTICE', { items })))),
    ...(await tagsOf(await render(exampleDocument('NAME_REJECTION', { reasons })))),
    ...(await tagsOf(await render(exampleDocument('ACCEPTANCE_NOTICE')))),
  ]
  const childrenOf = (type: string): readonly string[] => [
    ...new Set(tags.filter((tag) => tag.type === type).map(({ children }) => [...new Set(children)].join(' '))),
  ]
  expect(childrenOf('Table').toSorted()).toEqual(['TBody', 'THead TBody'])
  expect(childrenOf('THead')).toEqual(['TR'])
  expect(childrenOf('L')).toEqual(['LI'])
  expect(childrenOf('LI')).toEqual(['Lbl LBody'])
  expect(tags.filter(({ type }) => type === 'LI')).toHaveLength(12)
  expect(tags.filter(({ type }) => type === 'THead')).toHaveLength(1)
  expect(tags.filter(({ type, scope }) => type === 'TH' && scope === undefined)).toEqual([])
})

test('letters with marks are set in the Latin face, in both weights, and can be read', async () => {
  const marked = Array.from({ length: 0x180 - 0xa1 }, (_, index) => String.fromCodePoint(0xa1 + index))
    .filter((char) => /\p{L}/u.test(char))
    .join('')
  const name = '王Łukasz与Gülşen Őz研究会'
  const data = exampleDocument('NAME_APPROVAL', { approvedName: name, supervisoryUnit: marked })
  const pdf = await render(data)
  expect((await poppler('pdftotext', ['-raw', '-', '-'], pdf)).replaceAll(/\s/g, '')).toContain(marked)
  const fonts = await poppler('pdffonts', ['-'], pdf)
  for (const font of ['NotoSerif-Regular', 'NotoSerif-Bold']) expect(fonts).toContain(font)
  expect(fonts).not.toContain('HanaMin')
  expect(await createCharacters().lacking(marked)).toEqual([])
  expect((await render(data)).equals(pdf)).toBe(true)
})
