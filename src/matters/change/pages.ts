import { fields, type Page } from '../../core/forms/page.ts'
import { contactFields } from '../shared/contact.ts'
import { domicileFields } from '../shared/domicile.ts'
import { meetingFields, voteFields } from '../shared/meeting.ts'
import { collectionPage, commitmentPage } from '../shared/closing.ts'
import type { ChangeLaw } from './law.ts'

const byUnit = { field: 'hasUnit', is: ['yes'] } as const

/** What 变更登记 asks: which items, each as it is and as it shall be, who decided it, who agreed. */
export const changePages = (law: ChangeLaw): readonly Page[] => [
  {
    code: 'items',
    title: '变更事项',
    intro: '目前可以在线变更住所。变更名称、宗旨、业务范围、法定代表人等其他登记事项，请到登记管理机关的窗口办理。',
    fields: fields({
      name: 'items',
      label: '变更事项',
      kind: 'choices',
      options: [{ value: 'domicile', text: '住所' }],
      source: `${law.regulation}${law.article}`,
      example: 'domicile',
    }),
  },
  {
    code: 'domicile',
    title: '变更住所',
    when: { page: 'items', field: 'items', has: 'domicile' },
    before: { address: 'domicile' },
    fields: [
      ...domicileFields(`${law.regulation}${law.article}`),
      {
        name: 'reason',
        label: '变更理由',
        kind: 'textarea',
        max: 500,
        example: '原办公场所租期届满，迁入新的办公场所。',
      },
    ],
  },
  {
    code: 'resolution',
    title: '内部履行程序',
    intro: '按照章程作出变更决定的那次会议。',
    fields: [
      ...meetingFields(law.meeting),
      ...voteFields('resolution', '变更的决议', { for: law.meeting.present, against: 0, abstain: 0 }, {}),
      {
        name: 'summary',
        label: '决议内容',
        kind: 'textarea',
        max: 1000,
        example: '同意将住所变更为山西省太原市迎泽区文源巷21号3层302室。',
      },
    ],
  },
  {
    code: 'consent',
    title: '业务主管单位审查',
    fields: fields(
      {
        name: 'hasUnit',
        label: '有没有业务主管单位',
        kind: 'yesNo',
        hint: '直接登记或者已经脱钩、没有业务主管单位的，选“否”',
        example: 'yes',
      },
      {
        name: 'supervisoryUnit',
        label: '业务主管单位',
        kind: 'lookup',
        lookup: 'supervisoryUnits',
        max: 100,
        example: '山西省文物局',
        when: byUnit,
      },
      {
        name: 'consentDate',
        label: '同意日期',
        kind: 'date',
        noLaterThanToday: true,
        hint: '业务主管单位审查同意的日期',
        source: `${law.regulation}${law.article}`,
        example: '2026-11-10',
        when: byUnit,
      },
      {
        name: 'consentNo',
        label: '同意文件文号',
        kind: 'text',
        max: 60,
        example: '晋文物函〔2026〕88号',
        when: byUnit,
      },
    ),
  },
  { code: 'contact', title: '联系人', fields: contactFields },
  collectionPage('LEGAL_REPRESENTATIVE', 'HANDLING_AGENT', 'AUTHORIZED_AGENT'),
  commitmentPage(law.own),
]
