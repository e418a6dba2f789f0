import { createHash } from 'node:crypto'
import { assemble, signedAttributes } from '../../src/infra/pki/cms.ts'
import type { Certificate } from '../../src/infra/pki/certificate.ts'
import { readDer, sequenceOf } from '../../src/infra/pki/der.ts'
import { timestampRequest } from '../../src/infra/pki/timestamp.ts'
import { answerTimestamp } from '../../src/sandbox/pki/answers.ts'
import type { Key } from '../../src/sandbox/pki/issuing.ts'

// Small PDFs written byte by byte, so that tests can sign them and then do to them what attackers do. The portal's own
// writer (infra/pdf/signing.ts) makes only good ones.

type Holder = { readonly certificate: Certificate; readonly key: Key }

/** A file as it grows: what is signed, filled in and put behind. */
export type Draft = { readonly pdf: Buffer; readonly fields: readonly number[]; readonly next: number }

type Objects = Readonly<Record<number, string>>

const headOf = (pdf: Buffer): number => Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.toString('latin1'))?.[1])

/** Objects behind a file, with their table, trailer and mark of the end. */
export const appended = (pdf: Buffer, objects: Objects, trailer = ''): Buffer => {
  const parts = [pdf]
  let at = pdf.length
  const lines: string[] = []
  for (const [num, text] of Object.entries(objects)) {
    const bytes = Buffer.from(`${num} 0 obj\n${text}\nendobj\n`, 'latin1')
    lines.push(`${num} 1\n${String(at).padStart(10, '0')} 00000 n \n`)
    parts.push(bytes)
    at += bytes.length
  }
  const size = Math.max(...Object.keys(objects).map(Number), 12) + 1
  const prev = pdf.length > 20 ? `/Prev ${headOf(pdf)} ` : ''
  const first = prev === '' ? '0 1\n0000000000 65535 f \n' : ''
  const end = `xref\n${first}${lines.join('')}trailer\n<</Size ${size} /Root 1 0 R ${prev}${trailer}>>\nstartxref\n${at}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(end, 'latin1')])
}

export const stream = (text: string, dict = ''): string =>
  `<<${dict}/Length ${text.length}>>\nstream\n${text}\nendstream`

export const pageOf = (fields: readonly number[]): string =>
  `<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources <</Font <</F 9 0 R>>>> /Annots [${fields.map((num) => `${num} 0 R`).join(' ')}]>>`
export const formOf = (fields: readonly number[]): string =>
  `<</Fields [${fields.map((num) => `${num} 0 R`).join(' ')}] /SigFlags 3>>`
const textField = (value: string): string =>
  `<</Type /Annot /Subtype /Widget /FT /Tx /T (reply) /F 4 /Rect [10 10 110 30] /P 3 0 R /V (${value}) /AP <</N 7 0 R>>>>`

/** A page with a line of text and a field to fill in. */
export const blank = (catalog = ''): Draft => ({
  pdf: appended(Buffer.from('%PDF-1.7\n'), {
    1: `<</Type /Catalog /Pages 2 0 R /AcroForm 5 0 R ${catalog}>>`,
    2: '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    3: pageOf([6]),
    4: stream('BT /F 18 Tf 20 120 Td (100 yuan) Tj ET'),
    5: formOf([6]),
    6: textField(''),
    7: stream('', '/Type /XObject /Subtype /Form /BBox [0 0 100 20] '),
    9: '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
  }),
  fields: [6],
  next: 20,
})

/** The field filled in. */
export const filled = (draft: Draft, text: string): Draft => ({
  ...draft,
  pdf: appended(draft.pdf, {
    6: textField(text),
    7: stream(`(${text}) Tj`, '/Type /XObject /Subtype /Form /BBox [0 0 100 20] '),
  }),
})

export type Signing = {
  readonly by: Holder
  readonly chain?: readonly Certificate[]
  /** Whoever stamps the time of the signature. */
  readonly stampedBy?: Holder | undefined
  readonly at: Date
  /** Of the signature's dictionary, as DocMDP. */
  readonly more?: string
  readonly rect?: string
  /** In place of the right one. */
  readonly range?: (before: number, behind: number, length: number) => string
  /** In place of the signature. */
  readonly message?: (content: Buffer) => Uint8Array
  readonly room?: number
  /** Other objects of the same version. */
  readonly objects?: Objects
  /** A time stamp of the document by `by`, not somebody's signature. */
  readonly documentStamp?: true
}

const tokenBy = ({ certificate, key }: Holder, data: Uint8Array, now: Date): Uint8Array => {
  const serial = Uint8Array.of(1, 2, 3)
  const answer = answerTimestamp(timestampRequest(data, Uint8Array.of(7, 7, 7, 7)), {
    authority: { certificate, key },
    chain: [],
    policy: '1.2.3.4',
    serial,
    now,
  })
  const token = sequenceOf(readDer(answer, { bytes: 100_000 }))[1]
  if (!token) throw new Error('no time stamp')
  return token.bytes
}

/** What a holder signs of some content, detached. */
export const messageBy = ({ by, chain = [], stampedBy, at }: Signing, content: Buffer): Uint8Array => {
  const digest = createHash(by.key.kind === 'SM2' ? 'sm3' : 'sha256')
    .update(content)
    .digest()
  const attributes = signedAttributes({ digest, certificate: by.certificate, signingTime: at })
  const signature = by.key.sign(attributes)
  return assemble({
    attributes,
    signature,
    certificates: [by.certificate, ...chain],
    ...(stampedBy ? { timestampToken: tokenBy(stampedBy, signature, at) } : {}),
  })
}

/** Signs into a new field. */
export const signed = (draft: Draft, signing: Signing): Draft => {
  const { next, fields } = draft
  const { rect = '0 0 0 0', more = '', room = 8_000, documentStamp } = signing
  const hole = `<${'0'.repeat(room)}>`
  const waiting = '[0 0000000000 0000000000 0000000000]'
  const visible = rect !== '0 0 0 0'
  const kind = documentStamp
    ? '/Type /DocTimeStamp /SubFilter /ETSI.RFC3161'
    : '/Type /Sig /SubFilter /ETSI.CAdES.detached'
  const all = [...fields, next]
  const pdf = appended(draft.pdf, {
    3: pageOf(all),
    5: formOf(all),
    [next]: `<</Type /Annot /Subtype /Widget /FT /Sig /T (Signature${next}) /F 132 /P 3 0 R /Rect [${rect}] /V ${next + 1} 0 R${visible ? ` /AP <</N ${next + 2} 0 R>>` : ''}>>`,
    [next + 1]: `<<${kind} /Filter /Adobe.PPKLite /Contents ${hole} /ByteRange ${waiting} ${more}>>`,
    ...(visible
      ? { [next + 2]: stream('1 0 0 rg 0 0 80 40 re f', '/Type /XObject /Subtype /Form /BBox [0 0 80 40] ') }
      : {}),
    ...signing.objects,
  })
  const before = pdf.lastIndexOf(hole)
  const behind = before + hole.length
  const range = signing.range?.(before, behind, pdf.length) ?? `[0 ${before} ${behind} ${pdf.length - behind}`
  pdf.write(`${range.padEnd(waiting.length - 1)}]`, pdf.lastIndexOf(waiting), 'latin1')
  const content = Buffer.concat([pdf.subarray(0, before), pdf.subarray(behind)])
  const message =
    signing.message?.(content) ??
    (documentStamp ? tokenBy(signing.by, content, signing.at) : messageBy(signing, content))
  pdf.write(Buffer.from(message).toString('hex'), before + 1, 'latin1')
  return { pdf, fields: all, next: next + 4 }
}

/** Evidence put behind, as PAdES-B-LT has it. */
export const withEvidence = (draft: Draft, crl: Uint8Array, catalog = ''): Draft => {
  const { next } = draft
  return {
    ...draft,
    next: next + 2,
    pdf: appended(draft.pdf, {
      1: `<</Type /Catalog /Pages 2 0 R /AcroForm 5 0 R /DSS ${next} 0 R ${catalog}>>`,
      [next]: `<</Type /DSS /CRLs [${next + 1} 0 R]>>`,
      [next + 1]: stream(Buffer.from(crl).toString('latin1')),
    }),
  }
}
