import type { OrgType } from '../org-types.ts'
import type { RegisterItems } from '../register/changes.ts'
import { itemsOf, type RegisterItem } from '../register/items.ts'

/** Ten thousands with at most four decimals and no trailing zeros, as people write them. */
export const fundText = (stored: string): string => (stored.includes('.') ? stored.replace(/\.?0+$/, '') : stored)

const valueText = (item: RegisterItem, value: string): string =>
  item === 'fund' ? `${fundText(value)}万元` : item === 'supervisoryUnit' && value === '' ? '无（直接登记）' : value

/** 登记事项 of an organization as a decision lists them; what it does not have is left out. */
export const registeredItems = (
  type: OrgType,
  items: RegisterItems,
): readonly { readonly label: string; readonly value: string }[] =>
  itemsOf(type)
    .map(({ item, text }) => ({ label: text, value: valueText(item, items[item]) }))
    .filter(({ value }) => value !== '')
