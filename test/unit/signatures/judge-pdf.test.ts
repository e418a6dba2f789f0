import { beforeAll, describe, expect, it } from 'vitest'
import { judgePdf } from '../../../src/infra/signatures/judge-pdf.ts'
import type { Trust } from '../../../src/infra/signatures/trust.ts'
import { makeCrl } from '../../../src/sandbox/pki/answers.ts'
import { makeKey } from '../../../src/sandbox/pki/issuing.ts'
import {
  appended,
  blank,
  filled,
  formOf,
  messageBy,
  pageOf,
  signed,
  stream,
  withEvidence,
  type Draft,
  type Signing,
} from '../../support/signed-pdf.ts'
import { later, now, party, type Party } from '../pki/authorities.ts'

type World = {
  readonly root: Party
  readonly signer: Party
  readonly second: Party
  readonly stamper: Party
  readonly stranger: Party
  readonly crl: Uint8Array
  readonly trust: Trust
}
let world: World

beforeAll(async () => {
  const root = await party('测试根')
  const issuer = { name: root.name, key: root.key }
  const crl = makeCrl({ issuer, revoked: [], thisUpdate: later(-1), nextUpdate: later(6) })
  world = {
    root,
    signer: await party('甲协会', { issuer }),
    second: await party('乙登记机关', { issuer }),
    stamper: await party('时间戳', {
      issuer,
      profile: {
        ca: false,
        keyUsage: ['digitalSignature'],
        extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
        extendedCritical: true,
      },
    }),
    stranger: await party('外人', { issuer: { name: root.name, key: await makeKey('EC') } }),
    crl,
    trust: { anchors: [root.certificate], certificates: [], crls: [crl], ocsps: [], now, freshness: 86_400_000 },
  }
})

const by = (over: Partial<Signing> = {}): Signing => ({ by: world.signer, stampedBy: world.stamper, at: now, ...over })
const one = (over: Partial<Signing> = {}): Draft => signed(blank(), by(over))

/** Each signature as `answer: what decided`. */
const told = (pdf: Buffer, trust: Partial<Trust> = {}): readonly string[] => {
  const { note, signatures } = judgePdf(pdf, { ...world.trust, ...trust })
  return note
    ? [note]
    : signatures.map(({ indication, found }) => `${indication}: ${found.map(({ code }) => code).join(' ')}`)
}
const passes = 'TOTAL-PASSED: '

describe('sound signatures', () => {
  it('passes one that covers the file, with the time its stamp proves', () => {
    const { signatures, versions } = judgePdf(one().pdf, world.trust)
    expect(signatures).toMatchObject([
      {
        indication: 'TOTAL-PASSED',
        found: [],
        bestTime: now.toISOString(),
        signer: { name: '甲协会' },
        format: 'PAdES',
      },
    ])
    expect(versions).toBe(2)
  })

  it('passes two, and says of the first that the second followed', () => {
    expect(told(signed(one(), by({ by: world.second })).pdf)).toEqual([`${passes}signed-later`, passes])
  })

  it('passes what evidence and a time stamp of the document were put behind', () => {
    const long = withEvidence(one(), world.crl)
    expect(told(long.pdf, { crls: [] })).toEqual([`${passes}evidence`])
    const sealed = signed(long, by({ by: world.stamper, documentStamp: true }))
    expect(told(sealed.pdf, { crls: [] })[0]).toMatch(/stamped/)
  })

  it('passes a seal that is seen when whoever made it is known, and leaves it open when not', () => {
    const rect = '200 10 280 50'
    expect(told(signed(one(), by({ by: world.second, rect })).pdf)).toEqual([
      `${passes}signed-later seen-later`,
      passes,
    ])
    const [first] = told(signed(one(), by({ by: world.stranger, stampedBy: undefined, rect })).pdf)
    expect(first).toMatch(/^INDETERMINATE: .*unproved-later/)
  })

  it('passes a form filled between two signatures, and nothing filled after the last', () => {
    const between = signed(filled(one(), 'agreed'), by({ by: world.second }))
    expect(told(between.pdf)).toEqual([`${passes}filled signed-later`, passes])
    expect(told(filled(one(), 'agreed').pdf)).toEqual(['TOTAL-FAILED: unsigned-after'])
  })

  it('proves the time: expired later still passes, expired with no stamp is open', () => {
    const after = { now: later(400), crls: [world.crl] }
    expect(told(one().pdf, after)).toEqual([passes])
    expect(told(one({ stampedBy: undefined }).pdf, after)).toEqual(['INDETERMINATE: expired no-timestamp'])
  })

  it('tells revoked at the time from revoked afterwards', () => {
    const issuer = { name: world.root.name, key: world.root.key }
    const listed = (at: Date): Uint8Array =>
      makeCrl({
        issuer,
        revoked: [{ serial: world.signer.certificate.serial, at, reason: 1 }],
        thisUpdate: now,
        nextUpdate: later(6),
      })
    expect(told(one().pdf, { crls: [listed(later(-1))] })).toEqual(['TOTAL-FAILED: revoked'])
    expect(told(one().pdf, { crls: [listed(later(1))] })).toEqual([`${passes}revoked-since`])
    expect(told(one().pdf, { crls: [] })).toEqual(['INDETERMINATE: revocation-unknown'])
  })

  it('says of an unknown authority that nothing else is known, and of no signature that there is none', () => {
    expect(told(one().pdf, { anchors: [] })[0]).toMatch(/^INDETERMINATE: unknown-issuer/)
    expect(told(blank().pdf)).toEqual(['none'])
  })
})

const docMdp = (level: number): Partial<Signing> => ({
  more: `/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P ${level} /V /1.2>>>>]`,
})

describe('what a certifying signature allows', () => {
  const cases: readonly (readonly [number, (draft: Draft) => Draft, RegExp])[] = [
    [1, (draft) => signed(draft, by({ by: world.second })), /^TOTAL-FAILED: not-permitted/],
    [1, (draft) => withEvidence(draft, world.crl), /^TOTAL-PASSED: evidence/],
    [2, (draft) => signed(draft, by({ by: world.second })), /^TOTAL-PASSED: signed-later/],
    [2, (draft) => signed(filled(draft, 'yes'), by({ by: world.second })), /^TOTAL-PASSED: filled signed-later/],
    [7, (draft) => signed(draft, by({ by: world.second })), /^TOTAL-FAILED: not-permitted/],
  ]
  it.each(cases)('level %i', (level, change, expected) => {
    expect(told(change(one(docMdp(level))).pdf)[0]).toMatch(expected)
  })

  it('keeps fields that were locked from being filled, whoever signs for it later', () => {
    const more =
      '/Reference [<</Type /SigRef /TransformMethod /FieldMDP /TransformParams <</Action /Include /Fields [(reply)]>>>>]'
    expect(told(signed(filled(one({ more }), 'x'), by({ by: world.second })).pdf)[0]).toMatch(/^TOTAL-FAILED: locked/)
  })
})

/** Every one of these was called valid by some reader (pdf-insecurity.org, shadow documents, own ones). */
describe('attacks', () => {
  const put =
    (objects: Readonly<Record<number, string>>, trailer = '') =>
    (): Buffer =>
      appended(one().pdf, objects, trailer)
  const other = stream('BT /F 18 Tf 20 120 Td (900 yuan) Tj ET')
  const catalog = '<</Type /Catalog /Pages 2 0 R /AcroForm 5 0 R'
  const edited = (change: (text: string) => string) => (): Buffer =>
    Buffer.from(change(one().pdf.toString('latin1')), 'latin1')

  const attacks: Readonly<Record<string, () => Buffer>> = {
    'shadow: contents replaced': put({ 4: other }),
    'shadow: the font replaced': put({ 9: '<</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats>>' }),
    'shadow: hidden under an annotation': put({
      3: pageOf([6, 20, 40]),
      40: '<</Type /Annot /Subtype /Square /Rect [0 0 300 200] /IC [1 1 1]>>',
    }),
    'shadow: an object hidden by the list alone': () => {
      const pdf = one().pdf
      const text = pdf.toString('latin1')
      const at = text.indexOf('7 0 obj')
      const line = (num: number): string => `${num} 1\n${String(at).padStart(10, '0')} 00000 n \n`
      const head = /startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]
      return Buffer.concat([
        pdf,
        Buffer.from(
          `xref\n${line(4)}trailer\n<</Size 30 /Root 1 0 R /Prev ${head}>>\nstartxref\n${pdf.length}\n%%EOF\n`,
        ),
      ])
    },
    'hide and replace: another page tree': put({
      1: '<</Type /Catalog /Pages 40 0 R /AcroForm 5 0 R>>',
      40: '<</Type /Pages /Kids [41 0 R] /Count 1>>',
      41: '<</Type /Page /Parent 40 0 R /MediaBox [0 0 300 200]>>',
    }),
    'incremental: another root': () =>
      Buffer.from(
        appended(one().pdf, { 40: '<</Type /Catalog /Pages 2 0 R /AcroForm 5 0 R>>' })
          .toString('latin1')
          .replace(/\/Root 1 0 R (\/Prev \d+ >>\nstartxref\n\d+\n%%EOF\n)$/, '/Root 40 0 R $1'),
        'latin1',
      ),
    'incremental: a script': put({ 1: `${catalog} /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>>>` }),
    'incremental: the picture of a filled field': put({
      7: stream('(900) Tj', '/Type /XObject /Subtype /Form /BBox [0 0 100 20] '),
    }),
    'sneaky: evidence that a page uses': put({
      1: `${catalog} /DSS <</Certs [4 0 R]>>>>`,
      4: other,
    }),
    'sneaky: evidence that is something else': put({
      1: `${catalog} /DSS 40 0 R>>`,
      40: '<</Certs [] /Names <</JavaScript 41 0 R>>>>',
    }),
    'sneaky: a trailer that leads elsewhere': put({ 40: '<<>>' }, '/Extra 40 0 R'),
    'a field removed': put({ 5: formOf([6]), 3: pageOf([6]) }),
    'a field added after the last signature': put({
      5: formOf([6, 20, 40]),
      3: pageOf([6, 20, 40]),
      40: '<</Type /Annot /Subtype /Widget /FT /Sig /T (late) /Rect [0 0 300 200] /P 3 0 R>>',
    }),
    'readers asked to draw fields themselves': put({
      5: '<</Fields [6 0 R 20 0 R] /SigFlags 3 /NeedAppearances true>>',
    }),
    'objects no list names': () => {
      const text = withEvidence(one(), world.crl).pdf.toString('latin1')
      const at = text.lastIndexOf('24 0 obj')
      const hidden = `4 0 obj\n${other}\nendobj\n`
      const moved = text
        .slice(at)
        .replaceAll(/(\d{10}) 00000 n|startxref\n(\d+)/g, (_all, place?: string, head?: string) => {
          const value = Number(place ?? head)
          const next = value >= at ? value + hidden.length : value
          return place ? `${String(next).padStart(10, '0')} 00000 n` : `startxref\n${next}`
        })
      return Buffer.from(text.slice(0, at) + hidden + moved, 'latin1')
    },
    'wrapping: the range of another signature': () =>
      signed(
        one(),
        by({
          by: world.second,
          range: () =>
            one()
              .pdf.toString('latin1')
              .match(/\[0 \d+ \d+ \d+/)?.[0] ?? '',
        }),
      ).pdf,
    'a range of two numbers': () => one({ range: (before) => `[0 ${before}` }).pdf,
    'a range of six numbers': () => one({ range: (a, b, c) => `[0 ${a} ${b} 1 ${b + 1} ${c - b - 1}` }).pdf,
    'a range that begins later': () => one({ range: (a, b, c) => `[9 ${a - 9} ${b} ${c - b}` }).pdf,
    'a range that ends sooner': () => one({ range: (a, b, c) => `[0 ${a} ${b} ${c - b - 30}` }).pdf,
    'a range beyond the file': () => one({ range: (a, b, c) => `[0 ${a} ${b} ${c - b + 10}` }).pdf,
    'a wider hole': () => one({ range: (a, b, c) => `[0 ${a - 10} ${b} ${c - b}` }).pdf,
    'a range of zeros': () => one({ range: () => '[0 0 0 0' }).pdf,
    'a negative range': () => one({ range: (a, b, c) => `[0 ${a} -${b} ${c - b}` }).pdf,
    'no range': edited((text) => text.replace('/ByteRange', '/ByteRxnge')),
    'a range hidden from a search': edited((text) =>
      text.replace('/ByteRange', '/Byte#52ange').replace('/Filter', '/Fi'),
    ),
    'no contents': edited((text) => text.replace(/\/Contents </, '/Contemts <')),
    'empty contents': edited((text) =>
      text.replace(/\/Contents <([0-9a-f]+)>/, (_all, hex: string) => `/Contents <>${' '.repeat(hex.length)}`),
    ),
    'contents of zeros': edited((text) =>
      text.replace(/\/Contents <([0-9a-f]+)>/, (_all, hex: string) => `/Contents <${'0'.repeat(hex.length)}>`),
    ),
    'a value written twice': () => one({ more: '/ByteRange [0 1 2 3]' }).pdf,
    'bytes appended': () => Buffer.concat([one().pdf, Buffer.from('hello')]),
    'a line appended': () => Buffer.concat([one().pdf, Buffer.from('\n')]),
    'a file appended': () => Buffer.concat([one().pdf, blank().pdf]),
    'cut short': () => one().pdf.subarray(0, -40),
    'something before the header': () => Buffer.concat([Buffer.from('x\n'), one().pdf]),
    'the message of another file': () =>
      one({ message: (content) => messageBy(by(), Buffer.concat([content, content])) }).pdf,
    'a certificate of another holder': () =>
      one({
        message: (content) =>
          messageBy(by({ by: { certificate: world.second.certificate, key: world.signer.key } }), content),
      }).pdf,
    'a stranger who calls himself so': () => one({ by: world.stranger }).pdf,
    'nesting without end': () =>
      one({ message: () => new Uint8Array(Buffer.from('30800'.repeat(1).padEnd(3_000, '3080'), 'hex')) }).pdf,
  }

  it.each(Object.keys(attacks))('%s', (name) => {
    const { note, signatures } = judgePdf(attacks[name]?.() ?? Buffer.alloc(0), world.trust)
    expect(note).toBeUndefined()
    expect(signatures.map(({ indication }) => indication)).not.toHaveLength(0)
    // Of two signatures one may stand; the one that was tampered with does not.
    expect(signatures.every(({ indication }) => indication === 'TOTAL-PASSED')).toBe(false)
    if (signatures.length === 1) expect(signatures[0]?.indication).not.toBe('TOTAL-PASSED')
  })

  it('sees every byte that changes, wherever it stands', () => {
    const { pdf } = signed(withEvidence(one(), world.crl), by({ by: world.second }))
    let state = 42
    const random = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % below
    }
    const unseen: number[] = []
    for (let n = 0; n < Number(process.env['FLIPS'] ?? 150); n += 1) {
      const at = random(pdf.length)
      const changed = Buffer.from(pdf)
      changed[at] = (changed[at] ?? 0) ^ (1 + random(255))
      if (told(changed).every((each) => each.startsWith('TOTAL-PASSED'))) unseen.push(at)
    }
    expect(unseen).toEqual([])
  })

  it('judges none of a thousand signatures one by one', () => {
    const fields = Array.from({ length: 1_000 }, (_, n) => 100 + n)
    const { pdf } = one()
    const objects = Object.fromEntries(fields.map((num) => [num, `<</FT /Sig /T (s${num}) /V 21 0 R>>`]))
    const many = Object.fromEntries(
      fields.map((num) => [num, `<</FT /Sig /T (s${num}) /V <</Type /Sig /Contents <00> /ByteRange [0 1 2 3]>>>>`]),
    )
    const before = performance.now()
    expect(told(appended(pdf, { ...objects, 5: formOf(fields) }))[0]).toMatch(/^TOTAL-FAILED/)
    expect(told(appended(pdf, { ...many, 5: formOf(fields) }))).toEqual(['INDETERMINATE: too-many'])
    expect(performance.now() - before).toBeLessThan(3_000)
  })
})

describe('weak ones', () => {
  it('never passes RSA of 1024 bits', async () => {
    const issuer = { name: world.root.name, key: world.root.key }
    const weak = await party('旧钥匙', { issuer, key: await makeKey('RSA', 1024) })
    expect(told(one({ by: weak }).pdf)[0]).toMatch(/^INDETERMINATE: signature-weak/)
  })

  it('passes SM2 with SM3', async () => {
    const issuer = { name: world.root.name, key: world.root.key }
    const national = await party('国密', { issuer, key: await makeKey('SM2') })
    expect(told(one({ by: national }).pdf)).toEqual([passes])
  })
})
