import type { OrgType } from '../org-types.ts'
import type { RegisterItems } from '../register/changes.ts'
import { itemsOf, type RegisterItem } from '../register/items.ts'

/** Ten thousands with at most four decimals and no trailing zeros, as people write them. */
export const fundText = (stored: string): string => (stored.includes('.') ? stored.replace(/\.?0+$/, '') : stored)

/** What is registered of an item, in words. */
export const valueText = (item: RegisterItem, value: string): string =>
  item === 'fund' && value !== ''
    ? `${fundText(value)}万元`
    : item === 'supervisoryUnit' && value === ''
      ? '无（直接登记）'
      : value

/**
 * 登记事项 of an organization with their values. What the register has nothing of is left out, or said to be so in words;
 * so are the certificate's own words for the scope where it has none. Only a 慈善组织 is said to be one; who gave the money
 * is the organization's `own` to read, and nobody else's.
 */
export const registeredItems = (
  type: OrgType,
  items: RegisterItems,
  { none = '', own = false }: { readonly none?: string; readonly own?: boolean } = {},
): readonly { readonly item: RegisterItem; readonly label: string; readonly value: string }[] =>
  itemsOf(type)
    .filter(({ item }) => own || item !== 'contributors')
    .filter(({ item }) => item !== 'charity' || items.charity !== '')
    .filter(({ item }) => item !== 'certificateScope' || !['', items.businessScope].includes(items.certificateScope))
    .map(({ item, text }) => ({ item, label: text, value: valueText(item, items[item]) || none }))
    .filter(({ value }) => value !== '')
