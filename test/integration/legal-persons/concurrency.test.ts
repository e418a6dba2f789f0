import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agreed, fill, mainText } from '../../support/accounts.ts'
import type { Browser, Page } from '../../support/browser.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { legalValues, units, upToLegalCode, type TestUnit } from '../../support/legal-persons.ts'
import { registerLegalPerson } from '../../../src/modules/legal-persons/commands.ts'
import type { LegalRegistration } from '../../../src/modules/legal-persons/form.ts'

let portal: TestPortal
let other: Awaited<ReturnType<TestPortal['second']>>
beforeAll(async () => {
  portal = await startTestPortal()
  other = await portal.second()
})
afterAll(async () => {
  await other.stop()
  await portal.stop()
})

const request = { ip: '127.0.0.1', requestId: 'test' }

const organizationId = async (one: TestUnit): Promise<string> => {
  const row = await portal.owner.knex('organization').where({ uscc: one.uscc }).first<{ id: string }>('id')
  return row.id
}

/** A certificate that lies in the store. */
const storedFile = async (): Promise<LegalRegistration['certificate']> => {
  const { sha256, size } = await portal.deps.files.put(Buffer.from('certificate of a test'))
  await portal.owner
    .knex('stored_file')
    .insert({ sha256, size, type: 'pdf', created_at: portal.deps.clock.now() })
    .onConflict()
    .ignore()
  return { sha256, size, type: 'pdf', name: 'zheng.pdf' }
}

const registrationOf = (
  one: TestUnit,
  loginName: string,
  certificate: LegalRegistration['certificate'],
): LegalRegistration => ({
  loginName,
  loginKey: loginName,
  type: 'SOCIAL_GROUP',
  name: one.name,
  code: { ok: true, kind: 'USCC', value: one.uscc },
  representativeName: one.head.name,
  idType: 'RESIDENT_ID',
  idNumber: one.head.residentId,
  phone: one.head.mobile,
  handlerName: '陈雨桐',
  handlerIdNumber: '140802199208182041',
  handlerPhone: '13900000006',
  authority: one.authority,
  certificate,
})

describe('A-011 one code, one account, also at the same instant', () => {
  it('A-011 of 50 pairs in two processes exactly one of each pair succeeds, and the other leaves nothing behind', async () => {
    const certificate = await storedFile()
    const unit = units.books
    const id = await organizationId(unit)
    const { knex } = portal.owner
    for (let round = 0; round < 50; round += 1) {
      const tries = [portal.deps, other.deps].map((deps, process) =>
        registerLegalPerson(deps, request, {
          registration: registrationOf(unit, `pair_${String(round)}_${String(process)}`, certificate),
          passwordHash: 'x',
          verified: true,
          unit: { uscc: unit.uscc, name: unit.name, organizationId: id },
          pending: { code: unit.uscc, phoneIndex: 'none' },
        }),
      )
      const results = await Promise.all(tries)
      expect(results.filter((result) => 'id' in result)).toHaveLength(1)
      expect(results.filter((result) => 'taken' in result && result.taken === 'uscc')).toHaveLength(1)
      const accounts = await knex('account')
        .whereLike('login_key', `pair\\_${String(round)}\\_%`)
        .select('id')
      expect(accounts).toHaveLength(1)
      const held = await knex('legal_person').where({ uscc: unit.uscc }).whereNull('released_at').select('account_id')
      expect(held).toHaveLength(1)
      await knex('legal_person').where({ uscc: unit.uscc }).update({ released_at: portal.deps.clock.now() })
    }
  })

  it('A-011 two people who press 实名认证 in two processes at once make one account and one friendly refusal', async () => {
    const unit = units.grain
    const bases = [portal.baseUrl, other.baseUrl]
    const ready: { browser: Browser; code: string }[] = []
    for (const [index, baseUrl] of bases.entries()) {
      await portal.deps.limits.reset('sms-interval', portal.deps.crypto.index('phone', unit.head.mobile))
      ready.push(await upToLegalCode({ baseUrl }, legalValues(unit, `same_code_${String(index)}`), portal))
    }
    const pages: Page[] = await Promise.all(
      ready.map(({ browser, code }) => fill(browser, { 短信验证码: code, ...agreed }, 'verify')),
    )
    expect(pages.map(({ status }) => String(status)).toSorted()).toEqual(['200', '422'])
    const refused = pages.find(({ status }) => status === 422)
    expect(refused && mainText(refused)).toContain('该统一社会信用代码已被认证')
    expect(await portal.owner.knex('legal_person').where({ uscc: unit.uscc })).toHaveLength(1)
  })

  it('A-011 two registrations that take the code of an unverified account at once: one gets it, its holder is told once', async () => {
    const certificate = await storedFile()
    const unit = units.robots
    const claim = await registerLegalPerson(portal.deps, request, {
      registration: registrationOf(unit, 'only_claims', certificate),
      passwordHash: 'x',
      verified: false,
      unit: { uscc: unit.uscc, name: unit.name, organizationId: undefined },
      pending: { code: unit.uscc, phoneIndex: 'none' },
    })
    if (!('id' in claim)) throw new Error('the claim was refused')
    const id = await organizationId(unit)
    const results = await Promise.all(
      [portal.deps, other.deps].map((deps, process) =>
        registerLegalPerson(deps, request, {
          registration: registrationOf(unit, `proves_${String(process)}`, certificate),
          passwordHash: 'x',
          verified: true,
          unit: { uscc: unit.uscc, name: unit.name, organizationId: id },
          pending: { code: unit.uscc, phoneIndex: 'none' },
        }),
      ),
    )
    expect(results.filter((result) => 'id' in result)).toHaveLength(1)
    expect(await portal.owner.knex('message').where({ account_id: claim.id })).toHaveLength(1)
    const rows = await portal.owner.knex('legal_person').where({ account_id: claim.id }).select('released_at')
    expect(rows).toMatchObject([{ released_at: expect.any(Date) as Date }])
  })
})
