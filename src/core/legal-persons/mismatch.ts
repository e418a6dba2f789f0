import { legalPersonTypes, type LegalPersonType } from './types.ts'
import { isSameUnitName } from './unit-name.ts'

/** What is compared between an account and the register (Liaoning guide: name, code and 用户类型). */
export type UnitFacts = { readonly type: LegalPersonType; readonly name: string; readonly uscc: string }

export type Mismatch = {
  readonly item: 'type' | 'name' | 'uscc'
  readonly label: string
  readonly account: string
  /** What the register says; undefined when it has no such unit. */
  readonly register: string | undefined
}

/**
 * Where an account and the register differ, item by item; an empty list when they agree. `registered` is the entry the
 * account belongs to, undefined when the register has none.
 */
export const mismatchesOf = (account: UnitFacts, registered: UnitFacts | undefined): readonly Mismatch[] => {
  if (!registered) return [{ item: 'uscc', label: '统一社会信用代码', account: account.uscc, register: undefined }]
  const rows: readonly (Mismatch & { readonly differs: boolean })[] = [
    {
      item: 'type',
      label: '法人类型',
      account: legalPersonTypes[account.type].label,
      register: legalPersonTypes[registered.type].label,
      differs: account.type !== registered.type,
    },
    {
      item: 'name',
      label: '社会组织名称',
      account: account.name,
      register: registered.name,
      differs: !isSameUnitName(account.name, registered.name),
    },
    {
      item: 'uscc',
      label: '统一社会信用代码',
      account: account.uscc,
      register: registered.uscc,
      differs: account.uscc !== registered.uscc,
    },
  ]
  return rows
    .filter(({ differs }) => differs)
    .map(({ item, label, account: own, register }) => ({ item, label, account: own, register }))
}
