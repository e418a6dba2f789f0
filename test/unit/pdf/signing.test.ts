import { createHash } from 'node:crypto'
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { authoritySeal, organizationSeal } from '../../../src/core/seals/faces.ts'
import type { DocumentFonts } from '../../../src/infra/pdf/fonts.ts'
import { join } from '../../../src/infra/pdf/bundle.ts'
import { drawSeal, sealContent, sealSvg } from '../../../src/infra/pdf/seal.ts'
import { embedSignature, fillRange } from '../../../src/infra/pdf/signature-bytes.ts'
import { addEvidence, prepareSignature, seamSlices, type SignatureField } from '../../../src/infra/pdf/signing.ts'

// A square for every character: what is tested is where things stand, not how characters look.
const fonts = {
  outlines: () => ({ unitsPerEm: 1000, width: 1000, glyphs: [{ path: 'M0 0L1000 0Q1000 880 500 880L0 880Z', at: 0 }] }),
} as unknown as DocumentFonts

const file = async (pages: number, streams = false): Promise<Buffer> => {
  const doc = await PDFDocument.create()
  for (let page = 0; page < pages; page += 1) doc.addPage([595, 842])
  const [first] = doc.getPages()
  const place = doc.context.obj([first?.ref, 'FitR', 300, 100, 427.6, 227.6])
  const names = doc.context.obj({ Names: [PDFString.of('seal'), place] })
  doc.catalog.set(PDFName.of('Names'), doc.context.obj({ Dests: names }))
  return Buffer.from(await doc.save({ useObjectStreams: streams }))
}

const field = (more: Partial<SignatureField> = {}): SignatureField => ({
  seal: { face: authoritySeal('CITY', '太原市行政审批服务管理局'), place: { named: 'seal' } },
  name: '太原市行政审批服务管理局',
  reason: '签发',
  at: Date.parse('2026-11-20T04:00:00Z'),
  room: 200,
  ...more,
})

const cms = Buffer.from('3003020101', 'hex')

const signed = async (pdf: Buffer, more: Partial<SignatureField> = {}) => {
  const prepared = fillRange(await prepareSignature(pdf, field(more), fonts))
  return { prepared, pdf: embedSignature(prepared, cms) }
}

const rangesOf = (pdf: Buffer): number[][] =>
  Array.from(pdf.toString('latin1').matchAll(/\/ByteRange \[ (\d+) (\d+) (\d+) (\d+) *\]/g), (match) =>
    match.slice(1).map(Number),
  )

describe.each([false, true])('a signed file, object streams %s', (streams) => {
  test('all of it but the hole is covered, and nothing that was there is changed', async () => {
    const before = await file(2, streams)
    const { prepared, pdf } = await signed(before, { seam: true })
    expect(pdf.subarray(0, before.length).equals(before)).toBe(true)
    const [[start, first, second, rest] = []] = rangesOf(pdf)
    expect([start, (second ?? 0) + (rest ?? 0)]).toEqual([0, pdf.length])
    expect(pdf.subarray(first, second).toString('latin1')).toMatch(/^<3003020101(00)+>$/)
    const hash = createHash('sha256').update(pdf.subarray(0, first)).update(pdf.subarray(second))
    expect(prepared.digest.equals(hash.digest())).toBe(true)
    expect(await PDFDocument.load(pdf).then((doc) => doc.getForm().getFields().length)).toBe(1)
  })

  test('another signature and the evidence stand behind it; each piece of evidence once', async () => {
    const { pdf: once } = await signed(await file(1, streams))
    const { pdf: twice } = await signed(once, { seal: undefined })
    expect(twice.subarray(0, once.length).equals(once)).toBe(true)
    const [first, second] = rangesOf(twice)
    expect((first?.[2] ?? 0) + (first?.[3] ?? 0)).toBe(once.length)
    expect((second?.[2] ?? 0) + (second?.[3] ?? 0)).toBe(twice.length)
    const evidence = { certs: [Buffer.from('one'), Buffer.from('two')], crls: [Buffer.from('list')], ocsps: [] }
    const kept = await addEvidence(await addEvidence(twice, evidence), evidence)
    expect(kept.subarray(0, twice.length).equals(twice)).toBe(true)
    const doc = await PDFDocument.load(kept)
    expect(
      doc
        .getForm()
        .getFields()
        .map((one) => one.getName()),
    ).toEqual(['seal-1', 'seal-2'])
    expect(kept.toString('latin1').match(/stream\r?\n(?:one|two|list)\r?\nendstream/g)).toHaveLength(3)
  })
})

test('what is signed gets no pictures on its pages', async () => {
  const { pdf } = await signed(await file(2))
  await expect(signed(pdf, { seam: true })).rejects.toThrow('signed already')
})

test('joined with other papers it shows its seal, and is no signed file any more', async () => {
  const { pdf } = await signed(await file(2))
  const whole = await join(await Promise.all([pdf, pdf].map((bytes) => PDFDocument.load(bytes))))
  const read = await PDFDocument.load(whole)
  expect(read.getPages().map((page) => page.node.Annots()?.size() ?? 0)).toEqual([1, 0, 1, 0])
  const written = Buffer.from(await read.save({ useObjectStreams: false })).toString('latin1')
  expect(written).toContain('/Subtype /Widget')
  expect(written).not.toMatch(/ByteRange|30030201/)
})

test('a place nobody named, a signature too long and a file that waits for none are refused', async () => {
  const face = authoritySeal('CITY', '甲')
  await expect(signed(await file(1), { seal: { face, place: { named: 'stamp' } } })).rejects.toThrow('names no place')
  const { prepared } = await signed(await file(1))
  expect(() => embedSignature(prepared, Buffer.alloc(201))).toThrow('room for 200')
  expect(() => fillRange(prepared.pdf)).toThrow('waits for no signature')
})

test('every page of many has its slice, and the slices of a group make one seal', () => {
  for (let pages = 2; pages <= 100; pages += 1) {
    const slices = seamSlices(pages, 42)
    expect(slices).toHaveLength(pages)
    for (const [index, { left, width }] of slices.entries()) {
      const before = slices[index - 1]
      expect(width).toBeGreaterThan(2.4)
      expect(width).toBeLessThan(42)
      if (left > 0) expect(left).toBeCloseTo((before?.left ?? 0) + (before?.width ?? 0))
      else if (before) expect(before.left + before.width).toBeCloseTo(42)
    }
  }
})

describe('a round seal', () => {
  test.each([
    ['SOCIAL_GROUP', 'NATION', 45],
    ['SOCIAL_GROUP', 'PROVINCE', 42],
    ['PRIVATE_NON_ENTERPRISE', 'NATION', 45],
    ['PRIVATE_NON_ENTERPRISE', 'COUNTY', 42],
    ['FOUNDATION', 'PROVINCE', 45],
  ] as const)('of %s at %s has %i mm', (type, level, millimetres) => {
    expect(organizationSeal(type, level, '甲').millimetres).toBe(millimetres)
  })

  test.each([1, 6, 13, 25, 60])('a name of %i characters stands inside the ring, left to right', (count) => {
    const picture = drawSeal({ name: '山'.repeat(count), lower: '合同专用章', millimetres: 42 }, fonts)
    const [, , ...glyphs] = picture.shapes
    const corners = glyphs.map(({ matrix: [a, b, c, d, e, f] }) =>
      [0, 1000].flatMap((x) => [0, 880].map((y) => [a * x + c * y + e, b * x + d * y + f] as const)),
    )
    for (const [x, y] of corners.flat()) expect(Math.hypot(x - 21, y - 21)).toBeLessThan(21)
    const angles = corners.slice(0, count).map(([corner = [0, 0]]) => Math.atan2(corner[0] - 21, 21 - corner[1]))
    expect(angles).toEqual(angles.toSorted((one, other) => one - other))
  })

  test('is the same in a file and on a page', () => {
    const picture = drawSeal(authoritySeal('PROVINCE', '山西省民政厅'), fonts)
    expect(sealSvg(picture)).toContain('<title>印章：山西省民政厅</title>')
    expect(sealSvg(picture).match(/<path /g)).toHaveLength(8)
    expect(sealContent(picture).match(/^f Q$/gm)).toHaveLength(8)
    expect(sealContent(picture)).not.toMatch(/NaN|undefined|[MLZ]/)
  })
})
