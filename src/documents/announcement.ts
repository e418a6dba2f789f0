import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, notice, text } from '../core/documents/define.ts'
import type { StepFacts } from '../core/documents/facts.ts'
import { registeredItems } from '../core/documents/registered-items.ts'
import { fact, paragraph } from '../core/documents/words.ts'
import { ORG_TYPES, type OrgType } from '../core/org-types.ts'
import { registerItems, type RegisterItem } from '../core/register/items.ts'

/** What is announced, and by which article: founding, and a change of name, domicile or legal representative. */
const laws = {
  SOCIAL_GROUP: '《社会团体登记管理条例》第二十三条',
  PRIVATE_NON_ENTERPRISE: '《民办非企业单位登记管理暂行条例》第十八条',
  FOUNDATION: '《基金会管理条例》第十九条',
} as const satisfies Record<OrgType, string>

const row = z.object({ label: text, value: text })

/** The announced items as they were and as they are now. */
const changedRows = ({ changes, orgType }: StepFacts): z.infer<typeof row>[] =>
  changes.flatMap((change) => {
    if (change.kind !== 'set' || !registerItems[change.item].announced.includes(orgType)) return []
    const label = registerItems[change.item].text[orgType] ?? change.item
    return [
      { label: `变更前${label}`, value: change.before || '未登记' },
      { label: `变更后${label}`, value: change.after },
    ]
  })

/** Founding is announced when its certificate is handed out: what changes items is a change, whichever they are. */
const changesItems = ({ changes }: StepFacts): boolean => changes.some(({ kind }) => kind === 'set')

/** What of an organization that ended is announced. */
const endedItems: readonly RegisterItem[] = ['name', 'domicile', 'legalRepresentative']

/** 登记公告: what everybody is told of the register (R250 art. 23, R251 art. 18, R400 art. 19). It goes to nobody in particular. */
export const announcement = notice({
  title: '登记公告',
  shortName: '登记公告',
  numberWord: '公',
  copies: 1,
  appealable: false,
  schema: z.object({
    /** What it announces. */
    titleNote: z.enum(['成立', '变更', '注销']),
    orgType: z.enum(['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION']),
    uscc: text,
    /** The day it was founded, or the change took effect. */
    on: date,
    rows: z.array(row).min(1),
    law: text,
  }),
  calledFor: (facts) => !changesItems(facts) || changedRows(facts).length > 0,
  gather: (facts) => {
    const { orgType, register } = facts
    if (!register) throw new Error('nothing registered to announce')
    const about = { orgType, uscc: register.uscc, law: laws[orgType] }
    if (facts.changes.some((change) => change.kind === 'status' && change.after === 'DEREGISTERED'))
      return {
        ...about,
        titleNote: '注销' as const,
        on: facts.effectiveOn,
        rows: registeredItems(orgType, register.items)
          .filter(({ item }) => endedItems.includes(item))
          .map(({ label, value }) => ({ label, value })),
      }
    return changesItems(facts)
      ? { ...about, titleNote: '变更' as const, on: facts.effectiveOn, rows: changedRows(facts) }
      : {
          ...about,
          titleNote: '成立' as const,
          on: register.establishedOn,
          rows: registeredItems(orgType, register.items).map(({ label, value }) => ({ label, value })),
        }
  },
  letter: (data) => ({
    to: null,
    blocks: [
      paragraph(
        data.titleNote === '注销'
          ? `经${data.authorityName}准予，${ORG_TYPES[data.orgType].shortLabel}“${data.organizationName}”自${chineseDate(data.on)}起注销登记，不得再以该名称开展活动。现公告如下：`
          : data.titleNote === '成立'
            ? `经${data.authorityName}准予登记，${ORG_TYPES[data.orgType].shortLabel}“${data.organizationName}”于${chineseDate(data.on)}成立。现将登记事项公告如下：`
            : `经${data.authorityName}准予，${ORG_TYPES[data.orgType].shortLabel}“${data.organizationName}”自${chineseDate(data.on)}起变更登记事项。现公告如下：`,
      ),
      {
        type: 'facts',
        rows: [fact('统一社会信用代码', data.uscc), ...data.rows.map(({ label, value }) => fact(label, value))],
      },
    ],
    legalBasis: data.law,
    signOff: [],
  }),
  example: {
    titleNote: '成立',
    orgType: 'SOCIAL_GROUP',
    uscc: '51140000MJ0000018C',
    on: '2026-11-20',
    rows: [
      { label: '名称', value: '山西省古建筑彩画研究会' },
      { label: '住所', value: '山西省太原市迎泽区示范路1号院2号楼301室' },
      { label: '宗旨', value: '团结从事古建筑彩画的单位和个人，研究、传承和保护彩画技艺。' },
      { label: '业务范围', value: '古建筑彩画的学术研究、技艺传承、人才培训、咨询服务和对外交流。' },
      { label: '活动地域', value: '山西省' },
      { label: '法定代表人', value: '赵明远' },
      { label: '活动资金', value: '3.5万元' },
      { label: '业务主管单位', value: '山西省文物局' },
    ],
    law: laws.SOCIAL_GROUP,
  },
  mustSay: ['登记公告（成立）', '于2026年11月20日成立', '51140000MJ0000018C', '宗旨', '第二十三条'],
})
