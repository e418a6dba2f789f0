import { fields } from '../../../core/forms/page.ts'

type Givers = {
  readonly hint: string
  readonly example: string
  readonly amount?: string
  /** What proves that it is there. */
  readonly proof?: '验资报告' | '验资证明'
  /** Asked with the name already: who proves it, and by which paper, is said when that paper is handed in (rules-money.ts). */
  readonly provedLater?: true
}

/** The money an organization begins with. `fund`: what it is called; `source`: the provision it rests on. `givers`: whose it was, and how much. */
export const fundFields = (fund: string, source: string, { proof = '验资报告', ...givers }: Givers) => {
  const later = givers.provedLater && ({ optional: true, neededIn: 'establishmentSubmission' } as const)
  const whenLater = later ? '。核准名称时不用填，提交成立材料时填写' : ''
  return fields(
    {
      name: 'fundAmount',
      label: `${fund}数额`,
      kind: 'decimal',
      min: 0.0001,
      max: 99_999_999,
      decimals: 4,
      unit: '万元',
      hint: `人民币，以万元为单位，与${proof}一致，例如${givers.amount === undefined ? ' 10 表示十万元' : ` ${givers.amount} 表示 ${givers.amount}0000 元`}`,
      source,
      example: givers.amount ?? '10',
    },
    {
      name: 'fundSource',
      label: '资金来源',
      kind: 'textarea',
      max: 300,
      hint: `资金应当合法，例如${givers.hint}`,
      example: givers.example,
    },
    {
      name: 'verificationAgency',
      label: '验资机构',
      kind: 'text',
      max: 100,
      hint: `出具${proof}的会计师事务所或出具证明的银行${whenLater}`,
      ...later,
      example: '山西汾河示例会计师事务所',
    },
    {
      name: 'verificationNo',
      label: `${proof}文号`,
      kind: 'text',
      max: 50,
      ...(later && { hint: '核准名称时不用填，提交成立材料时填写' }),
      ...later,
      example: '晋汾验字〔2026〕第0132号',
    },
  )
}

/** What is registered beside name and purpose, and how the organization is reached. `scope`: an example for the certificate; `kind`: 协会 in English. */
export const registrationFields = (
  industries: readonly { readonly value: string; readonly text: string }[],
  scope: string,
  kind: 'Association' | 'Foundation' = 'Association',
) =>
  fields(
    {
      name: 'industryCategory',
      label: '行（事）业分类',
      kind: 'choice',
      options: industries,
      example: industries[0]?.value ?? '',
    },
    {
      name: 'businessScopeForCertificate',
      label: '证书业务范围',
      kind: 'textarea',
      min: 4,
      max: 200,
      hint: '印在登记证书上的简短表述，最多200个字，不得超出业务范围',
      example: scope,
    },
    {
      name: 'enName',
      label: '英文名称',
      kind: 'text',
      max: 200,
      optional: true,
      example: `Shanxi ${kind} for Painted Ancient Architecture`,
    },
    { name: 'enAbbr', label: '英文缩写', kind: 'text', max: 50, optional: true, example: `S${kind.charAt(0)}PA` },
    { name: 'phone', label: '办公电话', kind: 'contactPhone' },
    { name: 'fax', label: '传真', kind: 'contactPhone', optional: true, example: '0351-6600124' },
    { name: 'email', label: '电子邮箱', kind: 'email' },
    { name: 'website', label: '网址', kind: 'text', max: 200, optional: true, example: 'www.example.org' },
    {
      name: 'mailingAddress',
      label: '通信地址',
      kind: 'text',
      min: 6,
      max: 200,
      hint: '文书邮寄到这个地址',
      example: '山西省太原市迎泽区文源巷21号3层302室',
    },
    { name: 'postcode', label: '邮政编码', kind: 'postcode' },
  )
