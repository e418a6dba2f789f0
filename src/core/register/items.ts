import type { OrgType } from '../org-types.ts'

/** 登记事项 (R250 art. 12, R251 art. 12, R400 art. 11) and what the register keeps beside them. A new item does not compile until it has a row below. */
export const REGISTER_ITEMS = [
  'name',
  'domicile',
  'foundationKind',
  'purpose',
  'businessScope',
  'certificateScope',
  'activityArea',
  'legalRepresentative',
  'fund',
  'supervisoryUnit',
  'contributors',
  'charity',
] as const
export type RegisterItem = (typeof REGISTER_ITEMS)[number]

type ItemFacts = {
  /** What the item is called for each type; null where the type does not register it. */
  readonly text: Readonly<Record<OrgType, string | null>>
  /** Printed on the certificate, so that a change makes a new one. */
  readonly printed: boolean
  /** For whom it is announced when it changes (R250 art. 23, R251 art. 18; R400 art. 19: whatever a 基金会 changes). */
  readonly announced: readonly OrgType[]
}

const everybody: readonly OrgType[] = ['SOCIAL_GROUP', 'PRIVATE_NON_ENTERPRISE', 'FOUNDATION']
const foundations: readonly OrgType[] = ['FOUNDATION']

const forAll = (text: string) => ({ SOCIAL_GROUP: text, PRIVATE_NON_ENTERPRISE: text, FOUNDATION: text })

export const registerItems = {
  name: { text: forAll('名称'), printed: true, announced: everybody },
  domicile: { text: forAll('住所'), printed: true, announced: everybody },
  foundationKind: {
    text: { SOCIAL_GROUP: null, PRIVATE_NON_ENTERPRISE: null, FOUNDATION: '类型' },
    printed: true,
    announced: foundations,
  },
  purpose: { text: forAll('宗旨'), printed: false, announced: foundations },
  businessScope: {
    text: { ...forAll('业务范围'), FOUNDATION: '公益活动的业务范围' },
    printed: false,
    announced: foundations,
  },
  certificateScope: { text: forAll('证书业务范围'), printed: true, announced: foundations },
  activityArea: {
    text: { SOCIAL_GROUP: '活动地域', PRIVATE_NON_ENTERPRISE: null, FOUNDATION: null },
    printed: true,
    announced: foundations,
  },
  legalRepresentative: { text: forAll('法定代表人'), printed: true, announced: everybody },
  fund: {
    text: { SOCIAL_GROUP: '活动资金', PRIVATE_NON_ENTERPRISE: '开办资金', FOUNDATION: '原始基金数额' },
    printed: true,
    announced: foundations,
  },
  supervisoryUnit: { text: forAll('业务主管单位'), printed: true, announced: foundations },
  // Who gave the money: asked and changed, and no 登记事项 of the regulation, so told to nobody but its own and the authority.
  contributors: {
    text: { SOCIAL_GROUP: null, PRIVATE_NON_ENTERPRISE: '出资人', FOUNDATION: null },
    printed: false,
    announced: [] as readonly OrgType[],
  },
  // 慈善法 art. 10: 准予登记并向社会公告.
  charity: { text: forAll('慈善组织'), printed: true, announced: everybody },
} as const satisfies Record<RegisterItem, ItemFacts>

/** The items a type registers, in the order of the certificate, with what they are called. */
export const itemsOf = (type: OrgType): readonly { readonly item: RegisterItem; readonly text: string }[] =>
  REGISTER_ITEMS.flatMap((item) => {
    const text: string | null = registerItems[item].text[type]
    return text === null ? [] : [{ item, text }]
  })
