import { chineseDate } from '../../core/documents/dates.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { plainAmount, readAmount } from '../../core/forms/money.ts'
import type { Page } from '../../core/forms/page.ts'
import type { ChangeContext } from '../../core/matters/contexts.ts'
import type { Answers, AnyStage, Check, Matter } from '../../core/matters/define.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import type { RegisterChange } from '../../core/register/changes.ts'
import { heldOf } from '../../core/register/holdings.ts'
import { ask, byAuthority, codeOf } from '../filings/define.ts'
import { consentFrom, meetingOn, proving } from '../shared/findings.ts'
import { refusedGrounds } from '../shared/grounds.ts'
import { licenceFlow, licenceLimits, revisionLimit } from '../shared/stages.ts'
import { contactTakenOver } from '../shared/contact.ts'
import { countersOf } from './counters.ts'
import { liquidationGuide } from './guide.ts'
import { enders, type Ender } from './law.ts'
import { closingMaterials, closingPapers, endingMaterials, endingPapers } from './materials.ts'
import { endingPages, orderFaults, orderFields } from './pages.ts'
import { closingPages, RETURNED } from './pages-closing.ts'
import { liquidationRules } from './rules.ts'

/**
 * From what it was to 清算中. Of one whose licence was revoked the status stays, for it ends in 注销 anyhow; so does that of
 * one whose liquidation the register knew before the portal.
 */
const begun = ({ entry, filedStatus }: ChangeContext): readonly RegisterChange[] => {
  const before = filedStatus ?? entry?.status
  return before === undefined || before === 'LICENCE_REVOKED' || before === 'LIQUIDATING'
    ? []
    : [{ kind: 'status', before, after: 'LIQUIDATING' }]
}

/** Back to what it was before. */
const givenUp = ({ entry, statusBefore }: ChangeContext): readonly RegisterChange[] =>
  entry?.status === 'LIQUIDATING' && statusBefore
    ? [{ kind: 'status', before: 'LIQUIDATING', after: statusBefore }]
    : []

type Returned = Answers['items'] extends (page: string) => readonly (infer Item)[] ? Item : never
const titleOf = ({ values }: Returned): string =>
  values['seal'] || values['label'] || (RETURNED.find(({ value }) => value === values['what'])?.text ?? '')

/** What is brought to the window: things, and papers with the notice that others are void. */
const handsIn = (answers: Answers): string =>
  answers
    .items('returns')
    .map((item) => `${titleOf(item)}${item.values['how'] === 'VOID' ? '的作废声明（报纸）' : ''}`)
    .join('、')

/** What the desk says of each thing that is to be given back; `at`: its place in the list. */
const returnFields = (answers: Answers): readonly Field[] =>
  answers.items('returns').flatMap((item, at): readonly Field[] => {
    const name = (what: string): string => `${what}${String(at)}`
    const title = `${String(at + 1)}．${titleOf(item)}`
    const { how, noticePaper, noticeOn, count } = item.values
    const planned = how === 'VOID' ? `已登报作废（${noticePaper ?? ''}，${chineseDate(noticeOn ?? '')}）` : '交回'
    const isVoid = { when: { field: name('got'), is: ['VOID'] } } as const
    return [
      ask('choice', name('got'), title, {
        hint: `申请人填写：${planned}，数量${count ?? ''}`,
        options: [
          { value: 'RETURN', text: '已经收回' },
          { value: 'VOID', text: '声明作废' },
        ],
      }),
      ask('date', name('on'), `${title}：收回或者作废声明见报日期`, { noLaterThanToday: true }),
      ask('text', name('paper'), `${title}：刊登声明的报纸`, { max: 50, ...isVoid }),
    ]
  })

/** A thing comes back on the day it is looked at; where it is void, the notice was told of. */
const returnsKnown = (answers: Answers, today: string): RawValues =>
  Object.fromEntries(
    answers.items('returns').flatMap(({ values: { how, noticePaper = '', noticeOn = '' } }, at) =>
      how === 'VOID'
        ? [
            [`on${String(at)}`, noticeOn],
            [`paper${String(at)}`, noticePaper],
          ]
        : [[`on${String(at)}`, today]],
    ),
  )

const wayOf = (form: ChangeContext['form'], at: number): string =>
  form[`got${String(at)}`] === 'VOID'
    ? `声明作废（${form[`paper${String(at)}`] ?? ''}，${chineseDate(form[`on${String(at)}`] ?? '')}）`
    : `缴回（${chineseDate(form[`on${String(at)}`] ?? '')}）`

/** Everything of it ends at once. */
const ended = ({ answers, entry, holdings, form }: ChangeContext): readonly RegisterChange[] => {
  if (!entry || !holdings) throw new Error('the end of nothing registered')
  const items = answers.items('returns')
  const original = items.findIndex(({ values }) => values['what'] === 'ORIGINAL')
  const sealAt = (text: string): number => items.findIndex(({ values }) => values['seal'] === text)
  return [
    { kind: 'recovery', serial: null, ...(form[`got${String(original)}`] === 'VOID' ? { lost: true as const } : {}) },
    ...heldOf(holdings, 'seals').map(
      (seal) => ({ kind: 'sealEnd', seal, how: wayOf(form, sealAt(seal.text)) }) as const,
    ),
    ...heldOf(holdings, 'accounts').map((account) => ({ kind: 'accountEnd', account, how: '注销登记' }) as const),
    ...heldOf(holdings, 'units').map((unit) => ({ kind: 'unitEnd', unit, how: '注销登记' }) as const),
    { kind: 'status', before: entry.status, after: 'DEREGISTERED' },
  ]
}

const agreed = consentFrom(
  ['consent', 'supervisoryUnit'],
  ['consent', 'consentDate'],
  ['consent', 'consentNo'],
  '同意注销',
)

const orderedProved = (answers: Answers): string | undefined => {
  const at = (field: string): string => answers.value('ending', field)
  return at('orderedBy') === ''
    ? undefined
    : `${at('orderedBy')}代为申请，终止方案${at('planNo')}，检查意见${at('opinionNo')}`
}

const groupProved = (answers: Answers): string | undefined => {
  const formed = answers.value('liquidators', 'formedOn')
  const head = answers.items('liquidators').find(({ values }) => values['isHead'] === 'yes')?.values['name']
  if (formed === '' || !head) return undefined
  const by = answers.value('liquidators', 'court')
  return `${by === '' ? '' : `${by}指定，`}${chineseDate(formed)}成立清算组，负责人${head}，成员${String(answers.items('liquidators').length)}人`
}

/** An amount as papers say it, to the fen. */
const yuan = (raw: string): string => {
  const amount = readAmount(raw)
  return `${amount === undefined ? raw : plainAmount(amount)}元`
}

const settled = (answers: Answers): string | undefined => {
  const at = (field: string): string => answers.value('settlement', field)
  return at('endedOn') === ''
    ? undefined
    : `清算于${chineseDate(at('endedOn'))}结束：资产${yuan(at('assets'))}，清偿债务${yuan(at('debts'))}，清算费用${yuan(at('expenses'))}，剩余财产${yuan(at('residue'))}`
}

const audited = (answers: Answers): string | undefined => {
  const [firm, number] = [answers.value('audit', 'firm'), answers.value('audit', 'reportNo')]
  return firm === '' ? undefined : `${firm}出具清算审计报告（${number}）`
}

const given = (answers: Answers): string | undefined => {
  const to = answers.items('recipients').map(({ values: { name = '', amount = '' } }) => `${name}${yuan(amount)}`)
  return to.length === 0 ? undefined : `剩余财产转给${to.join('、')}`
}

const stages = (ender: Ender, first: readonly Page[], last: readonly Page[]): readonly AnyStage[] => {
  const { law, orgType } = ender
  const type = ORG_TYPES[orgType].shortLabel
  const meeting = first.find(({ code }) => code === 'resolution')
  const own = first.filter(({ code }) => code !== 'contact').map(({ code }) => code)
  const decided = `${law.ends}、${law.applies.replace(law.regulation, '')}`
  return [
    {
      code: 'liquidation',
      title: '清算备案',
      formalTitle: `${type}清算组备案`,
      intro: '清算备案表、清算组名单根据填写的内容生成，签字、盖章以后上传。备案以后登记状态变为“注销清算中”。',
      procedure: 'liquidation',
      pages: first.map(({ code }) => code),
      locked: [],
      papers: endingPapers,
      materials: endingMaterials(ender).map(({ code }) => code),
      limits: {
        consent: licenceLimits.consent,
        filing: { statutory: 10, committed: 5, basis: '登记管理机关承诺' },
        revision: revisionLimit,
      },
      law: { accepted: law.group, decided: law.group },
      on: {
        filed: {
          documents: ['FILING_RECEIPT'],
          changes: begun,
          proved: proving(...(meeting ? [meetingOn(meeting)] : []), orderedProved, agreed, groupProved),
          opens: 'next stage',
          notice:
            '清算组已经备案，登记状态变为“注销清算中”，不能办理清算以外的事项。请按期通知债权人、公告，清算结束之日起15日内申请注销登记，办件页面列出各项期限。',
        },
      },
      flow: ['窗口核对，退回修改或者准予备案', '登记状态变为注销清算中'],
    },
    {
      code: 'deregistration',
      title: '注销登记',
      formalTitle: `${type}注销登记`,
      intro:
        '清算期间随时填写、保存；清算结束以后传齐材料，申请注销登记。注销登记申请书、注销登记表根据填写的内容生成。',
      procedure: 'licence',
      pages: [...last.map(({ code }) => code), 'contact'],
      locked: own,
      papers: closingPapers,
      materials: closingMaterials(ender).map(({ code }) => code),
      limits: { ...licenceLimits, decision: { statutory: 20, committed: 10, basis: '《行政许可法》第四十二条' } },
      law: { accepted: law.applies, decided },
      grounds: { refused: refusedGrounds, denied: law.denied },
      on: {
        withdrawn: {
          reopens: true,
          means:
            '撤回后登记管理机关不再审查这次申请，出具终止办理通知书。登记状态仍是“注销清算中”，可以修改以后重新申请；不再注销的，撤回以后再按“撤回注销”。',
        },
        refused: { reopens: true },
        terminated: { reopens: true },
        abandoned: {
          text: '撤回注销',
          status: '已撤回注销',
          changes: givenUp,
          means:
            '撤回注销应当由原来作出终止决定的机构决定，并告知业务主管单位和债权人。撤回以后本次办理结束，登记状态恢复为清算以前的状态；以后再注销的，要重新备案。',
          notice: '您已撤回注销，登记状态恢复为清算以前的状态，本次办理结束。',
        },
        granted: {
          text: '准予注销登记',
          status: '准予注销登记',
          documents: ['DECISION_GRANTED'],
          proved: proving(
            ...(meeting ? [meetingOn(meeting)] : []),
            orderedProved,
            agreed,
            groupProved,
            settled,
            audited,
            given,
          ),
          next: '请将登记证书正本、副本，印章和财务凭证交回本机关；遗失的，应当先公告声明作废。本机关确认以后发给注销证明并公告，注销登记自确认之日起生效。',
          opens: 'next stage',
          notice:
            '登记管理机关准予注销登记。请将登记证书正本、副本，印章和财务凭证交到登记管理机关窗口；确认以后发给注销证明并公告。',
        },
        denied: {
          text: '不予注销登记',
          status: '不予注销登记',
          documents: ['DECISION_DENIED'],
          reopens: true,
          notice:
            '登记管理机关不予注销登记：{conclusion} 决定书载明了救济权利。登记状态仍是“注销清算中”，改正以后可以重新申请。',
        },
      },
      flow: licenceFlow,
    },
    {
      code: 'returning',
      title: '交回证书、印章',
      formalTitle: `${type}注销登记`,
      intro: '登记管理机关逐项确认交回的证书、印章和财务凭证，发给注销证明并公告。',
      procedure: 'closing',
      pages: [],
      locked: [],
      materials: [],
      limits: {},
      law: { accepted: law.applies, decided },
      on: {
        closed: {
          status: '已注销',
          form: returnFields,
          formKnown: returnsKnown,
          changes: ended,
          documents: ['DEREGISTRATION_PROOF', 'ANNOUNCEMENT'],
          notice:
            '证书、印章和财务凭证已经确认，注销登记已经生效并公告，注销证明可在办件详情中下载。法人账号可以继续登录，查看和下载全部办件。',
        },
      },
      flow: ['逐项确认交回或者声明作废', '发给注销证明，公告'],
    },
  ]
}

const checks = ({ law }: Ender): readonly Check[] => {
  const begins = ['liquidation'] as const
  const ends = ['deregistration'] as const
  const shows = (page: string, ...fields: readonly string[]) => fields.map((field) => ({ page, field }))
  return [
    {
      stages: begins,
      code: 'DECIDED',
      text: '终止由章程规定的机构按照规定的人数表决通过；不能召开会议的，已经公告并经认可',
      basis: law.charter,
      rules: ['ENDING-VOTES-COUNT', 'ENDING-VOTES-PASSED', 'ENDING-QUORUM', 'TWO-THIRDS'],
      shows: shows('resolution', 'canMeet', 'expectedCount', 'presentCount', 'decisionFor'),
    },
    {
      stages: begins,
      code: 'CONSENT',
      text: '业务主管单位已经审查同意；没有业务主管单位的，依法可以直接办理',
      basis: law.ends,
      rules: ['OWN-UNIT'],
      shows: shows('consent', 'hasUnit', 'supervisoryUnit', 'consentNo'),
    },
    {
      stages: begins,
      code: 'GROUP',
      text: '清算组依法成立，负责人一名；慈善组织按期成立并公告',
      basis: law.group,
      rules: ['ONE-HEAD', 'THREE-LIQUIDATORS', 'IN-TIME'],
      shows: shows('liquidators', 'formedBy', 'formedOn'),
      counts: ['liquidators'],
    },
    {
      stages: ends,
      code: 'CREDITORS',
      text: '按期通知、公告债权人，债权申报期满，债权债务处理完毕',
      basis: law.group,
      rules: ['LATE', 'CLAIMS-OVER', 'DAYS-IN-ORDER'],
      shows: shows('creditors', 'toldOn', 'noticeOn'),
      counts: ['creditors'],
    },
    {
      stages: ends,
      code: 'SETTLED',
      text: '清算报告、审计报告与填写的数额一致，逾期申请的原因成立',
      basis: law.applies,
      rules: ['TOTALS', 'RESIDUE-TOLD'],
      shows: [
        ...shows('settlement', 'endedOn', 'assets', 'debts', 'expenses', 'residue', 'lateReason'),
        ...shows('audit', 'firm', 'reportNo'),
      ],
    },
    {
      stages: ends,
      code: 'RESIDUE',
      text: '剩余财产按照章程用于公益，接收单位是公益性的，协议金额合计等于剩余财产',
      basis: law.residue,
      when: { page: 'settlement', field: 'hasResidue', is: ['yes'] },
      rules: ['RECIPIENT', 'RECIPIENT-UNKNOWN', 'RECIPIENTS-SUM'],
      shows: shows('recipients', 'way'),
      counts: ['recipients'],
    },
    {
      stages: ends,
      code: 'CLOSED',
      text: '清税证明、账户销户和社会保险注销的证明齐全',
      basis: byAuthority,
      rules: ['CLOSURES'],
      shows: shows('closures', 'taxProof', 'taxNo', 'insurance'),
    },
    {
      stages: ends,
      code: 'RETURNS',
      text: '证书、印章和财务凭证列全；遗失的已经登报声明作废',
      basis: law.applies,
      rules: ['RETURNS', 'RETURNED-ONCE'],
      counts: ['returns'],
    },
  ]
}

/** What has to be given back, as the register knows it. */
const toReturn = (holdings: Parameters<NonNullable<Matter['prefill']>>[1]) => [
  { id: 'original', values: { what: 'ORIGINAL', label: '登记证书正本', count: '1', how: 'RETURN' } },
  { id: 'duplicate', values: { what: 'DUPLICATE', label: '登记证书副本', count: '1', how: 'RETURN' } },
  ...heldOf(holdings, 'seals').map(({ id, text }) => ({
    id: `seal-${id}`,
    values: { what: 'SEAL', seal: text, count: '1', how: 'RETURN' },
  })),
  { id: 'vouchers', values: { what: 'VOUCHERS', label: '财务凭证', count: '1', how: 'RETURN' } },
]

const deregistration = (ender: Ender): Matter => {
  const [first, last] = [endingPages(ender), closingPages(ender)]
  return {
    code: codeOf(ender, 'liquidation'),
    title: '注销登记',
    keywords: ['注销', '解散', '清算', '终止', '清算组', '剩余财产', '注销登记'],
    orgType: ender.orgType,
    begunBy: 'organization',
    family: 'liquidation',
    realName: { draft: false, submitFrom: 'liquidation' },
    guide: liquidationGuide(ender),
    pages: [...first, ...last],
    materials: [...endingMaterials(ender), ...closingMaterials(ender)],
    stages: stages(ender, first, last),
    rules: liquidationRules(ender, first, last),
    checks: checks(ender),
    counters: countersOf(ender),
    ...(ender.law.required
      ? { onBehalf: { page: 'ending', field: 'orderedBy', fields: orderFields(ender), faults: orderFaults } }
      : {}),
    facts: {
      contact: { page: 'contact', name: 'contactName', phone: 'contactPhone' },
      people: [
        {
          role: 'OFFICER',
          page: 'liquidators',
          name: 'name',
          idType: 'idType',
          idNumber: 'idNumber',
          phone: 'phone',
          post: 'groupPost',
        },
      ],
      supervisoryUnit: { page: 'consent', field: 'supervisoryUnit' },
      consent: { page: 'consent', number: 'consentNo', date: 'consentDate', material: 'D404', beside: ['contact'] },
    },
    takesOver: contactTakenOver('contact'),
    handsIn,
    ended: () => ({
      title: '已经注销',
      text: '注销登记证明可以在下面下载。本账号可以继续登录，查看办件，在机构主页下载全部文书，不能再办理事项。',
      next: [],
    }),
    prefill: ({ items: { supervisoryUnit } }, holdings) => ({
      consent: { values: supervisoryUnit === '' ? { hasUnit: 'no' } : { hasUnit: 'yes', supervisoryUnit }, items: [] },
      returns: { values: {}, items: toReturn(holdings) },
    }),
  }
}

/** 注销登记 of each type; they differ by their regulation. */
export const liquidations: readonly Matter[] = enders.map(deregistration)
