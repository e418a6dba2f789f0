import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { identityKey } from '../../src/core/identity/documents.ts'
import type { Presented } from '../../src/core/signatures/bindings.ts'
import { certificateColumns } from '../../src/modules/certificates/store.ts'
import { accountPlaces } from '../../src/modules/people/account.ts'
import { legalPersonPlaces } from '../../src/modules/people/legal-person.ts'
import type { OrganizationRow } from '../../src/modules/register/entry.ts'
import { inventedPerson } from './heads.ts'
import { livedHeads } from './register-life.ts'
import { demoPassword } from './staff.ts'
import type { DemoTools } from './tools.ts'

const handler = inventedPerson(451)

/**
 * An organization that has used its one certificate for the annual report: its account, with the password of all demo
 * accounts, and the binding (E-02: straight in, nothing to bind). Somebody else's account of that code stays alone.
 */
export const seedBoundAccount = async (
  knex: Knex,
  { crypto, passwords, site }: DemoTools,
  loginName: string,
  presented: Presented,
  at: Date,
): Promise<void> => {
  const row = await knex<OrganizationRow>('organization').where({ uscc: presented.uscc }).first()
  const taken = await knex('legal_person').where({ uscc: presented.uscc }).first<object | undefined>('account_id')
  const post = row && (await knex('post_holder').where({ organization_id: row.id, legal_representative: true }).first())
  const head = livedHeads.find(
    ({ residentId }) => crypto.index('id-number', identityKey('RESIDENT_ID', residentId)) === post?.id_number_idx,
  )
  if (!row || taken || !head) return
  const id = randomUUID()
  await knex.transaction(async (trx) => {
    await trx('account').insert({
      id,
      kind: 'LEGAL_PERSON',
      login_name: loginName,
      login_key: loginName,
      password_hash: await passwords.hash(demoPassword),
      name: row.name,
      id_type: 'RESIDENT_ID',
      id_number_enc: crypto.encrypt(head.residentId, accountPlaces.idNumber(id)),
      id_number_idx: crypto.index('id-number', identityKey('RESIDENT_ID', head.residentId)),
      phone_enc: crypto.encrypt(head.mobile, accountPlaces.phone(id)),
      phone_idx: crypto.index('phone', head.mobile),
      email_enc: crypto.encrypt(`${loginName}@example.org`, accountPlaces.email(id)),
      email_idx: crypto.index('email', `${loginName}@example.org`),
      real_name_level: 1,
      real_name_channel: 'legal-register',
      real_name_at: at,
      created_at: at,
    })
    await trx('legal_person').insert({
      account_id: id,
      type: row.type,
      uscc: row.uscc,
      representative_name: row.legal_representative,
      handler_name: handler.name,
      handler_id_number_enc: crypto.encrypt(handler.residentId, legalPersonPlaces.handlerIdNumber(id)),
      handler_id_number_idx: crypto.index('id-number', identityKey('RESIDENT_ID', handler.residentId)),
      handler_phone_enc: crypto.encrypt(handler.mobile, legalPersonPlaces.handlerPhone(id)),
      handler_phone_idx: crypto.index('phone', handler.mobile),
      registration_authority: '山西省民政厅',
      organization_id: row.id,
      certificate_state: 'PASSED',
    })
    await trx('consent').insert(
      [
        { document: 'user-agreement', version: site.agreement.version },
        { document: 'privacy-notice', version: site.privacyNotice.version },
      ].map((one) => ({ ...one, account_id: id, accepted_at: at })),
    )
    await trx('certificate_binding').insert({
      id: randomUUID(),
      account_id: id,
      ...certificateColumns(presented),
      purpose: 'ANNUAL',
      bound_at: at,
    })
  })
}
