import type { Field, RawValues } from '../forms/field.ts'
import { ID_TYPE_OPTIONS, ID_TYPES, type IdType } from '../identity/documents.ts'

/** Who comes for a certificate, by any document the portal knows. */
export const collectorFields = [
  { name: 'collectorName', label: '领取人', kind: 'personName' },
  { name: 'collectorIdType', label: '领取人证件类型', kind: 'choice', options: ID_TYPE_OPTIONS },
  { name: 'collectorIdNumber', label: '领取人身份证号码', kind: 'idNumber', idTypeField: 'collectorIdType' },
  { name: 'collectorPhone', label: '联系电话', kind: 'contactPhone' },
] as const satisfies readonly Field[]

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
    : `领取人${name}的证件号码与${source}中的${said}都不一致。`
}
