import {
  fileNotes,
  findingOf,
  indications,
  signatureKinds,
  signaturePolicy,
  type FileVerdict,
  type SignatureVerdict,
} from '../../core/signatures/verdicts.ts'
import { momentText } from '../../core/workflow/deadlines.ts'

const linesOf = ({ found }: SignatureVerdict, means: readonly string[]): readonly string[] =>
  found.map(({ code }) => findingOf(code)).flatMap((each) => (means.includes(each.means) ? [each.text] : []))

const advice = ({ found, indication }: SignatureVerdict): string | undefined =>
  found.map(({ code }) => findingOf(code)).find(({ means }) => means === indication)?.steps

const coverage = ({ covers }: SignatureVerdict, { bytes, versions }: FileVerdict): string | undefined => {
  if (!covers) return undefined
  return covers.bytes === bytes
    ? `整个文件（${bytes}字节）`
    : `文件的第${covers.version}版，即前${covers.bytes}字节（文件现在共${bytes}字节、${versions}版）`
}

const rowsOf = (signature: SignatureVerdict, file: FileVerdict) => {
  const { indication, sub, signer, claimedTime, bestTime, kind, field, format } = signature
  const failed = linesOf(signature, ['TOTAL-FAILED', 'INDETERMINATE'])
  const steps = advice(signature)
  const later = linesOf(signature, ['note'])
  const warnings = linesOf(signature, ['warning'])
  const covered = coverage(signature, file)
  const { text, tone } = indications[indication]
  const lines = (label: string, all: readonly string[]) => (all.length > 0 ? [{ label, lines: all }] : [])
  const line = (label: string, value: string | undefined) => (value ? [{ label, text: value }] : [])
  return [
    { label: '结论', tag: { text: `${text} ${indication}`, tone } },
    ...lines('原因', failed),
    ...line('怎么办', steps),
    ...line(kind === 'seal' ? '制章人' : '签名人', signer?.name),
    ...line('单位', signer?.unit),
    ...line('证书颁发机构', signer?.issuer),
    ...line('证书有效期', signer && `${momentText(signer.notBefore)}至${momentText(signer.notAfter)}`),
    ...line(kind === 'seal' ? '制作时间' : '签名人所称时间', claimedTime && momentText(claimedTime)),
    ...(kind === 'seal'
      ? []
      : [{ label: '时间戳证明的时间', text: bestTime ? momentText(bestTime) : '没有可信的时间戳' }]),
    ...line('签名覆盖', covered),
    ...line('覆盖的内容', signature.intact ? '与签名时相同，没有改动' : undefined),
    ...(covered && failed.length === 0 && later.length === 0 ? line('签名之后', '没有改动') : lines('签名之后', later)),
    ...lines('提示', warnings),
    ...line(kind === 'seal' ? '印章名称' : '签名域', field),
    ...line('格式', format),
    ...line('代码', sub),
  ]
}

const countText = (signatures: readonly SignatureVerdict[]): string =>
  Object.entries(indications)
    .map(([key, { text }]) => ({ text, count: signatures.filter(({ indication }) => indication === key).length }))
    .filter(({ count }) => count > 0)
    .map(({ text, count }) => `${text}${count}个`)
    .join('，')

/** What a page shows of a judged file. */
export const signatureView = (file: FileVerdict, name: string) => {
  const { signatures, note } = file
  const all = signatures.every(({ indication }) => indication === 'TOTAL-PASSED')
  const any = signatures.some(({ indication }) => indication === 'TOTAL-FAILED')
  return {
    notice: note
      ? { kind: 'important', ...fileNotes[note] }
      : {
          kind: all ? 'success' : any ? 'error' : 'important',
          title: `共${signatures.length}个签名：${countText(signatures)}`,
          text: all ? '各个签名的说明见下。' : '请看下面每个签名的原因，再决定是否使用这份文件。',
        },
    name,
    policy: signaturePolicy,
    signatures: signatures.map((signature, index) => ({
      title: `${signatureKinds[signature.kind]}${signatures.length > 1 ? `（${index + 1}）` : ''}`,
      rows: rowsOf(signature, file),
    })),
  }
}

/** The same for programmes, in the words validators use (SiVa). */
export const signatureReport = (file: FileVerdict, sha256: string, issued: object | null) => ({
  policy: { policyName: signaturePolicy.name, policyDescription: signaturePolicy.text },
  validatedDocument: { kind: file.kind, size: file.bytes, versions: file.versions, sha256, issued },
  ...(file.note ? { note: fileNotes[file.note] } : {}),
  signaturesCount: file.signatures.length,
  validSignaturesCount: file.signatures.filter(({ indication }) => indication === 'TOTAL-PASSED').length,
  signatures: file.signatures.map((signature) => {
    const { kind, field, format, signer, indication, sub, claimedTime, bestTime, covers, found } = signature
    const told = (means: readonly string[]) =>
      found
        .filter(({ code }) => means.includes(findingOf(code).means))
        .map(({ code, detail }) => ({
          code,
          content: findingOf(code).text,
          ...(detail === undefined ? {} : { detail }),
        }))
    return {
      kind,
      id: field,
      signatureFormat: format,
      signedBy: signer?.name ?? null,
      signer: signer ?? null,
      intact: signature.intact,
      indication,
      indicationText: indications[indication].text,
      subIndication: sub ?? null,
      claimedSigningTime: claimedTime ?? null,
      bestSignatureTime: bestTime ?? null,
      signatureScopes: covers
        ? [{ bytes: covers.bytes, version: covers.version, whole: covers.bytes === file.bytes }]
        : [],
      errors: told(['TOTAL-FAILED', 'INDETERMINATE']),
      warnings: told(['warning']),
      info: told(['note']),
    }
  }),
})
