import { mismatchesOf, type Mismatch, type UnitFacts } from '../../core/legal-persons/mismatch.ts'
import { readCertificateCode, tidyCertificateCode, type CertificateCode } from '../../core/legal-persons/code.ts'
import { isCivilAffairs, type LegalPersonType } from '../../core/legal-persons/types.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { Database, Statement } from '../../db/client.ts'
import { prepared, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { registeredInSql } from '../register/entry.ts'
import { isRegistered, registerStatuses, type RegisterStatus } from '../../core/register/statuses.ts'

/** An organization of the portal's own register with those who may speak for it. */
export type RegisteredUnit = {
  readonly id: string
  readonly uscc: string
  readonly name: string
  readonly type: OrgType
  readonly status: RegisterStatus
  readonly representatives: readonly { readonly name: string; readonly idNumberIndex: string }[]
}

const unitColumns = `select o.id, o.uscc, o.name, o.type, o.status,
  coalesce((select json_agg(json_build_object('name', p.name, 'idNumberIndex', p.id_number_idx))
    from organization_person p where p.organization_id = o.id and p.legal_representative), '[]') as representatives
  from organization o`

const unitStatements = {
  USCC: { name: 'legal-unit-by-uscc', text: `${unitColumns} where o.uscc = $1` },
  ORG_CODE: { name: 'legal-unit-by-org-code', text: `${unitColumns} where substr(o.uscc, 9, 9) = $1` },
  CERTIFICATE_NUMBER: { name: 'legal-unit-by-number', text: `${unitColumns} where o.former_certificate_number = $1` },
} as const satisfies Record<CertificateCode['kind'], Statement>

/** The organization a certificate's code belongs to; nothing when the register has none, or cannot tell which. */
export const findRegisteredUnit = async (
  db: Pick<Database, 'read'>,
  code: CertificateCode,
): Promise<RegisteredUnit | undefined> => {
  const found = await db.read<RegisteredUnit>(unitStatements[code.kind], [code.value])
  return found.length === 1 ? found[0] : undefined
}

/**
 * The unified code that is meant by a certificate's code as typed: of the two that certificates bore before 2015 the
 * one the register has beside them; whatever else was typed comes back tidied.
 */
export const unifiedCode = async (db: Pick<Database, 'read'>, typed: string): Promise<string> => {
  const code = readCertificateCode(typed, 'SOCIAL_GROUP')
  if (!code.ok || code.kind === 'USCC') return tidyCertificateCode(typed)
  return (await findRegisteredUnit(db, code))?.uscc ?? code.value
}

const holderStatement: Statement = {
  name: 'legal-code-holder',
  text: `select a.real_name_level as level from legal_person l join account a on a.id = l.account_id
         where l.uscc = $1 and l.released_at is null`,
}

/** Who holds a code now: nobody, an account that never proved it, or one that did. */
export const codeHolder = async (
  db: Pick<Database, 'read'>,
  uscc: string,
): Promise<'nobody' | 'unverified' | 'verified'> => {
  const [row] = await db.read<{ level: number }>(holderStatement, [uscc])
  if (!row) return 'nobody'
  return row.level > 0 ? 'verified' : 'unverified'
}

export type LegalAccount = {
  readonly id: string
  readonly kind: 'PERSONAL' | 'LEGAL_PERSON'
  readonly loginName: string
  readonly name: string
  readonly realNameLevel: number
  readonly type: LegalPersonType | null
  readonly uscc: string | null
  readonly authority: string | null
  readonly released: boolean
}

type MismatchRow = LegalAccount & {
  readonly representative: UnitFacts['representative']
  readonly registered:
    | (Omit<UnitFacts, 'type'> & {
        readonly type: OrgType
        readonly authorityId: number
        readonly status: RegisterStatus
      })
    | null
}

// The entry an account belongs to: the one it was verified against, else the one with its code, else with its name.
const mismatchStatement: Statement = {
  name: 'legal-account-and-register',
  text: `select a.id, a.kind, a.login_name as "loginName", a.name, a.real_name_level as "realNameLevel", l.type, l.uscc,
      l.registration_authority as authority, l.released_at is not null as released,
      json_build_object('name', l.representative_name, 'idNumberIndex', a.id_number_idx) as representative,
      (select json_build_object('name', o.name, 'uscc', o.uscc, 'type', o.type, 'authorityId', o.authority_id,
          'status', o.status, 'representative', json_build_object('name', o.legal_representative, 'idNumberIndex',
            (select p.id_number_idx from organization_person p where p.organization_id = o.id and p.legal_representative
             limit 1)))
        from organization o
        where o.id = l.organization_id or o.uscc = l.uscc or o.name = a.name
        order by (o.id = l.organization_id) is true desc, o.uscc = l.uscc desc, o.status in ${registeredInSql} desc limit 1) as registered
    from account a left join legal_person l on l.account_id = a.id where a.id = $1`,
}

export type AccountCheck = {
  readonly account: LegalAccount
  /** Empty when account and register agree, or when another department keeps the register. */
  readonly mismatches: readonly Mismatch[]
  /** The authority that keeps the entry, when there is one. */
  readonly authorityId: number | undefined
  /** How the organization stands that has the account's code in the portal's own register; undefined for others. */
  readonly status: RegisterStatus | undefined
}

/** Compares an account's type, name, code and representative with the register; undefined when there is no such account. */
export const registerMismatch = async (
  deps: Pick<Deps, 'db'>,
  accountId: string,
): Promise<AccountCheck | undefined> => {
  const [row] = await deps.db.read<MismatchRow>(mismatchStatement, [accountId])
  if (!row) return undefined
  const { registered, representative, ...account } = row
  const { type, uscc, name } = account
  const own = type !== null && uscc !== null && (isCivilAffairs(type) || registered?.uscc === uscc)
  return {
    account,
    mismatches: own ? mismatchesOf({ type, name, uscc, representative }, registered ?? undefined) : [],
    authorityId: registered?.authorityId,
    status: registered && registered.uscc === uscc ? registered.status : undefined,
  }
}

/** How an organization ended that is no longer registered, in the register's words; undefined while it is. */
export const endedAs = ({ status }: Pick<AccountCheck, 'status'>): string | undefined =>
  status === undefined || isRegistered(status) ? undefined : registerStatuses[status].text

/** Whether something about a legal person's account must be put right before it can be used as it should. */
const needsCare = (check: AccountCheck): boolean =>
  check.account.released || check.mismatches.length > 0 || endedAs(check) !== undefined

/** The page a legal person is shown first after logging in, when account and register do not agree or the unit is no more. */
export const afterLegalLogin = async (deps: Pick<Deps, 'db'>, accountId: string): Promise<string | undefined> => {
  const check = await registerMismatch(deps, accountId)
  return check?.account.kind === 'LEGAL_PERSON' && needsCare(check) ? paths.accountMismatch : undefined
}

/** What 用户中心 says of a legal person's account that does not agree with the register; undefined when all is well. */
export const mismatchNotice = async (
  deps: Pick<Deps, 'db'>,
  accountId: string,
): Promise<{ readonly title: string; readonly text: string; readonly href: string } | undefined> => {
  const check = await registerMismatch(deps, accountId)
  if (check?.account.kind !== 'LEGAL_PERSON' || !needsCare(check)) return undefined
  const ended = endedAs(check)
  if (ended && !check.account.released)
    return {
      title: `这个社会组织${ended}`,
      text: '账号不能再办理业务，以前的记录还可以查看。',
      href: paths.accountMismatch,
    }
  return {
    title: '账号信息需要更正',
    text: check.account.released
      ? '这个统一社会信用代码已由通过实名认证的账号使用，本账号不能再代表该单位。'
      : `账号的${check.mismatches.map(({ label }) => label).join('、')}与登记信息不一致，可能影响办理业务。`,
    href: paths.accountMismatch,
  }
}

/** What the page after registering says of the account. */
export const legalAccount = async (deps: Pick<Deps, 'db'>, accountId: string): Promise<LegalAccount | undefined> =>
  (await registerMismatch(deps, accountId))?.account

/**
 * Organizations a person has founded, certificate in hand, that have no legal-person account yet (domain.md B-10): rows
 * of `UnitWithoutAccount`, also for a statement that asks for more.
 */
export const missingLegalAccountsOf = (accountId: string): Sql =>
  sql`select o.uscc, o.name, o.case_id as "caseId" from case_file a
    join organization o on o.case_id = a.id
    where a.account_id = ${accountId} and o.valid_from is not null and o.status = 'ACTIVE'
      and not exists (select 1 from legal_person l where l.uscc = o.uscc and l.released_at is null)
    order by o.established_on desc, o.id limit 5`

export type UnitWithoutAccount = { readonly uscc: string; readonly name: string; readonly caseId: string }
export type MissingLegalAccount = UnitWithoutAccount & { readonly href: string }

export const toLegalAccount = (row: UnitWithoutAccount): MissingLegalAccount => ({
  ...row,
  href: `${paths.registerLegal}?organization=${row.uscc}`,
})

export const missingLegalAccounts = async (
  db: Pick<Database, 'read'>,
  accountId: string,
): Promise<readonly MissingLegalAccount[]> =>
  (await db.read<UnitWithoutAccount>(...prepared('legal-accounts-missing', missingLegalAccountsOf(accountId)))).map(
    toLegalAccount,
  )

const prefillStatement: Statement = {
  name: 'legal-prefill',
  text: `select o.uscc, o.name, o.type, o.authority_id as "authorityId" from organization o
         where o.uscc = $1 and o.status in ${registeredInSql} and (
           exists (select 1 from case_file a where a.id = o.case_id and a.account_id = $2)
           or exists (select 1 from organization_person p join account c on c.id_number_idx = p.id_number_idx
                      where p.organization_id = o.id and p.legal_representative and c.id = $2
                        and c.real_name_level > 0))`,
}

/**
 * What the form may fill in for the founder or the verified legal representative of an organization; nothing for others:
 * a number is soon typed.
 */
export const prefillFor = async (
  db: Pick<Database, 'read'>,
  uscc: string,
  accountId: string,
): Promise<
  { readonly uscc: string; readonly name: string; readonly type: OrgType; readonly authorityId: number } | undefined
> =>
  (
    await db.read<{ uscc: string; name: string; type: OrgType; authorityId: number }>(prefillStatement, [
      uscc,
      accountId,
    ])
  )[0]

const pendingStatement: Statement = {
  name: 'legal-pending',
  text: `select id, content_enc as content from pending_legal_registration
         where uscc = $1 and phone_idx = $2 and expires_at > $3`,
}

/** A registration that waits for its verification, still sealed. */
export const findPending = async (
  db: Pick<Database, 'read'>,
  code: string,
  phoneIndex: string,
  now: Date,
): Promise<{ readonly id: string; readonly content: string } | undefined> =>
  (await db.read<{ id: string; content: string }>(pendingStatement, [code, phoneIndex, now]))[0]

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
