import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RegisterChange } from '../../src/core/register/changes.ts'
import type { OrganizationRow } from '../../src/modules/register/entry.ts'
import { writeChanges } from '../../src/modules/register/write.ts'
import { makeCase } from '../support/cases.ts'
import { startTestPortal, type TestPortal } from '../support/portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

const completion = 'establishmentCompletion'

const founded = async (): Promise<OrganizationRow> => {
  const { id } = await makeCase(portal, { stage: completion, status: 'CERT_PRINTED' })
  return portal.owner.knex<OrganizationRow>('organization').where({ case_id: id }).first() as Promise<OrganizationRow>
}

const rowOf = (id: string) =>
  portal.owner.knex<OrganizationRow>('organization').where({ id }).first() as Promise<OrganizationRow>

const ledgerOf = (id: string) =>
  portal.owner
    .knex('organization_change as c')
    .leftJoin('case_event as e', 'e.id', 'c.event_id')
    .where({ 'c.organization_id': id })
    .orderBy('c.id')
    .select<Record<string, unknown>[]>('c.*', 'e.action')

const write = (
  organization: OrganizationRow,
  changes: readonly RegisterChange[],
  effectiveOn = '2026-11-20',
): Promise<OrganizationRow> =>
  portal.deps.command({ actorKind: 'system' }, async (tx) => {
    tx.audit({ chain: 'platform', action: 'test.register', objectKind: 'organization', objectId: organization.id })
    const target = { orgType: organization.type, authorityId: organization.authority_id, organization }
    return writeChanges(tx, portal.deps, target, changes, { caseId: null, eventId: null, effectiveOn })
  })

describe('the one writer of the register', () => {
  it('issue 9: founding, certificate, seals and account stand in the ledger with case and step, without personal numbers', async () => {
    const { id } = await makeCase(portal, { stage: completion, status: 'COMPLETED' })
    const organization = (await portal.owner
      .knex<OrganizationRow>('organization')
      .where({ case_id: id })
      .first()) as OrganizationRow
    const lines = await ledgerOf(organization.id)
    const made = (kind: string) => lines.filter((line) => line['kind'] === kind).map((line) => line['action'])
    expect(made('found')).toEqual(['grant'])
    expect(made('person')).toEqual(Array.from({ length: 7 }, () => 'grant'))
    expect(made('certificate')).toEqual(['printCertificate'])
    expect(made('seal').length).toBeGreaterThan(0)
    expect(new Set([...made('seal'), ...made('account')])).toEqual(new Set(['file']))
    expect(new Set(lines.map((line) => line['case_id']))).toEqual(new Set([id]))
    expect(lines.find((line) => line['kind'] === 'certificate')).toMatchObject({
      item: 'FIRST',
      before: null,
      after: { serial: expect.any(Number) as number, from: organization.valid_from, to: organization.valid_to },
    })
    const written = JSON.stringify(lines.map((line) => [line['before'], line['after']]))
    expect(written).not.toMatch(/\d{17}[\dX]/)
    const { account_number_enc: sealed, id: account } = await portal.owner
      .knex('organization_account')
      .where({ organization_id: organization.id })
      .first<{ id: string; account_number_enc: string }>()
    expect(written).not.toContain(portal.deps.crypto.decrypt(sealed, `organization_account.number:${account}`))
  })

  it('issue 9: what was decided on something that has moved is STALE, and nothing is written', async () => {
    const organization = await founded()
    const lines = await ledgerOf(organization.id)
    const changes: readonly RegisterChange[] = [
      { kind: 'set', item: 'purpose', before: organization.purpose, after: '另一种宗旨' },
      { kind: 'set', item: 'domicile', before: '从来不是这里', after: '太原市杏花岭区示例路1号' },
    ]
    await expect(write(organization, changes)).rejects.toMatchObject({
      code: 'STALE',
      detail: expect.stringContaining(`住所已经变更为“${organization.domicile}”`) as string,
    })
    await expect(
      write(organization, [
        { kind: 'set', item: 'purpose', before: organization.purpose, after: '另一种宗旨' },
        { kind: 'certificate', reason: 'CHANGE', from: '2026-11-20', to: '2031-11-20', replaces: 999_999 },
      ]),
    ).rejects.toMatchObject({ code: 'STALE' })
    await expect(
      write(organization, [{ kind: 'status', before: 'ACTIVE', after: 'DEREGISTERED' }]),
    ).rejects.toMatchObject({ code: 'STALE' })
    expect(await ledgerOf(organization.id)).toEqual(lines)
    expect(await rowOf(organization.id)).toEqual(organization)
  })

  it('issue 9: a change of name keeps the former one findable, and a status tells since when', async () => {
    const organization = await founded()
    const after = `山西省改名${randomUUID().slice(0, 4)}协会`
    await write(organization, [{ kind: 'set', item: 'name', before: organization.name, after }])
    const renamed = await rowOf(organization.id)
    expect(renamed.name).toBe(after)
    expect(await portal.owner.knex('former_name').where({ organization_id: organization.id }).first()).toMatchObject({
      name: organization.name,
      ended_on: '2026-11-20',
    })
    portal.clock.forward(86_400_000)
    await write(renamed, [{ kind: 'status', before: 'ACTIVE', after: 'LIQUIDATING' }], '2026-11-21')
    expect(await rowOf(organization.id)).toMatchObject({ status: 'LIQUIDATING', status_since: '2026-11-21' })
  })

  it.each(['organization_change', 'register_act'])('issue 9: %s is append-only by privilege', async (table) => {
    const app = portal.deps.db.knex
    await expect(app(table).update({ organization_id: randomUUID() })).rejects.toThrow('permission denied')
    await expect(app(table).delete()).rejects.toThrow('permission denied')
    await expect(app.raw('truncate ??', [table])).rejects.toThrow('permission denied')
    await expect(portal.owner.knex(table).delete()).rejects.toThrow()
  })
})
