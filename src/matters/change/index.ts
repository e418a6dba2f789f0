import type { AnyStage, ChangeContext, Material, Matter, On } from '../../core/matters/define.ts'
import type { Page } from '../../core/forms/page.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { settingItems, type RegisterChange } from '../../core/register/changes.ts'
import { lastDayOfMonths } from '../../core/workflow/calendar.ts'
import { consentFrom, meetingOn, premises, proving } from '../shared/findings.ts'
import { domicileForms } from '../shared/forms/domicile.ts'
import { attendance, changeMinutes } from '../shared/forms/meetings.ts'
import { changeConsent } from '../shared/forms/units.ts'
import { copy, original } from '../shared/materials.ts'
import { certificateLimit, lostCertificate, licenceFlow, licenceLimits } from '../shared/stages.ts'
import { collectorFact } from '../shared/closing.ts'
import { refusedGrounds } from '../shared/grounds.ts'
import { changeChecks } from './checks.ts'
import { changeGrounds } from './grounds.ts'
import { changeGuide } from './guide.ts'
import { changeLaws, type ChangeLaw } from './law.ts'
import { changePages } from './pages.ts'
import { changeRules } from './rules.ts'

const changed = ({ answers, filed }: ChangeContext): readonly RegisterChange[] => {
  if (!filed) throw new Error('a change of nothing registered')
  const domicile = answers.has('items', 'items', 'domicile')
  return settingItems(filed, domicile ? { domicile: answers.value('domicile', 'address') } : {})
}

/** What decided the change, who agreed to it, and by what right the organization is where it goes. */
const provedBy = (pages: readonly Page[]) =>
  proving(
    ...pages.filter(({ code }) => code === 'resolution').map(meetingOn),
    consentFrom(['consent', 'supervisoryUnit'], ['consent', 'consentDate'], ['consent', 'consentNo'], '同意变更'),
    premises('变更后的住所'),
  )

/** A changed certificate ends when the one before it would have ended. */
const newCertificate = ({ today, validTo, policies }: ChangeContext): readonly RegisterChange[] => [
  {
    kind: 'certificate',
    reason: 'CHANGE',
    from: today,
    to: validTo ?? lastDayOfMonths(today, policies.certificateMonths),
  },
]

const materials = (basis: string): readonly Material[] => [
  { ...original, code: 'C201', title: '变更登记申请书', hint: '由法定代表人签署并加盖印章', basis },
  {
    ...original,
    code: 'C202',
    title: '会议纪要和签到册',
    hint: '作出变更决定的会议，出席人员签名',
    maxFiles: 20,
    basis: '章程',
    forms: [changeMinutes, attendance],
  },
  {
    ...original,
    code: 'C203',
    title: '业务主管单位同意文件',
    hint: '写明同意变更的事项，加盖公章；业务主管单位在线同意的不用上传',
    when: { page: 'consent', field: 'hasUnit', is: ['yes'] },
    basis,
    forms: [changeConsent],
  },
  {
    ...copy,
    code: 'C204',
    title: '登记证书正、副本',
    hint: '上传正本和副本的扫描件；准予变更以后，领取新证书时交回原件',
    basis: '登记管理机关要求',
    noForm: '证书本身的扫描件，不用另写',
  },
  {
    ...copy,
    code: 'C206',
    title: '新住所使用权证明',
    hint: '自有：产权证；租赁：租赁合同和产权证；无偿使用：产权人声明和产权证；没有产权证的：有权机关出具的证明',
    when: { page: 'items', field: 'items', has: 'domicile' },
    basis,
    forms: domicileForms,
  },
]

const stages = (law: ChangeLaw, proved: NonNullable<On['proved']>): readonly AnyStage[] => {
  const basis = `${law.regulation}${law.article}第一款`
  return [
    {
      code: 'change',
      title: '变更登记',
      formalTitle: `${ORG_TYPES[law.orgType].shortLabel}变更登记`,
      intro: '变更登记申请书根据填写的内容生成，可以下载，签署、盖章以后上传。准予变更以后换发登记证书。',
      procedure: 'licence',
      pages: ['items', 'domicile', 'resolution', 'consent', 'contact', 'collection', 'commitment'],
      locked: [],
      papers: [
        {
          code: 'C201',
          title: '变更登记申请书',
          use: '全部填好以后打印，由法定代表人签字、盖章，扫描后上传',
          uploaded: true,
          parts: [
            { type: 'text', text: '{authority}：\n{name}现申请变更登记，请予核准。' },
            { type: 'rest', except: ['collection'] },
            {
              type: 'signatures',
              boxes: [
                { label: '法定代表人', by: 'hand' },
                { label: '本组织', by: 'seal' },
                {
                  label: '业务主管单位意见',
                  by: 'seal',
                  unless: { page: 'consent', field: 'hasUnit', text: '否' },
                },
              ],
            },
          ],
        },
      ],
      materials: ['C201', 'C202', 'C203', 'C204', 'C206'],
      limits: {
        ...licenceLimits,
        decision: { statutory: 20, committed: 5, basis: '《行政许可法》第四十二条' },
      },
      law: { accepted: basis, decided: basis },
      grounds: { refused: refusedGrounds, denied: changeGrounds(law.orgType) },
      on: {
        granted: {
          text: '准予变更登记',
          status: '准予变更登记',
          documents: ['DECISION_GRANTED', 'ANNOUNCEMENT'],
          changes: changed,
          proved,
          opens: 'next stage',
          notice: '登记管理机关准予变更登记。请携带原登记证书正、副本到窗口换领新证书。',
        },
        denied: {
          text: '不予变更登记',
          status: '不予变更登记',
          documents: ['DECISION_DENIED'],
          notice: '登记管理机关不予变更登记：{conclusion} 决定书载明了救济权利。',
        },
      },
      flow: licenceFlow,
    },
    {
      code: 'changeCertificate',
      title: '换发证书',
      formalTitle: `${ORG_TYPES[law.orgType].shortLabel}登记证书换发`,
      intro: '登记管理机关收回原登记证书，换发新证书。',
      procedure: 'certificate',
      pages: [],
      locked: [],
      materials: [],
      limits: { certificate: certificateLimit },
      law: { accepted: basis, decided: basis },
      on: {
        lost: lostCertificate,
        made: { documents: ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'], changes: newCertificate },
      },
      flow: ['收回原证书', '制作新证书', '领取新证书'],
    },
  ]
}

const change = (law: ChangeLaw, pages = changePages(law)): Matter => ({
  code: `${law.orgType.toLowerCase().replaceAll('_', '-')}-change`,
  title: '变更登记',
  keywords: ['变更', '住所变更', '搬家', '迁址', '换证'],
  orgType: law.orgType,
  begunBy: 'organization',
  family: 'change',
  realName: { draft: false, submitFrom: 'change' },
  guide: changeGuide(law),
  pages,
  materials: materials(`${law.regulation}${law.article}`),
  stages: stages(law, provedBy(pages)),
  rules: changeRules(law),
  checks: changeChecks(law),
  facts: {
    contact: { page: 'contact', name: 'contactName', phone: 'contactPhone' },
    people: [],
    supervisoryUnit: { page: 'consent', field: 'supervisoryUnit' },
    collector: collectorFact,
    consent: {
      page: 'consent',
      number: 'consentNo',
      date: 'consentDate',
      material: 'C203',
      beside: ['contact', 'collection'],
    },
  },
  prefill: ({ items: { supervisoryUnit } }) => ({
    consent: {
      values: supervisoryUnit === '' ? { hasUnit: 'no' } : { hasUnit: 'yes', supervisoryUnit },
      items: [],
    },
  }),
})

/** 变更登记 of each type; they differ by their regulation. */
export const changes: readonly Matter[] = Object.values(changeLaws).map((law) => change(law))
