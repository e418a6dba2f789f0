import { accountKinds, sealKinds } from '../../../core/enumerations.ts'
import { fields, type Page } from '../../../core/forms/page.ts'
import type { FoundingLaw } from './law.ts'

/** Pages of 补充完善材料: what is obtained with the certificate in hand. `name`: of the example. */
export const completionPages = (law: FoundingLaw, name: string, tax: 'asked' | 'required' = 'asked') => {
  const ifDone = tax === 'asked' ? ({ optional: true } as const) : {}
  return [
    {
      code: 'seals',
      title: '印章',
      intro: '凭登记证书到公安机关备案的单位刻制印章，逐一添加。应当至少有一枚公章。',
      fields: [],
      list: {
        noun: '印章',
        measure: '枚',
        min: 1,
        max: 20,
        titleField: 'engraving',
        examples: [{}, { sealKind: 'FINANCE', engraving: `${name}财务专用章`, sealSize: '3.8' }],
        fields: fields(
          { name: 'sealKind', label: '印章种类', kind: 'choice', options: sealKinds, example: 'OFFICIAL' },
          {
            name: 'engraving',
            label: '印文',
            kind: 'text',
            min: 2,
            max: 100,
            hint: '印章上刻的文字',
            example: name,
          },
          {
            name: 'sealSize',
            label: '印章直径或边长',
            kind: 'decimal',
            min: 1,
            max: 4.5,
            decimals: 2,
            unit: '厘米',
            hint: '公章为圆形，中央刊五角星；在地方登记的直径4.2厘米，专用章小于公章',
            source: law.seals,
            example: '4.2',
          },
          { name: 'engraver', label: '刻制单位', kind: 'text', max: 100, example: '太原市汾岸示例刻章社' },
          { name: 'enabledOn', label: '启用日期', kind: 'date', example: '2026-11-20' },
        ),
      },
    },
    {
      code: 'bankAccount',
      title: '银行账户',
      intro: '凭登记证书和公章开立。',
      fields: fields(
        {
          name: 'accountName',
          label: '账户名称',
          kind: 'orgName',
          hint: '应当与登记的名称完全一致',
          source: `${law.regulation}${law.articles.filed}`,
          example: name,
        },
        {
          name: 'bank',
          label: '开户银行',
          kind: 'text',
          max: 100,
          hint: '写到支行',
          example: '晋阳示例银行太原文源巷支行',
        },
        { name: 'bankAddress', label: '开户银行地址', kind: 'text', max: 200, example: '太原市迎泽区文源巷3号' },
        { name: 'accountNo', label: '银行账号', kind: 'bankAccount' },
        { name: 'accountKind', label: '账户性质', kind: 'choice', options: accountKinds, example: 'BASIC' },
        { name: 'openedOn', label: '开户日期', kind: 'date', noLaterThanToday: true, example: '2026-11-20' },
      ),
    },
    {
      code: 'tax',
      title: '税务信息',
      intro:
        tax === 'asked'
          ? '已经办理税务信息确认的请填写，尚未办理的可以不填，不影响备案。'
          : `${law.regulation}${law.articles.filed}要求将税务登记的材料一并备案，请先向主管税务机关办理税务信息确认。`,
      fields: fields(
        {
          name: 'taxNo',
          label: '纳税人识别号',
          kind: 'uscc',
          ...ifDone,
          hint: '一般就是统一社会信用代码，以税务机关确认的为准',
        },
        {
          name: 'taxOffice',
          label: '主管税务机关',
          kind: 'text',
          max: 100,
          ...ifDone,
          example: '国家税务总局太原市迎泽区税务局',
        },
        {
          name: 'taxRegisteredOn',
          label: '税务信息确认日期',
          kind: 'date',
          ...ifDone,
          noLaterThanToday: true,
          example: '2026-11-20',
        },
      ),
    },
  ] as const satisfies readonly Page[]
}
