import type { RawValues } from '../../core/forms/field.ts'
import { plainAmount, readAmount } from '../../core/forms/money.ts'
import type { OrgType } from '../../core/org-types.ts'

// Statements of an invented year that agree in themselves, between each other and with the year before (see `lastYear`).

type Amounts = Readonly<Record<string, number>>

/** Of three points in time: two years ago, a year ago, and at the end of the year. */
const points: Readonly<Record<string, readonly [number, number, number]>> = {
  money: [300_000, 320_000, 362_000],
  receivables: [10_000, 12_000, 9000],
  fixedCost: [80_000, 80_000, 86_000],
  depreciation: [22_000, 30_000, 38_000],
  payables: [30_000, 15_000, 12_000],
  wages: [8000, 8000, 9000],
  taxes: [2000, 1000, 1000],
  unrestricted: [318_000, 338_000, 372_000],
  restricted: [10_000, 20_000, 25_000],
}

/** 业务活动表 of the year before and of the year: unrestricted, then restricted. */
const activities: Readonly<Record<string, readonly [readonly [number, number], readonly [number, number]]>> = {
  donations: [
    [50_000, 30_000],
    [60_000, 40_000],
  ],
  fees: [
    [170_000, 0],
    [180_000, 0],
  ],
  services: [
    [80_000, 0],
    [90_000, 0],
  ],
  grants: [
    [0, 50_000],
    [0, 50_000],
  ],
  otherIncome: [
    [1500, 0],
    [2000, 0],
  ],
  activities: [
    [290_000, 0],
    [310_000, 0],
  ],
  management: [
    [61_500, 0],
    [68_000, 0],
  ],
  financing: [
    [0, 0],
    [5000, 0],
  ],
  released: [
    [70_000, 0],
    [85_000, 0],
  ],
}
const within: Readonly<Record<string, readonly [number, number]>> = {
  activityStaff: [170_000, 180_000],
  activityDaily: [112_000, 120_000],
  activityDepreciation: [8000, 8000],
}

/** 现金流量表 of the year before and of the year. */
const cash: Readonly<Record<string, readonly [number, number]>> = {
  inDonations: [80_000, 100_000],
  inFees: [170_000, 180_000],
  inServices: [78_000, 93_000],
  inGrants: [50_000, 50_000],
  inOther: [1500, 2000],
  outStaff: [215_000, 230_000],
  outPurchases: [130_000, 140_000],
  outOther: [14_500, 7000],
  outAssets: [0, 6000],
}

/** What a type does not have goes where it has something: a 基金会 lives on donations, a 民办非企业单位 on services. */
const instead: Readonly<Record<OrgType, Readonly<Record<string, string>>>> = {
  SOCIAL_GROUP: {},
  PRIVATE_NON_ENTERPRISE: { fees: 'services', inFees: 'inServices' },
  FOUNDATION: {
    fees: 'donations',
    services: 'donations',
    grants: 'donations',
    inFees: 'inDonations',
    inServices: 'inDonations',
    inGrants: 'inDonations',
  },
}

/** A 基金会 has at least ten times as much. */
const times = (type: OrgType): number => (type === 'FOUNDATION' ? 10 : 1)

const cellsOf = (system: string, statement: string, ago: 0 | 1): Amounts => {
  const year = 1 - ago
  if (statement === 'balance')
    return Object.fromEntries(
      Object.entries(points).flatMap(([line, amounts]) => [
        [`${line}-start`, amounts[year] ?? 0],
        [`${line}-end`, amounts[year + 1] ?? 0],
      ]),
    )
  if (statement === 'cash')
    return Object.fromEntries(
      Object.entries(cash).flatMap(([line, [before, now]]) =>
        ago === 0
          ? [
              [`${line}-total`, now],
              [`${line}-last`, before],
            ]
          : [[`${line}-total`, before]],
      ),
    )
  const columns = (line: string, [open, kept]: readonly [number, number], last: boolean) => [
    [`${line}-${last ? 'lastUnrestricted' : 'unrestricted'}`, open] as const,
    // What is released stands in one column; the other mirrors it.
    ...(line === 'released' ? [] : [[`${line}-${last ? 'lastRestricted' : 'restricted'}`, kept] as const]),
  ]
  return Object.fromEntries([
    ...Object.entries(activities).flatMap(([line, [before, now]]) => [
      ...columns(line, ago === 0 ? now : before, false),
      ...(ago === 0 ? columns(line, before, true) : []),
    ]),
    ...(system === '2004'
      ? Object.entries(within).flatMap(([line, [before, now]]) => [
          [`${line}-unrestricted`, ago === 0 ? now : before] as const,
          ...(ago === 0 ? [[`${line}-lastUnrestricted`, before] as const] : []),
        ])
      : []),
  ])
}

/** The typed cells of a statement of an invented year; `ago`: of the year before that. */
export const exampleStatement = (type: OrgType, system: string, statement: string, ago: 0 | 1 = 0): RawValues => {
  const added = new Map<string, bigint>()
  for (const [cell, yuan] of Object.entries(cellsOf(system, statement, ago))) {
    if (yuan === 0) continue
    const [line = '', column = ''] = cell.split('-')
    const name = `${instead[type][line] ?? line}-${column}`
    added.set(name, (added.get(name) ?? 0n) + (readAmount(String(yuan * times(type))) ?? 0n))
  }
  return Object.fromEntries([...added].map(([name, fen]) => [name, plainAmount(fen)]))
}
