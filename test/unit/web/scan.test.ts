import { PDFDocument } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { safeCopy } from '../../../src/infra/inspector/pdf-copy.ts'

type Crop = { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number }
type Size = { readonly width: number; readonly height: number }
type Scripts = {
  readonly pdfOf: (pages: readonly (Size & { readonly blob: Blob })[]) => Blob
  readonly turnedCrop: (crop: Crop) => Crop
  readonly planOf: (
    size: Size,
    turns: number,
    crop: Crop,
    longest: number,
  ) => Size & { readonly transform: readonly number[] }
  readonly pauseAfter: (failures: number, after?: number) => number | undefined
  readonly outcomeOf: (answer: {
    readonly status: number
    readonly after?: string
    readonly body?: Readonly<Record<string, unknown>>
    readonly said?: string
  }) => { readonly kind: string; readonly text?: string; readonly after?: number; readonly login?: string }
}

/** Parts of pages that run in browsers; what is asked of them here needs none. */
const { pdfOf, turnedCrop, planOf, pauseAfter, outcomeOf } = Object.assign(
  {},
  ...(await Promise.all(
    ['scan-pdf', 'scan-picture', 'upload-send'].map(
      (name) => import(new URL(`../../../public/js/${name}.js`, import.meta.url).href),
    ),
  )),
) as Scripts

it('pictures become the pages of a PDF the portal takes, each in its own shape', async () => {
  const page = async (width: number, height: number) => {
    const bytes = await sharp({ create: { width, height, channels: 3, background: '#c00' } })
      .jpeg()
      .toBuffer()
    return { blob: new Blob([new Uint8Array(bytes)]), width, height }
  }
  const pdf = Buffer.from(await pdfOf([await page(300, 400), await page(400, 200)]).arrayBuffer())
  const pages = (await PDFDocument.load(pdf)).getPages()
  expect(pages.map((one) => [one.getWidth(), one.getHeight()])).toEqual([
    [631.5, 842],
    [842, 421],
  ])
  const shown = await safeCopy(pdf)
  expect(typeof shown === 'string' ? shown : shown.pages).toBe(2)
})

/** Where a point of the picture lies on the page. */
const place = ([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]: readonly number[], x: number, y: number) =>
  [a * x + c * y + e, b * x + d * y + f].map(Math.round)

const crop = { top: 0.1, right: 0, bottom: 0, left: 0.25 }

it.each([
  // The picture is 400 × 300 and half as large on the page; its first corner is cut off except where the crop is turned.
  { turns: 0, size: [150, 135], corner: [-50, -15] },
  { turns: 1, size: [113, 180], corner: [113, -20] },
  { turns: 2, size: [150, 135], corner: [150, 135] },
  { turns: 3, size: [113, 180], corner: [-37, 180] },
])('a picture turned $turns times lies on its page whole', ({ turns, size, corner }) => {
  const longest = turns % 2 === 0 ? 150 : 180
  const plan = planOf({ width: 400, height: 300 }, turns, crop, longest)
  expect([plan.width, plan.height]).toEqual(size)
  expect(place(plan.transform, 0, 0)).toEqual(corner)
})

it('what is cut off stays cut off when the picture is turned', () => {
  const before = { top: 0.1, right: 0.2, bottom: 0.3, left: 0.4 }
  expect(turnedCrop(before)).toEqual({ top: 0.4, right: 0.1, bottom: 0.2, left: 0.3 })
  expect([1, 2, 3, 4].reduce((one) => turnedCrop(one), before)).toEqual(before)
})

it.each([
  [{ status: 200 }, { kind: 'saved' }],
  [{ status: 0 }, { kind: 'broken', text: '网络中断' }],
  [
    { status: 503, after: '10', said: '现在上传文件的人较多' },
    { kind: 'broken', text: '现在上传文件的人较多', after: 10 },
  ],
  [
    { status: 429, after: '600', body: { error: '过多' } },
    { kind: 'broken', text: '过多', after: 600 },
  ],
  [{ status: 507 }, { kind: 'broken', after: Infinity }],
  [
    { status: 401, body: { error: 'login', login: '/login/personal' } },
    { kind: 'login', login: '/login/personal' },
  ],
  [
    { status: 401, body: { error: 'displaced' } },
    { kind: 'login', text: '您的账号已在其他设备登录' },
  ],
  [
    { status: 403, body: { error: '页面已过期' } },
    { kind: 'stale', text: '页面已过期' },
  ],
  [
    { status: 403, body: { error: 'x', setup: '/account/phone' } },
    { kind: 'refused', text: '上传没有成功' },
  ],
  [
    { status: 422, said: 'a.pdf：文件是空的' },
    { kind: 'refused', text: 'a.pdf：文件是空的' },
  ],
  [
    { status: 413, body: { error: '文件过大' } },
    { kind: 'refused', text: '文件过大' },
  ],
])('an upload answered with %o', (answer, outcome) => {
  expect(outcomeOf(answer)).toMatchObject(outcome)
})

it('a broken upload is tried again by itself at growing distances, as often as the portal allows, then by hand', () => {
  expect([1, 2, 3, 4, 5].map((failures) => pauseAfter(failures))).toEqual([1, 3, 10, 30, undefined])
  expect([pauseAfter(1, 10), pauseAfter(3, 2), pauseAfter(1, 600), pauseAfter(1, Infinity)]).toEqual([
    10,
    10,
    undefined,
    undefined,
  ])
})
