import { chineseDate } from '../../core/documents/dates.ts'
import { CHAIR_POSTS, LEFT_POST, postText } from '../../core/posts.ts'
import type { Page } from '../../core/forms/page.ts'
import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { Answers, AnyStage, Following, Material, Matter } from '../../core/matters/define.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { IN_OFFICE } from '../../core/matters/take-over.ts'
import { settingItems, type RegisterChange } from '../../core/register/changes.ts'
import type { Way } from '../../core/register/duties.ts'
import { certificateAnew } from '../shared/certificate.ts'
import { consentFrom, meetingOn, money, premises, proving } from '../shared/findings.ts'
import { bothCopies, certificateLimit, licenceFlow, licenceLimits, lostCertificate } from '../shared/stages.ts'
import { collectorFact } from '../shared/closing.ts'
import { contactTakenOver } from '../shared/contact.ts'
import { refusedGrounds } from '../shared/grounds.ts'
import { changeChecks } from './checks.ts'
import { changeGrounds } from './grounds.ts'
import { changeGuide } from './guide.ts'
import { changedBy, changesCertificate, itemsFor, tickedItems, wantedItems } from './items.ts'
import { changeLaws, type ChangeLaw } from './law.ts'
import { changeMaterials, changePapers } from './materials.ts'
import { changePages } from './pages.ts'
import { changeRules } from './rules.ts'

/** Who represents from now on, and who does no more: the person who leaves the office may keep the post. */
const representatives = ({ answers, holdings }: ChangeContext): readonly RegisterChange[] =>
  answers.items('officers').flatMap(({ values }): readonly RegisterChange[] => {
    const { name = '', idType = '', idNumber = '', orgPost: post = '', phone = '' } = values
    const people = holdings?.people ?? []
    const until = holdings?.term?.to
    const stays = answers.value('officers', 'predecessorStays') === 'yes'
    return [
      ...people
        .filter((one) => one.legalRepresentative)
        .map((one): RegisterChange => ({
          kind: 'leave',
          holder: { id: one.id, text: `${one.name}（${postText(one.post)}）` },
          how: '变更法定代表人',
          // Whose post went to another already keeps none.
          ...(stays && one.post !== LEFT_POST ? { keepsPost: true } : {}),
        })),
      {
        kind: 'person',
        enters: {
          name,
          idType,
          idNumber,
          post,
          phone,
          legalRepresentative: true,
          elected: false,
          ...(until ? { until } : {}),
        },
      },
    ]
  })

const changed = (context: ChangeContext): readonly RegisterChange[] => {
  const { answers, filed } = context
  if (!filed) throw new Error('a change of nothing registered')
  return [
    ...settingItems(filed, wantedItems(answers)),
    ...representatives(context),
    ...(answers.value('resolution', 'charterChanged') === 'yes'
      ? [
          {
            kind: 'charter' as const,
            clauses: null,
            told: '随变更登记核准',
            follows: '',
          },
        ]
      : []),
    ...(tickedItems(answers).includes('domicile')
      ? [{ kind: 'lease' as const, to: answers.value('domicile', 'leaseTo') }]
      : []),
  ]
}

/** What decided the change, who agreed to it, and by what right the organization is where it goes. */
const provedBy = (law: ChangeLaw, pages: readonly Page[]) =>
  proving(
    ...pages.filter(({ code }) => code === 'resolution').map(meetingOn),
    consentFrom(['consent', 'supervisoryUnit'], ['consent', 'consentDate'], ['consent', 'consentNo'], '同意变更'),
    premises('变更后的住所'),
    money(law.fund.text, law.fund.proof),
  )

const newCertificate = (context: ChangeContext): readonly RegisterChange[] => [certificateAnew('CHANGE', context)]

/** What the organization has to do, by what changed. */
const grantedNotice = (answers: Answers): string => {
  const ticked = tickedItems(answers)
  const on = answers.value('items', 'effectiveOn')
  return [
    '登记管理机关准予变更登记。',
    on === '' ? '' : `变更自${chineseDate(on)}起生效（准予之日在后的，自准予之日起）；生效以前可以在办件页面撤回。`,
    changesCertificate(answers)
      ? `${on === '' ? '' : '生效以后'}请把原登记证书正本、副本送到或者寄到登记管理机关，收回以后制作新证书；原证书遗失的，请先公告声明作废。`
      : '证书记载的事项没有改变，不换发证书，本次办理全部办结。',
    ticked.includes('name') ? '名称变更以后，请刻制新印章并报登记管理机关备案，原印章交回登记管理机关。' : '',
    ticked.includes('name') ? '法人账号的名称随登记信息变更，不用另外办理。' : '',
    ticked.includes('legalRepresentative') ? '法人账号由新的法定代表人重新注册，或者到窗口变更账号的法定代表人。' : '',
  ].join('')
}

const fileSeal: Way = { text: '印章备案', family: 'filing', kind: 'filing-seal' }

/** The same that its home asks for from then on, and what others than the authority have to be told. */
const following = (answers: Answers): readonly Following[] => {
  const ticked = tickedItems(answers)
  const [name, domicile, head] = (['name', 'domicile', 'legalRepresentative'] as const).map((item) =>
    ticked.includes(item),
  )
  const told = [name && '名称', domicile && '住所', head && '法定代表人'].filter(Boolean).join('、')
  return [
    ...(name
      ? [
          { text: '刻制新印章，把式样报登记管理机关备案；原印章交回登记管理机关。', way: fileSeal },
          {
            text: '到开户银行变更账户名称，变更以后备案。',
            way: { text: '银行账户备案', family: 'filing', kind: 'filing-account' },
          } as const,
        ]
      : []),
    ...(head
      ? [
          {
            text: '由新法定代表人重新办理法人注册；这以前法人账号不能开始和提交事项，已委任的经办人可以继续办理。',
            way: 'registration' as const,
          },
          { text: '更换法定代表人名章的，办理印章备案。', way: fileSeal },
        ]
      : []),
    ...(told === '' ? [] : [{ text: `到税务机关${head || !name ? '和开户银行' : ''}变更登记的${told}。` }]),
  ]
}

const stages = (law: ChangeLaw, pages: readonly Page[], materials: readonly Material[]): readonly AnyStage[] => {
  const basis = `${law.regulation}${law.article}第一款`
  return [
    {
      code: 'change',
      title: '变更登记',
      formalTitle: `${ORG_TYPES[law.orgType].shortLabel}变更登记`,
      intro:
        '变更登记申请表（修改章程的，章程核准表；变更法定代表人的，法定代表人登记表）根据填写的内容生成，签署、盖章以后上传。证书记载的事项变更的，准予变更以后换发登记证书。',
      procedure: 'licence',
      pages: pages.map(({ code }) => code),
      locked: [],
      papers: changePapers(law),
      materials: materials.map(({ code }) => code),
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
          proved: provedBy(law, pages),
          effectiveOn: ({ answers, today }) => {
            const on = answers.value('items', 'effectiveOn')
            return on > today ? on : today
          },
          opens: 'next stage',
          opensIf: changesCertificate,
          notice: grantedNotice,
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

const change = (law: ChangeLaw, pages = changePages(law), materials = changeMaterials(law)): Matter => ({
  code: `${law.orgType.toLowerCase().replaceAll('_', '-')}-change`,
  title: '变更登记',
  keywords: [
    '变更',
    ...itemsFor(law.orgType).flatMap(({ text }) => [`${text}变更`, `变更${text}`]),
    '搬家',
    '迁址',
    '改名',
    '更名',
    '换法人',
    '增资',
    '换证',
  ],
  orgType: law.orgType,
  begunBy: 'organization',
  family: 'change',
  realName: { draft: false, submitFrom: 'change' },
  guide: changeGuide(law, materials),
  pages,
  materials,
  stages: stages(law, pages, materials),
  rules: changeRules(law),
  checks: changeChecks(law),
  facts: {
    names: {
      proposed: { page: 'name', field: 'proposedName' },
      alternatives: [],
      ...(law.orgType === 'SOCIAL_GROUP'
        ? {}
        : {
            personIn: { page: 'name', field: 'personInName' },
            unitIn: { page: 'name', field: 'unitInName' },
          }),
      ...(law.orgType === 'FOUNDATION' ? { withoutTradeName: { page: 'name', field: 'withoutTradeName' } } : {}),
    },
    contact: { page: 'contact', name: 'contactName', phone: 'contactPhone' },
    people: [
      {
        role: 'OFFICER',
        page: 'officers',
        name: 'name',
        idType: 'idType',
        idNumber: 'idNumber',
        phone: 'phone',
        post: 'orgPost',
        legalRepresentative: true,
      },
    ],
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
  handsIn: () => bothCopies,
  // Whoever was elected is in the register: who they are is not asked again.
  takesOver: { ...contactTakenOver('contact'), items: { officers: [{ page: IN_OFFICE }] } },
  about: {
    page: 'items',
    text: (answers) =>
      itemsFor(law.orgType)
        .filter(({ item }) => tickedItems(answers).includes(item))
        .map(({ text }) => text)
        .join('、'),
  },
  ended: (answers) => ({
    title: '变更已经登记',
    text: '登记簿已经更新，本次办理全部办结。',
    next: following(answers),
  }),
  clears: (answers) => {
    const ticked = tickedItems(answers)
    return [
      ...(ticked.includes('domicile') ? [{ duty: 'LEASE' } as const] : []),
      ...(ticked.includes('legalRepresentative') ? [{ duty: 'REPRESENTATIVE' } as const] : []),
    ]
  },
  prefill: ({ items: { supervisoryUnit } }, { people }, { about }) => {
    const item = changedBy(law.orgType, about)
    // Whom the organization elected in place of the one who left.
    const elected = people.some(({ post }) => post === LEFT_POST)
      ? people.filter(({ post, legalRepresentative }) => !legalRepresentative && CHAIR_POSTS.includes(post))
      : []
    return {
      ...(item ? { items: { values: { items: item }, items: [] } } : {}),
      ...(item === 'legalRepresentative' && elected.length > 0
        ? {
            officers: {
              values: {},
              items: elected.slice(0, 1).map(({ id, name, post }) => ({ id, values: { name, orgPost: post } })),
            },
          }
        : {}),
      consent: {
        values: supervisoryUnit === '' ? { hasUnit: 'no' } : { hasUnit: 'yes', supervisoryUnit },
        items: [],
      },
    }
  },
})

/** 变更登记 of each type; they differ by their regulation. */
export const changes: readonly Matter[] = Object.values(changeLaws).map((law) => change(law))
