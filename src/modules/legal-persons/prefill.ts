import type { RawValues } from '../../core/forms/field.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant } from '../../web/route.ts'
import { authorityById } from '../../reference/reference.ts'
import { caseFacts } from '../cases/facts.ts'
import { loadForm } from '../cases/queries.ts'
import { accountPlaces } from '../people/account.ts'
import { registeredInSql } from '../register/entry.ts'
import type { Certificate } from './draft.ts'

type Row = {
  readonly uscc: string
  readonly name: string
  readonly type: OrgType
  readonly authorityId: number
  readonly representative: string
  /** By the index of the number. */
  readonly representatives: readonly string[]
  /** The case that founded it, where it is the account's own. */
  readonly caseId: string | null
  readonly held: { readonly sha256: string; readonly size: number } | null
  readonly person: {
    readonly name: string
    readonly idType: string
    readonly idNumber: string
    readonly idNumberIndex: string
    readonly phone: string
  }
}

const statement: Statement = {
  name: 'legal-prefill',
  text: `with found as (
    select o.uscc, o.name, o.type, o.authority_id, o.legal_representative, o.id,
      (select a.id from case_file a where a.id = o.case_id and a.account_id = c.id) as case_id,
      array(select p.id_number_idx from post_holder p where p.organization_id = o.id and p.legal_representative) as heads,
      c.name as own_name, c.id_type, c.id_number_enc, c.id_number_idx, c.phone_enc, c.real_name_level
    from organization o, account c
    where o.uscc = $1 and c.id = $2 and c.kind = 'PERSONAL' and o.status in ${registeredInSql})
  select uscc, name, type, authority_id as "authorityId", legal_representative as representative,
    to_json(heads) as representatives, case_id as "caseId",
    (select json_build_object('sha256', d.sha256, 'size', f.size) from certificate t
      join document d on d.certificate_id = t.id and d.kind = 'CERTIFICATE_ORIGINAL' and d.status = 'VALID'
      join stored_file f on f.sha256 = d.sha256
      where t.organization_id = found.id order by t.id desc limit 1) as held,
    json_build_object('name', own_name, 'idType', id_type, 'idNumber', id_number_enc, 'idNumberIndex', id_number_idx,
      'phone', phone_enc) as person
  from found where case_id is not null or (id_number_idx = any (heads) and real_name_level > 0)`,
}

/** The legal representative as the reader knows them already: themselves, or somebody they named in their own case. */
const representativeOf = async (deps: Deps, actor: Applicant, row: Row, own: RawValues): Promise<RawValues> => {
  if (row.representatives.includes(row.person.idNumberIndex)) return own
  if (row.caseId === null) return {}
  const { matter, answers } = await loadForm(deps, row.caseId, actor, 'fill')
  const found = caseFacts(matter, answers).people.find(
    // Whoever came into the post since is not told by the case of somebody else.
    ({ idType, idNumber }) =>
      row.representatives.includes(deps.crypto.index('id-number', identityKey(idType, idNumber))),
  )
  return found ? { idType: found.idType, idNumber: found.idNumber, phone: found.phone } : {}
}

/**
 * What the form may begin with for the founder or the verified legal representative of an organization, and the
 * certificate the portal itself made; nothing for others: a number is soon typed. It proves nothing: the code on the
 * representative's phone is asked for all the same.
 */
export const prefillOf = async (
  deps: Deps,
  uscc: string,
  actor: Applicant,
): Promise<{ readonly values: RawValues; readonly certificate: Certificate | undefined } | undefined> => {
  const [row] = await deps.db.read<Row>(statement, [uscc, actor.id])
  if (!row) return undefined
  const { name, idType } = row.person
  const idNumber = deps.crypto.decrypt(row.person.idNumber, accountPlaces.idNumber(actor.id))
  const phone = deps.crypto.decrypt(row.person.phone, accountPlaces.phone(actor.id))
  return {
    values: {
      type: row.type,
      name: row.name,
      uscc: row.uscc,
      authority: authorityById(deps.reference, row.authorityId).name,
      representativeName: row.representative,
      ...(await representativeOf(deps, actor, row, { idType, idNumber, phone })),
      ...(idType === 'RESIDENT_ID' ? { handlerName: name, handlerIdNumber: idNumber, handlerPhone: phone } : {}),
    },
    certificate: row.held ? { ...row.held, type: 'pdf', name: '本平台颁发的登记证书正本.pdf' } : undefined,
  }
}
