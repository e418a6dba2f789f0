import { describe, expect, it } from 'vitest'
import type { OrgType } from '../../../src/core/org-types.ts'
import {
  applied,
  settingItems,
  type RegisterChange,
  type RegisterEntry,
  type RegisterItems,
} from '../../../src/core/register/changes.ts'
import { itemsOf, REGISTER_ITEMS } from '../../../src/core/register/items.ts'
import { REGISTER_STATUSES, registerStatuses, type RegisterStatus } from '../../../src/core/register/statuses.ts'

const items: RegisterItems = {
  name: '山西省古建筑彩绘保护协会',
  domicile: '太原市迎泽区文源巷21号',
  foundationKind: '',
  purpose: '传承技艺',
  businessScope: '学术研究；技术交流',
  certificateScope: '学术研究',
  activityArea: '山西省',
  legalRepresentative: '张晓明',
  fund: '10',
  supervisoryUnit: '',
  contributors: '',
  charity: '',
}
const entry: RegisterEntry = { status: 'ACTIVE', items }
const at = (status: RegisterStatus): RegisterEntry => ({ status, items })
const found: RegisterChange = { kind: 'found', items }
const move = (before: string, after: string): RegisterChange => ({ kind: 'set', item: 'domicile', before, after })
const status = (before: RegisterStatus, after: RegisterStatus): RegisterChange => ({ kind: 'status', before, after })
const home = items.domicile

describe('founding', () => {
  it('makes an entry where there is none', () => {
    expect(applied(undefined, [found])).toEqual({ entry })
  })

  it('is stale where there is one already, and says which', () => {
    expect(applied(entry, [found])).toEqual({ stale: [{ what: 'entry', now: items.name }] })
    expect(applied(undefined, [found, found])).toEqual({ stale: [{ what: 'entry', now: items.name }] })
  })

  it('goes before what changes the entry it makes', () => {
    expect(applied(undefined, [found, move(home, '平城区')])).toEqual({
      entry: { status: 'ACTIVE', items: { ...items, domicile: '平城区' } },
    })
    expect(applied(undefined, [move(home, '平城区'), found])).toEqual({ stale: [{ what: 'entry', now: '' }] })
  })
})

describe('setting an item', () => {
  it.each(REGISTER_ITEMS)('%s becomes what it should and leaves the others alone', (item) => {
    const change = { kind: 'set', item, before: items[item], after: '另一个' } as const
    expect(applied(entry, [change])).toEqual({ entry: { status: 'ACTIVE', items: { ...items, [item]: '另一个' } } })
  })

  it.each(REGISTER_ITEMS)('%s that moved since is stale, and says what it is now', (item) => {
    const change = { kind: 'set', item, before: '从前的', after: '另一个' } as const
    expect(applied(entry, [change])).toEqual({ stale: [{ what: item, now: items[item] }] })
  })

  it('is stale where nothing is registered', () => {
    expect(applied(undefined, [move(home, '平城区')])).toEqual({ stale: [{ what: 'entry', now: '' }] })
  })

  it('goes on from the change before it, in order', () => {
    expect(applied(entry, [move(home, '平城区'), move('平城区', '云冈区')])).toMatchObject({
      entry: { items: { domicile: '云冈区' } },
    })
    expect(applied(entry, [move('平城区', '云冈区'), move(home, '平城区')])).toEqual({
      stale: [{ what: 'domicile', now: home }],
    })
  })

  it('tells everything that moved, not only the first, and applies nothing of it', () => {
    const name = { kind: 'set', item: 'name', before: '旧名', after: '新名' } as const
    expect(applied(entry, [move('别处', '平城区'), name, status('SUSPENDED', 'ACTIVE')])).toEqual({
      stale: [
        { what: 'domicile', now: home },
        { what: 'name', now: items.name },
        { what: 'status', now: 'ACTIVE' },
      ],
    })
    expect(entry.items.domicile).toBe(home)
  })
})

describe('the status', () => {
  const pairs = REGISTER_STATUSES.flatMap((before) => REGISTER_STATUSES.map((after) => [before, after] as const))
  /** Every way that is open, written by hand. */
  const open: Readonly<Record<RegisterStatus, readonly RegisterStatus[]>> = {
    ACTIVE: ['SUSPENDED', 'LIQUIDATING', 'REVOKED', 'LICENCE_REVOKED'],
    SUSPENDED: ['ACTIVE', 'LIQUIDATING', 'REVOKED', 'LICENCE_REVOKED'],
    LIQUIDATING: ['ACTIVE', 'SUSPENDED', 'DEREGISTERED', 'REVOKED', 'LICENCE_REVOKED'],
    DEREGISTERED: [],
    REVOKED: [],
    LICENCE_REVOKED: ['DEREGISTERED'],
  }

  it.each(pairs)('from %s to %s moves exactly when the way is open', (before, after) => {
    expect(applied(at(before), [status(before, after)])).toEqual(
      open[before].includes(after) ? { entry: at(after) } : { stale: [{ what: 'status', now: before }] },
    )
  })

  it('that is another one by now is stale, whatever the way', () => {
    for (const now of REGISTER_STATUSES)
      for (const before of REGISTER_STATUSES.filter((candidate) => candidate !== now))
        for (const after of open[before])
          expect(applied(at(now), [status(before, after)])).toEqual({ stale: [{ what: 'status', now }] })
  })

  it('of what ended for good moves no more', () => {
    expect(REGISTER_STATUSES.filter((code) => registerStatuses[code].next.length === 0)).toEqual([
      'DEREGISTERED',
      'REVOKED',
    ])
  })

  it('is stale where nothing is registered', () => {
    expect(applied(undefined, [status('ACTIVE', 'SUSPENDED')])).toEqual({ stale: [{ what: 'entry', now: '' }] })
  })

  it('has a word of its own, each', () => {
    const texts = REGISTER_STATUSES.map((code) => registerStatuses[code].text)
    expect(new Set(texts).size).toBe(texts.length)
  })
})

describe('people, seals, accounts and certificates', () => {
  const person = {
    name: '张晓明',
    idType: 'RESIDENT_ID',
    idNumber: '140106198503120014',
    post: 'PRESIDENT',
    legalRepresentative: true,
  }
  const beside: readonly RegisterChange[] = [
    { kind: 'person', enters: person },
    { kind: 'seal', filed: { kind: '公章', engraving: items.name, size: '4.2厘米' } },
    { kind: 'account', filed: { kind: '基本户', bank: '示范银行', accountName: items.name, accountNumber: '1' } },
    { kind: 'certificate', reason: 'FIRST', from: '2026-11-20', to: '2030-11-20' },
  ]

  it.each(beside.map((change) => [change.kind, change] as const))(
    '%s leaves items and status alone',
    (_kind, change) => {
      expect(applied(entry, [change])).toEqual({ entry })
      expect(applied(undefined, [found, change])).toEqual({ entry })
      expect(applied(undefined, [change])).toEqual({ stale: [{ what: 'entry', now: '' }] })
    },
  )

  it('no changes of what is not there are an error of the program, not of the register', () => {
    expect(() => applied(undefined, [])).toThrow('changes of nothing')
    expect(applied(entry, [])).toEqual({ entry })
  })
})

describe('what has to be set', () => {
  it('is what differs, in the order of the certificate, with what it was', () => {
    expect(settingItems(entry.items, { fund: '20', name: items.name, domicile: '平城区' })).toEqual([
      { kind: 'set', item: 'domicile', before: home, after: '平城区' },
      { kind: 'set', item: 'fund', before: '10', after: '20' },
    ])
    expect(settingItems(entry.items, {})).toEqual([])
    expect(settingItems(entry.items, { supervisoryUnit: '' })).toEqual([])
  })

  it('may be to nothing: an organization that has no supervisory unit any more', () => {
    const supervised = { ...items, supervisoryUnit: '山西省文物局' }
    expect(settingItems(supervised, { supervisoryUnit: '' })).toEqual([
      { kind: 'set', item: 'supervisoryUnit', before: '山西省文物局', after: '' },
    ])
  })

  it('gives back what is wanted when it is applied', () => {
    const wanted = { domicile: '平城区', legalRepresentative: '沈若川' }
    expect(applied(entry, settingItems(entry.items, wanted))).toEqual({
      entry: { ...entry, items: { ...items, ...wanted } },
    })
  })
})

describe('登记事项 by type', () => {
  const texts = (type: OrgType) => itemsOf(type).map(({ text }) => text)

  it('are called as the regulation of the type calls them, in the order of the certificate', () => {
    expect(texts('SOCIAL_GROUP')).toEqual([
      '名称',
      '住所',
      '宗旨',
      '业务范围',
      '证书业务范围',
      '活动地域',
      '法定代表人',
      '活动资金',
      '业务主管单位',
      '慈善组织',
    ])
    expect(texts('PRIVATE_NON_ENTERPRISE')).toEqual([
      '名称',
      '住所',
      '宗旨',
      '业务范围',
      '证书业务范围',
      '法定代表人',
      '开办资金',
      '业务主管单位',
      '出资人',
      '慈善组织',
    ])
    expect(texts('FOUNDATION')).toEqual([
      '名称',
      '住所',
      '类型',
      '宗旨',
      '公益活动的业务范围',
      '证书业务范围',
      '法定代表人',
      '原始基金数额',
      '业务主管单位',
      '慈善组织',
    ])
  })

  it('have an area of activity with 社会团体 only', () => {
    for (const type of ['PRIVATE_NON_ENTERPRISE', 'FOUNDATION'] as const)
      expect(itemsOf(type).map(({ item }) => item)).not.toContain('activityArea')
  })
})
