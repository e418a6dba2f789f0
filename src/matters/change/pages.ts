import { foundationKinds } from '../../core/enumerations.ts'
import type { Field } from '../../core/forms/field.ts'
import { fields, type Page } from '../../core/forms/page.ts'
import { consentFields, lateReason } from '../shared/consent.ts'
import { contactFields } from '../shared/contact.ts'
import { domicileFields } from '../shared/domicile.ts'
import { heldLately, meetingFields, voteFields } from '../shared/meeting.ts'
import { collectionPage, commitmentPage } from '../shared/closing.ts'
import { fundFields } from '../establishment/shared/fields-money.ts'
import { askedThen, firstThen } from './founding.ts'
import { changeOf, itemsFor, whenChanged, type ChangedItem } from './items.ts'
import type { ChangeLaw } from './law.ts'

const byNewUnit = { field: 'hasNewUnit', is: ['yes'] } as const

const unitField = { kind: 'lookup', lookup: 'supervisoryUnits', max: 100 } as const

/** From one unit to another, or to none; each of them has its say. */
const unitFields = fields(
  {
    name: 'hasNewUnit',
    label: '变更后有没有业务主管单位',
    kind: 'choice',
    options: [
      { value: 'yes', text: '有' },
      { value: 'no', text: '没有（直接登记或者脱钩）' },
    ],
    example: 'yes',
  },
  { ...unitField, name: 'newUnit', label: '新业务主管单位', example: '山西省文化和旅游厅', when: byNewUnit },
  {
    name: 'newConsentDate',
    label: '新业务主管单位同意日期',
    kind: 'date',
    noLaterThanToday: true,
    example: '2026-11-09',
    when: byNewUnit,
  },
  {
    name: 'newConsentNo',
    label: '新业务主管单位同意文件文号',
    kind: 'text',
    max: 60,
    example: '晋文旅函〔2026〕31号',
    when: byNewUnit,
  },
  {
    name: 'newOpinion',
    label: '新业务主管单位的意见',
    kind: 'textarea',
    max: 500,
    hint: '摘录同意文件中的结论',
    example: '同意担任业务主管单位。',
    when: byNewUnit,
  },
  {
    name: 'oldOpinion',
    label: '原业务主管单位的意见',
    kind: 'textarea',
    max: 500,
    optional: true,
    hint: '摘录同意文件中的结论；原来没有业务主管单位的不填',
    example: '同意不再担任业务主管单位。',
  },
)

/** Who represented until now, and whether that office is given up altogether. */
const predecessorField: Field = {
  name: 'predecessorStays',
  label: '原法定代表人是否继续担任本组织的职务',
  kind: 'yesNo',
  hint: '选“否”的，准予变更以后，登记簿不再列出其职务；选“是”的，只是不再担任法定代表人',
  example: 'no',
}

/** Questions without the conditions that nothing in a change answers. */
const unconditional = (list: readonly Field[], drops: (field: string) => boolean): readonly Field[] =>
  list.map(({ when, ...field }) => (when && !drops(when.field) ? { ...field, when } : field))

/** What is asked of a new representative as of everybody elected at the founding. */
const personFields = ({ orgType }: ChangeLaw): readonly Field[] =>
  unconditional(
    askedThen(orgType, 'officers', { without: ['isLegalRepresentative'] }),
    (field) => field === 'isLegalRepresentative',
  ).map((field) => (field.name === 'orgPost' ? { ...field, hint: '用章程中的叫法' } : field))

/** What each item asks beside the reason. */
const questions = (law: ChangeLaw): Readonly<Record<ChangedItem, () => readonly Field[]>> => {
  const { orgType } = law
  const basis = `${law.regulation}${law.article}`
  return {
    name: () =>
      askedThen(orgType, 'name', { without: ['alternativeName1', 'alternativeName2', 'orgKind', 'homePlace'] }),
    domicile: () => domicileFields(basis),
    purpose: () => askedThen(orgType, 'purpose', { only: ['purpose'] }),
    businessScope: () => [
      ...askedThen(orgType, 'purpose', { only: ['businessScope'] }),
      ...askedThen(orgType, 'registration', { only: ['businessScopeForCertificate'] }),
    ],
    activityArea: () => askedThen(orgType, 'purpose', { only: ['activityArea'] }),
    legalRepresentative: () => [
      ...(orgType === 'FOUNDATION'
        ? unconditional(askedThen(orgType, 'funds', { only: ['fromMainland'] }), () => true)
        : []),
      predecessorField,
    ],
    fund: () => fundFields(law.fund.text, basis, { hint: '捐赠、历年结余', example: '接受捐赠。', ...law.fund }),
    supervisoryUnit: () => unitFields,
    foundationKind: () =>
      fields({ name: 'orgKind', label: '基金会类型', kind: 'choice', options: foundationKinds, example: 'PUBLIC' }),
    contributors: () =>
      fields({
        name: 'contributors',
        label: '变更后的出资人',
        kind: 'textarea',
        min: 2,
        max: 500,
        hint: '写明变更后的全部出资人，用顿号隔开',
        example: '山西晋源古建彩绘修缮有限公司、顾砚秋',
      }),
  }
}

const itemPage = (law: ChangeLaw, item: ChangedItem, text: string, asked: readonly Field[]): Page => {
  const { page, sets, why } = changeOf(item)
  return {
    code: page,
    title: `变更${text}`,
    when: whenChanged(item),
    before: sets,
    fields: [...asked, { name: 'reason', label: '变更理由', kind: 'textarea', max: 500, example: why }],
    ...(item === 'legalRepresentative'
      ? {
          intro: '添加新的法定代表人。其他负责人、理事、监事的变动，另外办理备案。',
          list: {
            noun: '新法定代表人',
            measure: '名',
            min: 1,
            max: 1,
            titleField: 'name',
            summaryFields: ['idNumber', 'orgPost', 'phone'],
            examples: firstThen(law.orgType, 'officers'),
            fields: personFields(law),
          },
        }
      : {}),
  }
}
/** What 变更登记 asks: which items, each as it is and as it shall be, who decided it, who agreed. */
export const changePages = (law: ChangeLaw): readonly Page[] => {
  const basis = `${law.regulation}${law.article}`
  const ask = questions(law)
  const late = (from: string): readonly Field[] => lateReason(law.days, from, basis)
  return [
    {
      code: 'items',
      title: '变更事项',
      intro: '可以一次变更几项。不同的事项也可以分别申请；同一事项，前一件办结以后才能再次申请。',
      fields: fields(
        {
          name: 'items',
          label: '变更事项',
          kind: 'choices',
          options: itemsFor(law.orgType).map(({ item, text }) => ({ value: item, text })),
          source: basis,
          example: 'name,domicile,businessScope,legalRepresentative',
        },
        {
          name: 'effectiveOn',
          label: '生效日期',
          kind: 'date',
          optional: true,
          hint: '一般不填，准予变更之日起生效。希望在以后某一天生效的填写，最迟一年以后',
          example: '',
        },
      ),
    },
    ...itemsFor(law.orgType).map(({ item, text }) => itemPage(law, item, text, ask[item]())),
    {
      code: 'resolution',
      title: '内部履行程序',
      intro: '按照章程作出变更决定的那次会议。',
      fields: [
        {
          name: 'charterChanged',
          label: '这次变更是否修改章程',
          kind: 'yesNo',
          hint: '章程写明名称、宗旨、业务范围等事项，变更这些事项的选“是”；只变更章程没有写明的事项的选“否”',
          example: 'yes',
        },
        {
          name: 'organ',
          label: '作出决定的机构',
          kind: 'choice',
          options: law.organs,
          hint: '修改章程由章程规定的最高权力机构决定，其他变更按章程规定',
          example: law.organs[0]?.value ?? '',
        },
        ...meetingFields({ ...law.meeting, held: heldLately }).flatMap((field) =>
          field.name === 'meetingDate' ? [field, ...late('决议')] : [field],
        ),
        ...voteFields('resolution', '变更的决议', { for: law.meeting.present, against: 0, abstain: 0 }, {}),
        {
          name: 'summary',
          label: '决议内容',
          kind: 'textarea',
          max: 1000,
          hint: '逐项写明变更的事项和变更后的内容',
          example:
            '同意变更名称和业务范围；同意将住所变更为山西省太原市迎泽区文源巷21号3层302室；选举产生新的法定代表人；同意相应修改章程。',
        },
      ],
    },
    {
      code: 'consent',
      title: '业务主管单位审查',
      fields: consentFields(basis, '填写变更以前的情况。').flatMap((field): readonly Field[] =>
        field.name === 'consentDate' ? [field, ...late('业务主管单位同意')] : [field],
      ),
    },
    { code: 'contact', title: '联系人', fields: contactFields },
    collectionPage('HANDLING_AGENT', 'AUTHORIZED_AGENT'),
    commitmentPage(law.own),
  ]
}
