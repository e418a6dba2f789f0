import { certificateCollectors, collectionMethods } from '../../core/enumerations.ts'
import { fields, type Page } from '../../core/forms/page.ts'
import { idTypeOptions } from './people.ts'

type Kind = (typeof certificateCollectors)[number]['value']

/**
 * Who fetches the certificate, and how: asked with the case, since the certificate comes first. `asked`: of whom the case
 * does not say elsewhere who it is.
 */
export const collectionPage = (...asked: readonly Kind[]) => {
  const unknown = { field: 'collectorKind', is: asked } as const
  return {
    code: 'collection',
    title: '领取证书',
    fields: fields(
      { name: 'collectionWay', label: '领证方式', kind: 'choice', options: collectionMethods, example: 'COUNTER' },
      {
        name: 'preferredDate',
        label: '预约领取日期',
        kind: 'date',
        optional: true,
        hint: '大致方便到窗口领取的工作日，收到“已制证”通知以后再定也可以',
        example: '2026-12-18',
        when: { field: 'collectionWay', is: ['COUNTER'] },
      },
      {
        name: 'deliveryAddress',
        label: '邮寄地址',
        kind: 'text',
        min: 6,
        max: 200,
        example: '山西省太原市迎泽区文源巷21号3层302室',
        when: { field: 'collectionWay', is: ['POST'] },
      },
      {
        name: 'recipientName',
        label: '收件人',
        kind: 'personName',
        optional: true,
        hint: '不填的，寄给联系人',
        example: '沈若川',
        when: { field: 'collectionWay', is: ['POST'] },
      },
      {
        name: 'recipientPhone',
        label: '收件人电话',
        kind: 'contactPhone',
        optional: true,
        hint: '投递时打这个电话；不填的，打联系人的电话',
        example: '13900010000',
        when: { field: 'collectionWay', is: ['POST'] },
      },
      // Who it is, and by what document, is looked at where somebody comes.
      {
        name: 'collectorKind',
        label: '领证人身份',
        kind: 'choice',
        options: certificateCollectors,
        example: 'LEGAL_REPRESENTATIVE',
        when: { field: 'collectionWay', is: ['COUNTER'] },
      },
      { name: 'collectorName', label: '领证人姓名', kind: 'personName', example: '张晓明', when: unknown },
      {
        name: 'collectorIdType',
        label: '领证人证件类型',
        kind: 'choice',
        options: idTypeOptions,
        example: 'RESIDENT_ID',
        when: unknown,
      },
      {
        name: 'collectorIdNumber',
        label: '领证人证件号码',
        kind: 'idNumber',
        idTypeField: 'collectorIdType',
        example: '140106198503120014',
        when: unknown,
      },
      { name: 'collectorPhone', label: '领证人手机号码', kind: 'phone', when: unknown },
    ),
  } as const satisfies Page
}

/** Where it says who fetches the certificate. */
export const collectorFact = {
  page: 'collection',
  kind: 'collectorKind',
  name: 'collectorName',
  idType: 'collectorIdType',
  idNumber: 'collectorIdNumber',
  preferredOn: 'preferredDate',
  postedTo: 'deliveryAddress',
  recipient: 'recipientName',
  recipientPhone: 'recipientPhone',
} as const

/** That everything said is true, by whoever answers for it. */
export const commitmentPage = (promising: string) =>
  ({
    code: 'commitment',
    title: '真实性承诺',
    fields: fields({
      name: 'truthful',
      label: '真实性承诺',
      kind: 'declaration',
      statement: `${promising}承诺：所填内容和所提交的材料真实、合法、有效，与原件一致；如有隐瞒或者提供虚假材料，愿意承担相应的法律责任。`,
      source: '《行政许可法》第三十一条',
    }),
  }) as const satisfies Page
