import type { Field } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import { ask } from '../filings/define.ts'
import { commitmentPage } from '../shared/closing.ts'
import { CREDITORS, type Ender } from './law.ts'
import { past, supervised, when, withResidue } from './pages.ts'

/** The eight things done together (注销“一件事”, domain-2 §16.4), each with who does it. */
export const CLOSURES = [
  { name: 'report', title: '清算报告', owner: '清算组', ours: true },
  { name: 'taxProof', title: '清税证明', owner: '主管税务机关', ours: true },
  { name: 'taxClosed', title: '税务注销', owner: '主管税务机关', ours: true },
  { name: 'insurance', title: '社会保险注销', owner: '社会保险经办机构', ours: true },
  { name: 'medical', title: '医疗保险注销', owner: '医疗保障经办机构', ours: true },
  { name: 'seals', title: '印章注销', owner: '公安机关', ours: false },
  { name: 'notice', title: '注销公告', owner: '登记管理机关', ours: false },
  { name: 'delivery', title: '文书寄递', owner: '登记管理机关', ours: false },
] as const

const closureFields: readonly Field[] = CLOSURES.map(({ name, title, owner, ours }) =>
  ask('choice', name, title, {
    hint: `由${owner}办理${ours ? '' : '，准予注销以后进行'}`,
    options: [
      { value: 'DONE', text: '已办结' },
      { value: 'OPEN', text: ours ? '正在办理' : '准予以后办理' },
      { value: 'NONE', text: '不涉及' },
    ],
    example: ours ? 'DONE' : 'OPEN',
  }),
)

const handedBack = [
  { value: 'RETURN', text: '交回登记管理机关' },
  { value: 'VOID', text: '已经遗失，登报声明作废' },
] as const
export const RETURNED = [
  { value: 'ORIGINAL', text: '登记证书正本' },
  { value: 'DUPLICATE', text: '登记证书副本' },
  { value: 'SEAL', text: '印章' },
  { value: 'VOUCHERS', text: '财务凭证' },
] as const

/** How the liquidation went, where what is left goes, and what is given back. */
export const closingPages = ({ law }: Ender): readonly Page[] => {
  const unitAsked = when('kind', 'NONPROFIT', 'INSTITUTION', 'COMPANY')
  const lost = when('how', 'VOID')
  return [
    {
      code: 'creditors',
      title: '债权人和债权申报',
      intro: '清算组成立以后办理，办好一项填写一项，随时保存。',
      fields: [
        ask('yesNo', 'hasKnown', '有没有已知的债权人', { example: 'yes' }),
        ask('date', 'toldOn', '通知已知债权人日期', {
          ...past,
          hint: '清算组成立之日起10日内；分几次通知的填写最后一次',
          source: CREDITORS,
          example: '2026-09-15',
          ...when('hasKnown', 'yes'),
        }),
        ask('text', 'noticeMedia', '清算公告刊登的报纸', {
          max: 50,
          hint: '报纸名称，不写书名号',
          example: '山西日报',
        }),
        ask('date', 'noticeOn', '清算公告见报日期', {
          ...past,
          hint: '清算组成立之日起60日内',
          source: CREDITORS,
          example: '2026-09-20',
        }),
        ask('textarea', 'claimsResult', '债权债务处理结果', {
          max: 1000,
          hint: '没有债权人申报的，写明没有申报；欠别人的、别人欠的都要写清',
          example: '申报债权一笔，核对无误，已经清偿。没有其他债权债务。',
        }),
      ],
      list: {
        noun: '申报的债权',
        measure: '个',
        min: 0,
        max: 500,
        titleField: 'creditor',
        summaryFields: ['amount', 'handling'],
        examples: [{}],
        fields: [
          ask('text', 'creditor', '债权人', { max: 100, example: '山西晋源古建彩绘修缮有限公司' }),
          ask('date', 'declaredOn', '申报日期', { ...past, example: '2026-09-25' }),
          ask('money', 'amount', '申报金额', { example: '12000.50' }),
          ask('choice', 'handling', '处理', {
            options: [
              { value: 'PAID', text: '已清偿' },
              { value: 'AGREED', text: '已达成协议' },
              { value: 'REJECTED', text: '核对不成立，已书面告知' },
              { value: 'DISPUTED', text: '有争议，已提存或者正在诉讼、仲裁' },
            ],
            example: 'PAID',
          }),
        ],
      },
    },
    {
      code: 'settlement',
      title: '清算结果',
      intro: '与清算报告一致，精确到分：资产总额减去清偿的债务，再减去清算费用，等于剩余财产。',
      fields: [
        ask('date', 'endedOn', '清算结束日期', {
          ...past,
          hint: '应当自这一天起15日内申请注销登记',
          source: law.applies,
          example: '2026-11-13',
        }),
        ask('money', 'assets', '清算资产总额', { example: '86350.20' }),
        ask('money', 'debts', '清偿的债务', {
          hint: '职工工资、社会保险费用、税款和其他债务',
          example: '12000.50',
        }),
        ask('money', 'expenses', '清算费用', { hint: '公告、审计、评估、诉讼等费用', example: '6000.00' }),
        ask('money', 'residue', '剩余财产', { example: '68349.70' }),
        ask('yesNo', 'hasResidue', '有没有剩余财产', { example: 'yes' }),
        ask('textarea', 'lateReason', '逾期说明', {
          max: 500,
          optional: true,
          hint: '清算结束超过15日才申请的，写明原因；没有超过的不填',
          source: law.applies,
          example: '',
        }),
      ],
    },
    {
      code: 'recipients',
      title: '剩余财产的去向',
      intro: '剩余财产用于公益，不得分给会员、出资人、捐赠人、负责人或者其他个人和企业。接收的金额合计等于剩余财产。',
      when: withResidue,
      fields: [
        ask('choice', 'way', '处理依据', {
          options: [
            { value: 'CHARTER', text: '按照章程的规定或者权力机构的决议' },
            { value: 'ARRANGED', text: '无法按照章程处理，由主管机关主持转给宗旨相同或者相近的组织' },
          ],
          source: law.residue,
          example: 'CHARTER',
        }),
        ask('date', 'arrangedOn', '向社会公告剩余财产处理的日期', {
          ...past,
          example: '2026-11-14',
          ...when('way', 'ARRANGED'),
        }),
      ],
      list: {
        noun: '接收单位',
        measure: '个',
        min: 1,
        max: 50,
        titleField: 'name',
        summaryFields: ['kind', 'amount'],
        examples: [{}],
        fields: [
          ask('choice', 'kind', '接收方', {
            options: [
              { value: 'NONPROFIT', text: '社会团体、民办非企业单位、基金会' },
              { value: 'INSTITUTION', text: '公益性事业单位' },
              { value: 'COMPANY', text: '企业' },
              { value: 'PERSON', text: '个人' },
            ],
            example: 'NONPROFIT',
          }),
          ask('text', 'name', '名称', { max: 100, example: '山西省晋韵文化公益基金会' }),
          ask('uscc', 'uscc', '统一社会信用代码', { example: '53140000MJ0100019U', ...unitAsked }),
          ask('money', 'amount', '接收金额', { example: '68349.70' }),
          ask('date', 'agreedOn', '协议或者接收函日期', { ...past, example: '2026-11-12' }),
          ask('text', 'purpose', '用途', { max: 200, example: '用于古建筑彩画技艺传承的公益活动' }),
        ],
      },
    },
    {
      code: 'audit',
      title: '清算审计和结论',
      fields: [
        ask('text', 'firm', '会计师事务所', { max: 100, example: '山西汾河示例会计师事务所' }),
        ask('text', 'reportNo', '清算审计报告文号', { max: 60, example: '晋汾清审字〔2026〕第0071号' }),
        ask('date', 'auditedOn', '审计报告日期', { ...past, example: '2026-11-16' }),
        ask('date', 'reportedOn', '清算报告日期', { ...past, hint: '清算组全体成员签名的日期', example: '2026-11-17' }),
        ask('textarea', 'conclusion', '清算结论', {
          max: 2000,
          example: '财产已经清理，债权债务已经处理完毕，剩余财产已经按照章程处理，清算终结，申请注销登记。',
        }),
      ],
    },
    {
      code: 'acceptance',
      title: '业务主管单位对清算结果的意见',
      when: supervised,
      fields: [
        ask('date', 'acceptedOn', '认可清算结果的日期', { ...past, source: law.ends, example: '2026-11-18' }),
        ask('text', 'acceptedNo', '文件文号', { max: 60, example: '晋文物函〔2026〕93号' }),
      ],
    },
    {
      code: 'returns',
      title: '交回的证书、印章和凭证',
      intro: '准予注销以后交回登记管理机关。已按登记簿列出，请逐项核对；财务凭证写明种类、年度和数量。',
      fields: [],
      list: {
        noun: '项目',
        measure: '个',
        min: 2,
        max: 60,
        titleField: 'seal',
        titleElse: ['label'],
        summaryFields: ['what', 'count', 'how'],
        examples: [
          { what: 'ORIGINAL', label: '登记证书正本' },
          { what: 'DUPLICATE', label: '登记证书副本' },
          { what: 'VOUCHERS', label: '财务凭证', count: '12' },
        ],
        // What the register lists is complete; the sample has no register.
        exampleOf: (listed) => listed,
        fields: [
          ask('choice', 'what', '交回的是', { options: RETURNED, source: law.applies, example: 'ORIGINAL' }),
          ask('registered', 'seal', '登记簿中的印章', { lookup: 'seals', ...when('what', 'SEAL') }),
          ask('text', 'label', '名称', {
            max: 100,
            hint: '证书写明正本、副本，凭证写明种类和年度',
            example: '登记证书正本',
            ...when('what', 'ORIGINAL', 'DUPLICATE', 'VOUCHERS'),
          }),
          ask('integer', 'count', '数量', { min: 1, max: 9999, example: '1' }),
          ask('choice', 'how', '怎样处理', { options: handedBack, example: 'RETURN' }),
          ask('text', 'noticePaper', '刊登作废声明的报纸', { max: 50, example: '山西日报', ...lost }),
          ask('date', 'noticeOn', '作废声明见报日期', { ...past, example: '2026-11-10', ...lost }),
        ],
      },
    },
    {
      code: 'closures',
      title: '注销“一件事”清单',
      intro: '八件事一起办，各由谁办理、办到哪一步，一目了然。',
      fields: [
        ...closureFields,
        ask('text', 'taxNo', '清税证明编号', { max: 60, example: '晋税清〔2026〕1108号', ...when('taxProof', 'DONE') }),
      ],
    },
    { ...commitmentPage(law.own), code: 'lastCommitment', title: '对清算结果的承诺' },
  ]
}
