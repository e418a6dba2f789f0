import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, notice, text, type CommonData } from '../core/documents/define.ts'
import type { StepFacts } from '../core/documents/facts.ts'
import { ORG_TYPES } from '../core/org-types.ts'
import { registeredItems } from '../core/documents/registered-items.ts'
import { isRenaming } from '../core/register/changes.ts'
import { registerItems } from '../core/register/items.ts'
import { APL, fact, paragraph, sentence, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

/** Seal, account and tax are obtained with the certificate and then filed (R250 art. 16, R251 art. 14, R400 art. 14). */
const certificateFollows = (heading: Pick<CommonData, 'applicantKind' | 'siteName'>): string =>
  `本机关自作出本决定之日起10个工作日内，向${you(heading)}颁发、送达登记证书。领取登记证书以后，请凭证书申请刻制印章、开立银行账户、办理税务信息确认，并通过${heading.siteName}将印章式样和银行账号报本机关备案。`

const exchangeFollows = (heading: CommonData, { changes, effectiveOn, today }: StepFacts): string => {
  const later = effectiveOn > today
  const printed = changes.some((change) => change.kind === 'set' && registerItems[change.item].printed)
  return [
    later ? `上述变更自${chineseDate(effectiveOn)}起生效。` : '',
    printed
      ? `请交回原登记证书正本、副本；原证书遗失的，应当先公告声明作废。本机关自${later ? '变更生效' : '作出本决定'}之日起10个工作日内，向${you(heading)}换发登记证书。`
      : '登记证书记载的事项没有改变，不换发登记证书。',
    changes.some(isRenaming) ? '原印章应当交回本机关，新印章刻制以后报本机关备案。' : '',
  ].join('')
}

/** Review, decision, publicity, certificate; a change of what was granted rests on art. 49 besides. */
const GRANT_ARTICLES = '第三十四条、第三十八条第一款、第四十条、第四十四条'

/** What nothing is changed of, as it is registered. */
const whatIsThere = ({ register, orgType }: StepFacts) =>
  register
    ? registeredItems(orgType, register.items)
        .filter(({ item }) => ['name', 'domicile', 'legalRepresentative'].includes(item))
        .map(({ label, value }) => ({ label, value }))
    : []

/** Each item as it was and as it is from now on; of what is no registered item, what it is. */
const changedItems = (facts: StepFacts) => {
  const { changes, orgType } = facts
  if (changes.length === 0) return whatIsThere(facts)
  return changes.flatMap((change) => {
    if (change.kind === 'term')
      return [{ label: `${change.name}任期`, value: `自${chineseDate(change.from)}至${chineseDate(change.to)}` }]
    if (change.kind === 'charter') return [{ label: '章程', value: change.told }]
    if (change.kind === 'note') return [{ label: change.what, value: change.text }]
    if (change.kind !== 'set') return []
    const label = registerItems[change.item].text[orgType] ?? change.item
    return [
      { label: `变更前${label}`, value: change.before || '无' },
      { label: `变更后${label}`, value: change.after || '无' },
    ]
  })
}

/** A charter that is approved changes nothing of the certificate; what it says otherwise has to be registered. */
const approvedCharter = (change: Extract<StepFacts['changes'][number], { kind: 'charter' }>) => ({
  decided: '章程核准',
  articles: '第三十四条、第三十八条第一款',
  told: '内容如下',
  next: `修改后的章程自本决定作出之日起生效，原章程停止执行。${
    change.follows === '' ? '登记事项没有改变。' : `章程写明的${change.follows}与登记的不一致，请依法办理变更登记。`
  }`,
})

/** The same of what else is approved. */
const approved = ({ changes, decides, next }: StepFacts) => ({
  decided: decides.replace(/^(准予|同意)/, ''),
  articles: '第三十四条、第三十八条第一款',
  told: '内容如下',
  next:
    next ??
    (changes.some(({ kind }) => kind === 'term')
      ? '请在延长的期限届满以前换届，并自选举之日起30日内报本机关备案。'
      : '请按照同意的方案召开会议，自选举之日起30日内报本机关备案。'),
})

const grantedBeside = (facts: StepFacts) => {
  if (facts.changes.some(({ kind }) => kind === 'set')) return {}
  const charter = facts.changes.find((change) => change.kind === 'charter')
  return charter ? approvedCharter(charter) : approved(facts)
}

/** 准予行政许可决定书: what was found, what is granted, what comes next (行政许可法 art. 38, 40, 44). */
export const decisionGranted = notice({
  title: '准予行政许可决定书',
  shortName: '准予决定',
  numberWord: '许准',
  copies: 2,
  appealable: false,
  schema: z.object({
    acceptedOn: date,
    /** What the case proves, clause by clause; decisions of earlier releases had the official's words alone. */
    proved: z.array(text).default([]),
    /** What the official found, in their own words. */
    findings: z.string(),
    uscc: text,
    /** The registered items, label and value, in the order of the certificate. */
    registeredItems: z.array(z.object({ label: text, value: text })).min(1),
    decided: text.default('成立登记'),
    told: text.default('并核定登记事项如下'),
    /** Of 行政许可法. */
    articles: text.default(GRANT_ARTICLES),
    law: text.default('《社会团体登记管理条例》第十条、第十一条、第十二条、第十六条'),
    // As decisions said before the certificate came first.
    next: text.default(
      '请凭本决定书申请刻制印章、开立银行账户，并通过社会组织服务平台将印章式样和银行账号报本机关备案。本机关自收到齐全的备案材料之日起10个工作日内，向你（单位）颁发、送达《社会团体法人登记证书》。',
    ),
  }),
  gather: (facts, heading) => {
    if (!facts.register) throw new Error('a decision on nothing registered')
    return {
      acceptedOn: facts.acceptedOn,
      proved: [...facts.proved],
      findings:
        facts.conclusion || (facts.proved.length > 0 ? '' : '申请材料齐全、符合法定形式，申请符合法定条件、标准。'),
      uscc: facts.register.uscc,
      ...(facts.changes.some(({ kind }) => kind === 'found')
        ? {
            decided: ORG_TYPES[facts.orgType].founding,
            told: '并核定登记事项如下',
            articles: GRANT_ARTICLES,
            registeredItems: registeredItems(facts.orgType, facts.register.items).map(({ label, value }) => ({
              label,
              value,
            })),
            next: certificateFollows(heading),
          }
        : {
            decided: '变更登记',
            told: '并核定登记事项如下',
            articles: `${GRANT_ARTICLES}、第四十九条`,
            registeredItems: changedItems(facts),
            next: exchangeFollows(heading, facts),
            ...grantedBeside(facts),
          }),
      law: facts.law.decided,
    }
  },
  letter: (data) => ({
    blocks: [
      paragraph(
        `${you(data)}提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}），本机关已于${chineseDate(data.acceptedOn)}受理。经审查查明：${data.proved.length > 0 ? '' : sentence(data.findings)}`,
      ),
      ...(data.proved.length > 0 ? [{ type: 'list' as const, items: data.proved.map(sentence) }] : []),
      ...(data.proved.length > 0 && data.findings !== '' ? [paragraph(sentence(data.findings))] : []),
      paragraph(
        `${data.proved.length > 0 && data.findings !== '' ? '据此，本机关决定' : '本机关认为，上述申请符合法定条件、标准，决定'}准予“${data.organizationName}”${data.decided}，${data.told}：`,
      ),
      {
        type: 'facts',
        rows: [
          fact('统一社会信用代码', data.uscc),
          ...data.registeredItems.map(({ label, value }) => fact(label, value)),
        ],
      },
      paragraph(data.next),
      paragraph('本决定依法予以公开，公众有权查阅。'),
    ],
    legalBasis: `${APL}${data.articles}，${data.law}`,
    signOff: [SIGNED_RECEIPT],
  }),
  example: {
    acceptedOn: '2026-11-20',
    proved: [
      '名称“山西省古建筑彩画研究会”已经核准（晋民社名核〔2026〕1号）',
      '业务主管单位山西省文物局于2026年10月26日批准（晋文物函〔2026〕18号）',
      '有个人会员58个',
      '2026年10月18日召开成立大会暨第一次会员大会，应到58人，实到56人；章程草案：同意55票、反对0票、弃权1票；负责人选举：同意54票、反对1票、弃权1票',
      '理事会由理事15人组成',
      '产生会长1人、副会长2人、秘书长1人、监事1人',
      '住所为山西省太原市迎泽区示范路1号院2号楼301室，房屋租赁，建筑面积126.5平方米，租期自2026年10月1日至2029年9月30日',
      '有工作人员4人，其中专职2人',
      '有活动资金3.5万元，验资机构：山西汾河示例会计师事务所，验资报告文号：晋汾验字〔2026〕第0132号',
    ],
    findings: '申请材料齐全、符合法定形式，申请符合法定条件、标准。',
    uscc: '51140000MJ0000018C',
    registeredItems: [
      { label: '名称', value: '山西省古建筑彩画研究会' },
      { label: '住所', value: '山西省太原市迎泽区示范路1号院2号楼301室' },
      {
        label: '宗旨',
        value: '遵守宪法、法律、法规和国家政策，团结从事古建筑彩画的单位和个人，研究、传承和保护彩画技艺。',
      },
      { label: '业务范围', value: '开展古建筑彩画的学术研究；传承技艺；培训人才；提供咨询服务；开展对外交流。' },
      { label: '证书业务范围', value: '古建筑彩画的学术研究、技艺传承、人才培训、咨询服务和对外交流。' },
      { label: '活动地域', value: '山西省' },
      { label: '法定代表人', value: '赵明远' },
      { label: '活动资金', value: '3.5万元' },
      { label: '业务主管单位', value: '山西省文物局' },
    ],
    decided: '成立登记',
    told: '并核定登记事项如下',
    articles: GRANT_ARTICLES,
    law: '《社会团体登记管理条例》第十条、第十一条、第十二条',
    next: certificateFollows({ applicantKind: 'PERSON', siteName: '山西省社会组织政务服务平台' }),
  },
  mustSay: [
    '准予',
    '51140000MJ0000018C',
    '第三十八条第一款',
    '第四十条',
    '第四十四条',
    '10个工作日',
    '凭证书申请刻制印章',
    '有个人会员58个',
    '应到58人，实到56人',
    '同意55票、反对0票、弃权1票',
    '房屋租赁',
    '宗旨',
    '据此，本机关决定准予',
    '法定代表人',
    '依法予以公开',
  ],
})
