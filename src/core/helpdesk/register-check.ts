import { isSamePersonName, isSameUnitName } from '../legal-persons/unit-name.ts'

/** What an account says, or will say, of the unit it speaks for. */
export type UnitFacts = {
  readonly name: string
  readonly uscc: string
  readonly representativeName: string
  /** By what the representative is known, and what of the number may be shown. */
  readonly representativeIndex: string | undefined
  readonly maskedNumber: string
}

/** What a register says of it. */
export type RegisterEntry = {
  readonly name: string
  readonly uscc: string
  readonly representatives: readonly { readonly name: string; readonly idNumberIndex: string }[]
  /** Where it stands, in words, and whether it still is what it was registered as. */
  readonly status: string
  readonly active: boolean
}

type RegisterRow = {
  readonly label: string
  readonly account: string
  readonly register: string
  readonly same: boolean
}

/**
 * An account beside the register: `UNKNOWN` when the register has no such unit, `UNAVAILABLE` when it cannot be asked.
 * Everything but `SAME` is shown to both clerks and needs a reason in writing.
 */
export type RegisterCheck = {
  readonly outcome: 'SAME' | 'DIFFERENT' | 'UNKNOWN' | 'UNAVAILABLE'
  /** None where the register says only whether all is right. */
  readonly rows: readonly RegisterRow[]
  /** What a register that shows no entries said. */
  readonly said?: string
  /** The register has the unit, and it has ended. */
  readonly ended?: true
}

/** Compares name, code, representative and status, as 法人注册 compares them. */
export const compareWithRegister = (unit: UnitFacts, entry: RegisterEntry | undefined): RegisterCheck => {
  if (!entry) return { outcome: 'UNKNOWN', rows: [] }
  const named = entry.representatives.some(({ name }) => isSamePersonName(unit.representativeName, name))
  const proved = entry.representatives.some(
    ({ name, idNumberIndex }) =>
      idNumberIndex === unit.representativeIndex && isSamePersonName(unit.representativeName, name),
  )
  const rows: readonly RegisterRow[] = [
    { label: '单位名称', account: unit.name, register: entry.name, same: isSameUnitName(unit.name, entry.name) },
    { label: '统一社会信用代码', account: unit.uscc, register: entry.uscc, same: unit.uscc === entry.uscc },
    {
      label: '法定代表人',
      account: unit.representativeName,
      register: entry.representatives.map(({ name }) => name).join('、') || '没有登记',
      same: named,
    },
    {
      label: '法定代表人证件号码',
      account: unit.maskedNumber,
      register: proved ? '与登记的号码一致' : '与登记的号码不一致',
      same: proved,
    },
    { label: '登记状态', account: '正常', register: entry.status, same: entry.active },
  ]
  return {
    outcome: rows.every(({ same }) => same) ? 'SAME' : 'DIFFERENT',
    rows,
    ...(entry.active ? {} : { ended: true }),
  }
}

/** The control where the reason is written. */
export const registerReasonPlace = 'registerReason'

/** Whether two clerks looked at the same: a register may change between them. */
export const isSameCheck = (one: RegisterCheck, other: RegisterCheck): boolean =>
  one.outcome === other.outcome &&
  one.rows.length === other.rows.length &&
  one.rows.every((row, place) => {
    const beside = other.rows[place]
    return beside !== undefined && row.account === beside.account && row.register === beside.register
  })
