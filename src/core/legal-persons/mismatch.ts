import { legalPersonTypes, type LegalPersonType } from './types.ts'
import { isSamePersonName, isSameUnitName } from './unit-name.ts'

/** What is compared between an account and the register (Liaoning guide: name, code and 用户类型). */
export type UnitFacts = {
  readonly type: LegalPersonType
  readonly name: string
  readonly uscc: string
  /** 法定代表人: who it is is told by the document's index; without one by the name. */
  readonly representative: { readonly name: string; readonly idNumberIndex: string | null }
}

export type Mismatch = {
  readonly item: 'type' | 'name' | 'uscc' | 'representative'
  readonly label: string
  readonly account: string
  /** What the register says; undefined when it has no such unit. */
  readonly register: string | undefined
}

type Representative = UnitFacts['representative']

const isSamePerson = (one: Representative, other: Representative): boolean =>
  isSamePersonName(one.name, other.name) &&
  (one.idNumberIndex === null || other.idNumberIndex === null || one.idNumberIndex === other.idNumberIndex)

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
    {
      item: 'representative',
      label: '法定代表人',
      account: account.representative.name,
      register: isSamePersonName(account.representative.name, registered.representative.name)
        ? `${registered.representative.name}（证件号码不同）`
        : registered.representative.name,
      differs: !isSamePerson(account.representative, registered.representative),
    },
  ]
  return rows
    .filter(({ differs }) => differs)
    .map(({ item, label, account: own, register }) => ({ item, label, account: own, register }))
}
