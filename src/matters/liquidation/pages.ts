import type { Field, RawValues } from '../../core/forms/field.ts'
import type { FieldErrors, Page } from '../../core/forms/page.ts'
import { consentFields } from '../shared/consent.ts'
import { commitmentPage } from '../shared/closing.ts'
import { contactFields } from '../shared/contact.ts'
import { meetingFields, voteFields } from '../shared/meeting.ts'
import { idTypeOptions } from '../shared/people.ts'
import { ask } from '../filings/define.ts'
import { reworded } from '../filings/founding.ts'
import { organs } from '../filings/organs.ts'
import type { Ender } from './law.ts'

export const when = (field: string, ...is: readonly string[]) => ({ when: { field, is } }) as const
export const past = { noLaterThanToday: true } as const
const yesNo = (yes: string, no: string) => ({
  options: [
    { value: 'yes', text: yes },
    { value: 'no', text: no },
  ],
})

/** Where it is known that a unit supervises it. */
export const supervised = { page: 'consent', field: 'hasUnit', is: ['yes'] } as const
export const withResidue = { page: 'settlement', field: 'hasResidue', is: ['yes'] } as const

/** The bodies that required the end apply instead of the organization: written by the desk, and by nobody else. */
export const onBehalf = { page: 'ending', field: 'orderedBy', given: true } as const
const byItself = { page: 'ending', field: 'orderedBy', absent: true } as const

/** What the desk takes down of who applies instead (R250 art. 19, 21). */
export const orderFields = ({ law }: Ender): readonly Field[] => [
  ask('text', 'orderedBy', '代为申请的机关', { max: 100, hint: '几个机关一起的，用顿号隔开', example: '山西省教育厅' }),
  ask('choice', 'cause', '要求终止的情形', { options: law.required ?? [], source: law.ends, example: 'FAILED' }),
  ask('text', 'planNo', '终止方案文号', { max: 60, example: '晋教函〔2026〕71号' }),
  ask('date', 'planOn', '终止方案日期', { ...past, example: '2026-09-01' }),
  ask('text', 'opinionNo', '登记管理机关检查意见文号', { max: 60, example: '晋民社查〔2026〕6号' }),
  ask('date', 'opinionOn', '检查意见日期', { ...past, example: '2026-09-03' }),
]

/** The opinion is on the plan (R250 art. 21). */
export const orderFaults = ({ planOn = '', opinionOn = '' }: RawValues): FieldErrors =>
  opinionOn !== '' && opinionOn < planOn ? { opinionOn: '检查意见日期早于终止方案日期，请核对' } : {}

/** Asked no more, and standing where the desk took it down. */
const taken = (fields: readonly Field[]): readonly Field[] =>
  fields.map((field) => ({
    ...field,
    ...(field.name === 'orderedBy' ? { example: '' } : {}),
    when: { field: field.name === 'orderedBy' ? field.name : 'orderedBy', given: true },
  }))

/** Why it ends, who decided it, who agreed, who liquidates. */
export const endingPages = (ender: Ender): readonly Page[] => {
  const { orgType, law } = ender
  const { meeting } = organs[orgType]
  const met = when('canMeet', 'yes')
  const notMet = when('canMeet', 'no')
  const byCourt = when('formedBy', 'COURT')
  return [
    {
      code: 'ending',
      title: '注销事由',
      intro: '清算期间不能开展清算以外的活动，也不能办理变更、备案等其他事项。',
      fields: [
        ...(law.required ? taken(orderFields(ender)) : []),
        ask('choice', 'reason', '注销事由', {
          options: law.reasons,
          source: law.ends,
          example: law.reasons[0]?.value ?? '',
        }),
        ask('textarea', 'reasonText', '具体说明', {
          max: 1000,
          example: '主要业务已经由其他单位承接，会员一致同意终止。',
        }),
        ask('date', 'occurredOn', '终止情形出现日期', {
          ...past,
          hint: '作出决议终止的，填写决议日期',
          example: '2026-09-05',
        }),
      ],
    },
    {
      code: 'resolution',
      title: '内部履行程序',
      ...(law.required ? { when: byItself } : {}),
      intro: '按照章程作出终止决定的那次会议；不能召开会议的，公告并经业务主管单位认可。',
      fields: [
        ask('choice', 'canMeet', '能不能召开会议作出决议', {
          ...yesNo('能，已经召开会议', '不能召开会议'),
          example: 'yes',
        }),
        ...reworded(meetingFields(meeting), { meetingDate: { example: '2026-09-05' } }).map((field) => ({
          ...field,
          ...met,
        })),
        ...voteFields('decision', '终止的决议', { for: meeting.present, against: 0, abstain: 0 }, met),
        ask('textarea', 'summary', '决议内容', {
          max: 1000,
          example: '同意终止，依法清算并申请注销登记，选举产生清算组。',
          ...met,
        }),
        ask('textarea', 'whyNot', '不能召开会议的原因', { max: 500, ...notMet }),
        ask('text', 'noticeMedia', '公告刊登在', { max: 50, example: '山西日报', ...notMet }),
        ask('date', 'noticeOn', '公告日期', { ...past, example: '2026-09-05', ...notMet }),
        ask('date', 'recognizedOn', '业务主管单位认可日期', { ...past, example: '2026-09-07', ...notMet }),
        ask('text', 'recognitionNo', '认可文件文号', { max: 60, example: '晋文物函〔2026〕61号', ...notMet }),
      ],
    },
    {
      code: 'consent',
      title: '业务主管单位审查',
      ...(law.required ? { when: byItself } : {}),
      fields: reworded(consentFields(law.ends), {
        consentDate: { example: '2026-09-08' },
        consentNo: { example: '晋文物函〔2026〕62号' },
      }),
    },
    {
      code: 'liquidators',
      title: '清算组',
      intro: '在业务主管单位、登记管理机关等的指导下成立，一般三人以上，负责人一人。',
      fields: [
        ask('choice', 'formedBy', '清算组怎样产生', {
          options: [
            { value: 'SELF', text: '由本组织成立' },
            { value: 'COURT', text: '由人民法院指定' },
          ],
          source: law.group,
          example: 'SELF',
        }),
        ask('date', 'formedOn', '清算组成立日期', { ...past, example: '2026-09-10' }),
        ask('choice', 'askedBy', '向人民法院申请的是', { options: law.mayAsk, ...byCourt }),
        ask('text', 'court', '指定清算组的人民法院', { max: 60, example: '太原市中级人民法院', ...byCourt }),
        ask('text', 'courtNo', '案号', { max: 60, example: '（2026）晋01强清8号', ...byCourt }),
        ask('date', 'announcedOn', '向社会公告日期', {
          ...past,
          optional: true,
          hint: '慈善组织的清算组应当向社会公告；不是慈善组织的可以不填',
          source: law.charity,
          example: '2026-09-12',
        }),
      ],
      list: {
        noun: '清算组成员',
        measure: '名',
        min: 1,
        max: 30,
        titleField: 'name',
        summaryFields: ['isHead', 'groupPost', 'workUnit'],
        examples: [
          { isHead: 'yes' },
          {
            name: '沈若川',
            idNumber: '210302197806051246',
            isHead: 'no',
            groupPost: '成员，负责财产清理',
            phone: '13900001235',
          },
          {
            name: '顾砚秋',
            idNumber: '140105198806150038',
            isHead: 'no',
            groupPost: '成员，负责债权债务',
            phone: '13900001236',
          },
        ],
        fields: [
          ask('personName', 'name', '姓名', { example: '张晓明' }),
          ask('choice', 'idType', '证件类型', { options: idTypeOptions, example: 'RESIDENT_ID' }),
          ask('idNumber', 'idNumber', '证件号码', { idTypeField: 'idType', example: '140106198503120014' }),
          ask('yesNo', 'isHead', '是不是清算组负责人', { example: 'yes' }),
          ask('text', 'groupPost', '在清算组的职务', { max: 50, example: '组长' }),
          ask('text', 'workUnit', '工作单位和职务', { max: 100, example: '山西晋源古建彩绘修缮有限公司总工程师' }),
          ask('phone', 'phone', '手机号码', { example: '13900001234' }),
        ],
      },
    },
    { code: 'contact', title: '联系人', fields: contactFields },
    commitmentPage(law.own),
  ]
}
