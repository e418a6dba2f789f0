import type { Database, Statement } from '../../db/client.ts'

/** Where the sealed columns of a legal person belong (see FieldCrypto). */
export const legalPersonPlaces = {
  handlerIdNumber: (id: string) => `legal_person.handler_id_number:${id}`,
  handlerPhone: (id: string) => `legal_person.handler_phone:${id}`,
} as const

const certificateStatement: Statement = {
  name: 'legal-certificate-state',
  text: `select certificate_state as state, certificate_reason as reason, certificate_sent_at as "sentAt"
         from legal_person where account_id = $1 and certificate_sent_at is not null and released_at is null`,
}

/** How far the window is with the picture of an organization's certificate; undefined where there is none to look at. */
export const certificateOf = async (
  db: Pick<Database, 'read'>,
  accountId: string,
): Promise<
  | { readonly state: 'WAITING' | 'PASSED' | 'RETURNED'; readonly reason: string | null; readonly sentAt: Date }
  | undefined
> =>
  (
    await db.read<{ state: 'WAITING' | 'PASSED' | 'RETURNED'; reason: string | null; sentAt: Date }>(
      certificateStatement,
      [accountId],
    )
  )[0]
