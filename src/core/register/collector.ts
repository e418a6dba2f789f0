import { collectionMethods } from '../enumerations.ts'
import type { Field, RawValues } from '../forms/field.ts'
import { ID_TYPE_OPTIONS, ID_TYPES, type IdType } from '../identity/documents.ts'

/** Who comes for a certificate, by any document the portal knows. */
export const collectorFields = [
  { name: 'collectorName', label: '领取人', kind: 'personName' },
  { name: 'collectorIdType', label: '领取人证件类型', kind: 'choice', options: ID_TYPE_OPTIONS },
  { name: 'collectorIdNumber', label: '领取人身份证号码', kind: 'idNumber', idTypeField: 'collectorIdType' },
  { name: 'collectorPhone', label: '联系电话', kind: 'contactPhone' },
] as const satisfies readonly Field[]

const [collectorName, collectorType, collectorNumber, collectorPhone] = collectorFields
const atTheCounter = { when: { field: 'handedBy', is: ['COUNTER'] } } as const

/** How a certificate goes out: to whoever comes and shows a document, or by post, where nobody shows one. */
export const handOverFields = [
  { name: 'handedBy', label: '送达方式', kind: 'choice', options: collectionMethods, example: 'COUNTER' },
  { ...collectorName, hint: '邮寄的，填写收件人' },
  { ...collectorType, ...atTheCounter },
  { ...collectorNumber, ...atTheCounter },
  collectorPhone,
  {
    name: 'parcelNumber',
    label: '快递单号',
    kind: 'text',
    max: 40,
    optional: true,
    hint: '填写以后随寄出通知告诉申请人',
    when: { field: 'handedBy', is: ['POST'] },
  },
] as const satisfies readonly Field[]

/** Where the applicant asked the certificate to be sent, and to whom. */
export type Posted = { readonly to: string; readonly name: string; readonly phone: string }

/** What the applicant has to do about a certificate that was made, in the notice of it. */
export const collectingText = (
  posted: Posted | undefined,
  authority: { readonly name: string; readonly address: string },
): string =>
  posted
    ? `将由${authority.name}邮寄到您填写的地址（${posted.to}，${posted.name}收），寄出以后再通知您，不用到窗口领取`
    : `请携带有效身份证件到${authority.name}（${authority.address}）领取`

/** How it went out, as the notice of that begins. */
export const handedText = (form: RawValues): string =>
  form['handedBy'] === 'POST'
    ? `登记证书已寄出${form['parcelNumber'] ? `，快递单号${form['parcelNumber']}` : ''}`
    : '登记证书已领取'

/** What the form holds before anybody typed: most people show the resident's card. */
export const firstCollector: RawValues = { collectorIdType: 'RESIDENT_ID' }

/** The kind of document a collector showed; the resident's card where none was said. */
export const collectorIdType = (form: RawValues | undefined): IdType => {
  const said = form?.['collectorIdType'] ?? ''
  return Object.hasOwn(ID_TYPES, said) ? (said as IdType) : 'RESIDENT_ID'
}

/** Somebody who may fetch a certificate; the key is that of the document number, or its index. */
export type Expected = { readonly who: string; readonly name: string; readonly key: string }

/** What differs between who came and who was expected by a source (申请、登记簿); nothing when it is one of them. */
export const collectorFault = (
  source: string,
  expected: readonly Expected[],
  name: string,
  same: (key: string) => boolean,
): string | undefined => {
  const there = expected.find(({ key }) => same(key))
  if (there?.name === name) return undefined
  const said = expected.map((one) => `${one.who}${one.name}`).join('、')
  return there
    ? `证件号码是${source}中${there.who}的，但姓名不同：${source}中是${there.name}，现在填写的是${name}。`
    : `领取人${name}的证件号码与${source}中的${said}${expected.length > 1 ? '都' : ''}不一致。`
}
