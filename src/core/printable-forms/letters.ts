import { LETTER_MATTERS } from '../helpdesk/letter.ts'
import type { FormBlock, FormParty, FormRow, FormValues, PrintableForm, SigningPlace } from './define.ts'

/** 委托有效期 (H-03). */
const validity = '一个月'

/** All letters have the wording of 2026; a changed wording is a new version, which the code on paper then tells. */
const letterVersion = '1.1'

const blank = '＿＿＿＿＿＿＿＿'
const dateLine = '　　　　年　　　月　　　日'

const row = (label: string, value = ''): FormRow => ({ label, value })

const agent = (noun: string): FormBlock => ({
  type: 'rows',
  title: noun,
  rows: [row('姓名'), row('身份证号码'), row('电话')],
})

const ending = (acknowledged: string, places: readonly SigningPlace[]): FormBlock => ({
  type: 'together',
  blocks: [
    { type: 'paragraph', text: acknowledged },
    { type: 'paragraph', text: `受托人不得再委托他人。本委托书自委托之日起${validity}内有效，逾期作废。` },
    { type: 'paragraph', text: '特此委托。' },
    { type: 'signature', places, date: `委托日期：${dateLine}` },
  ],
})

/** 附录1: a natural person sends somebody else. */
export const personalLetter = ({ siteName, agreement }: FormParty, values: FormValues): PrintableForm => ({
  number: '附录1',
  title: '自然人授权委托书',
  version: letterVersion,
  purpose: '个人账号的注册、登录问题或者信息修改，本人不能到场，委托他人到窗口代办时用。',
  holders: ['PERSONAL'],
  note: `与本委托书一并提交：委托人身份证复印件（委托人签字）、受托人身份证复印件（受托人签字，原件当场核对）、委托人签字的《${agreement.title}》。请用黑色签字笔填写，不得涂改。`,
  blocks: [
    {
      type: 'rows',
      title: '委托人',
      rows: [row('姓名', values.personName), row('身份证号码', values.idNumber), row('电话', values.phone)],
    },
    agent('受托人'),
    {
      type: 'paragraph',
      text: `委托人现委托上述受托人到贵单位，办理委托人本人在${siteName}的以下事项（请在方框内打勾，可以多选）：`,
    },
    { type: 'ticks', options: LETTER_MATTERS },
    ending('受托人为办理上述事项所签署的文件、所处理的有关事务，委托人都予以承认。', [
      { label: '委托人（签字）：', by: 'hand' },
    ]),
  ],
})

/** The letters of a unit differ only in who leads it: the legal representative, or the head of a branch. */
const unitLetter = (
  head: '法定代表人' | '负责人',
  { siteName }: FormParty,
  values: FormValues,
  facts: Pick<PrintableForm, 'number' | 'title' | 'purpose' | 'note'>,
): PrintableForm => ({
  ...facts,
  version: letterVersion,
  holders: ['LEGAL_PERSON'],
  blocks: [
    {
      type: 'rows',
      title: '委托单位',
      rows: [
        row('委托单位', values.unitName),
        row('统一社会信用代码', values.uscc),
        row(head, values.personName),
        row('身份证号码', values.idNumber),
        row('电话', values.phone),
      ],
    },
    agent('受托人'),
    {
      type: 'paragraph',
      text: `本人${values.personName ?? blank}是${values.unitName ?? blank + blank}的${head}，现授权上述受托人办理本单位在${siteName}的以下事项（请在方框内打勾，可以多选）：`,
    },
    { type: 'ticks', options: LETTER_MATTERS },
    ending('受托人为办理上述事项所处理的有关事务，本单位都予以承认。', [
      { label: '委托单位（公章）：', by: 'seal' },
      { label: `${head}（签字）：`, by: 'hand' },
    ]),
  ],
})

/** 附录2: a unit sends somebody other than its legal representative. */
export const legalLetter = (party: FormParty, values: FormValues): PrintableForm =>
  unitLetter('法定代表人', party, values, {
    number: '附录2',
    title: '法人授权委托书',
    purpose: '法人账号的注册、登录问题或者信息修改，法定代表人不能到场，委托他人到窗口代办时用。',
    note: `与本委托书一并提交：登记证书或者营业执照复印件（加盖公章，原件当场核对）、法定代表人身份证复印件（加盖公章）、受托人身份证复印件（受托人签字并加盖公章，原件当场核对）、加盖公章的《${party.agreement.title}》。请用黑色签字笔填写，不得涂改。`,
  })

/** 附录3: the head of a branch sends somebody. */
export const branchLetter = (party: FormParty, values: FormValues): PrintableForm =>
  unitLetter('负责人', party, values, {
    number: '附录3',
    title: '负责人授权委托书（分公司）',
    purpose: '企业分公司的法人账号，负责人不能到场，委托他人到窗口代办时用。',
    note: `与本委托书一并提交：分公司营业执照复印件、分公司负责人身份证复印件、总公司营业执照复印件和总公司法定代表人身份证复印件、受托人身份证复印件、《${party.agreement.title}》，各自的签字和盖章见材料要求。请用黑色签字笔填写，不得涂改。`,
  })

/** 附录4: the text everybody ticks online, to be signed on paper; the last of it stands with the signature. */
export const agreementForm = ({ agreement }: FormParty, values: FormValues): PrintableForm => {
  const text = agreement.sections.flatMap(({ heading, paragraphs }): FormBlock[] => [
    { type: 'heading', text: heading },
    ...paragraphs.map((paragraph): FormBlock => ({ type: 'paragraph', text: paragraph })),
  ])
  return {
    number: '附录4',
    title: agreement.title,
    version: agreement.version,
    purpose: '在窗口注册账号或者修改账号信息时都要交，由本人签字；单位加盖公章。',
    holders: ['PERSONAL', 'LEGAL_PERSON'],
    note: '个人由本人签字，单位加盖公章。分公司加盖分公司公章。',
    blocks: [
      ...text.slice(0, -1),
      {
        type: 'together',
        blocks: [
          ...text.slice(-1),
          {
            type: 'rows',
            title: '签署人',
            rows: [
              row('姓名或者单位名称', values.unitName ?? values.personName),
              row('身份证号码或者统一社会信用代码', values.uscc ?? values.idNumber),
            ],
          },
          {
            type: 'signature',
            places: [{ label: '签署人（签字或者公章）：', by: 'seal' }],
            date: `签署日期：${dateLine}`,
          },
        ],
      },
    ],
  }
}
