import { mismatchesOf, type Mismatch, type UnitFacts } from '../../core/legal-persons/mismatch.ts'
import { isCivilAffairs, type LegalPersonType } from '../../core/legal-persons/types.ts'
import type { OrgType } from '../../core/org-types.ts'
import { isRegistered, registerStatuses, type RegisterStatus } from '../../core/register/statuses.ts'
import type { Statement } from '../../db/client.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { registeredInSql } from '../register/entry.ts'

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
            (select p.id_number_idx from post_holder p where p.organization_id = o.id and p.legal_representative
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

/**
 * Where a legal person comes to after logging in: `first` what it must see, when account and register do not agree or the
 * unit is no more; `home` when it was on the way nowhere and the portal's register has it.
 */
export const afterLegalLogin = async (
  deps: Pick<Deps, 'db'>,
  accountId: string,
): Promise<{ readonly first?: string; readonly home?: string }> => {
  const check = await registerMismatch(deps, accountId)
  if (check?.account.kind !== 'LEGAL_PERSON') return {}
  if (needsCare(check)) return { first: paths.accountMismatch }
  return check.status === undefined ? {} : { home: paths.organizationHome }
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
