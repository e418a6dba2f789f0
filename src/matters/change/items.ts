import type { Answers } from '../../core/matters/define.ts'
import { foundationKinds } from '../../core/enumerations.ts'
import { normalizeName } from '../../core/names/normalize.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { RegisterItems } from '../../core/register/changes.ts'
import { itemsOf, registerItems, type RegisterItem } from '../../core/register/items.ts'

type ItemChange = {
  /** Where it is asked. */
  readonly page: string
  /** What its fields say of the register from then on; a field of a list is that of its one item. */
  readonly sets: Readonly<Record<string, RegisterItem>>
  /** Every charter says it, so that a change of it changes the charter. */
  readonly inCharter?: true
  /** Why, in the example. */
  readonly why: string
}

/** What an organization may change in the register, each by a page of its own (domain.md §5.1). */
const changedItems = {
  name: {
    page: 'name',
    sets: { proposedName: 'name' },
    inCharter: true,
    why: '业务重心已经转移，原名称不能准确反映业务范围。',
  },
  domicile: { page: 'domicile', sets: { address: 'domicile' }, why: '原办公场所租期届满，迁入新的办公场所。' },
  purpose: {
    page: 'purpose',
    sets: { purpose: 'purpose' },
    inCharter: true,
    why: '按照新的发展规划，进一步明确宗旨。',
  },
  businessScope: {
    page: 'scope',
    sets: { businessScope: 'businessScope', businessScopeForCertificate: 'certificateScope' },
    inCharter: true,
    why: '增加技艺人才培训和咨询服务，与现在开展的业务一致。',
  },
  activityArea: {
    page: 'area',
    sets: { activityArea: 'activityArea' },
    inCharter: true,
    why: '与登记管理机关的管辖区域一致。',
  },
  legalRepresentative: { page: 'officers', sets: { name: 'legalRepresentative' }, why: '换届选举产生新的法定代表人。' },
  fund: { page: 'funds', sets: { fundAmount: 'fund' }, why: '接受捐赠，增加注册资金。' },
  supervisoryUnit: {
    page: 'unit',
    sets: { hasNewUnit: 'supervisoryUnit', newUnit: 'supervisoryUnit' },
    inCharter: true,
    why: '业务主管单位的职责调整。',
  },
  foundationKind: { page: 'kind', sets: { orgKind: 'foundationKind' }, inCharter: true, why: '拟面向公众开展募捐。' },
  contributors: {
    page: 'contributors',
    sets: { contributors: 'contributors' },
    inCharter: true,
    why: '原出资人退出，由新的出资人承接。',
  },
} as const satisfies Readonly<Partial<Record<RegisterItem, ItemChange>>>
export type ChangedItem = keyof typeof changedItems

/** The same, of any item. */
export const changeOf = (item: ChangedItem): ItemChange => changedItems[item]

const isChanged = (item: RegisterItem): item is ChangedItem => Object.hasOwn(changedItems, item)

/** What a type may change, in the order of the certificate, each with what it is called. */
export const itemsFor = (type: OrgType): readonly { readonly item: ChangedItem; readonly text: string }[] =>
  itemsOf(type).flatMap(({ item, text }) => (isChanged(item) ? [{ item, text }] : []))

/** Asked, brought and checked only where the item was ticked. */
export const whenChanged = (item: ChangedItem) => ({ page: 'items', field: 'items', has: item }) as const

/** The change by which a registered item is changed, where a type has one. */
export const changedBy = (type: OrgType, item: string | undefined): ChangedItem | undefined =>
  itemsFor(type).find((one) => one.item === item || Object.values(changeOf(one.item).sets).some((set) => set === item))
    ?.item

/** What was ticked. */
export const tickedItems = (answers: Answers): readonly ChangedItem[] =>
  (Object.keys(changedItems) as ChangedItem[]).filter((item) => answers.has('items', 'items', item))

/** What a field says the register shall say. */
const saidOf = (answers: Answers, page: string, field: string): string => {
  const said = answers.value(page, field) || (answers.items(page)[0]?.values[field] ?? '')
  if (page === 'name') return normalizeName(said)
  if (page === 'kind') return foundationKinds.find(({ value }) => value === said)?.text ?? ''
  return field === 'hasNewUnit' ? '' : said
}

/** What the register shall say of what was ticked. */
export const wantedItems = (answers: Answers): Partial<RegisterItems> =>
  Object.fromEntries(
    tickedItems(answers).flatMap((item) => {
      const { page, sets } = changeOf(item)
      return Object.entries(sets).map(([field, set]) => [set, saidOf(answers, page, field)])
    }),
  )

/** Whether anything printed on the certificate changes, so that a new one is made. */
export const changesCertificate = (answers: Answers): boolean =>
  tickedItems(answers).some((item) => Object.values(changeOf(item).sets).some((set) => registerItems[set].printed))
