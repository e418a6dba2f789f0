import { AppError } from '../../core/errors.ts'
import type { SigningRole } from '../../core/papers/define.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant } from '../../web/route.ts'
import { isId } from '../../web/params.ts'
import type { Need } from '../grants/access.ts'
import { loadWhole } from '../cases/queries.ts'
import { paperToSignOnline, signedDigest } from '../cases/signed-papers.ts'

export type ItemRow = {
  readonly id: string
  readonly case_id: string
  readonly organization_id: string
  /** Code of the material. */
  readonly paper: string
  readonly title: string
  /** Of what the paper said when it was listed. */
  readonly digest: string
  /** The file as it stands, with the signatures it has. */
  readonly sha256: string
  readonly state: 'WAITING' | 'SIGNED' | 'VOID'
  readonly listed_at: Date
  readonly settled_at: Date | null
  readonly void_why: 'CHANGED' | 'TAKEN_BACK' | null
}

/** Who signs at a place of a file, and how they did. */
export type PlaceRow = {
  readonly item_id: string
  readonly position: number
  readonly role: SigningRole
  readonly name: string
  /** Its name in the file. */
  readonly place: string
  readonly signed_at: Date | null
  readonly stamped_at: Date | null
  readonly subject: string | null
  readonly issuer: string | null
  readonly serial: string | null
  readonly fingerprint: string | null
  readonly not_after: Date | null
  /** The file with this signature. */
  readonly sha256: string | null
}

const items = (knex: Deps['db']['knex']) => knex<ItemRow>('signing_item')

const placesOf = (knex: Deps['db']['knex'], itemId: string): Promise<PlaceRow[]> =>
  knex<PlaceRow>('signing_place').where({ item_id: itemId }).orderBy('position').select()

/**
 * Something listed for signing with its case and its places, for whoever may do with the case what is needed.
 * `changed`: the answers say something else now than the file that was listed.
 */
export const loadItem = async (deps: Deps, id: string, actor: Applicant, need: Need) => {
  const item = isId(id) ? await items(deps.db.knex).where({ id }).first<ItemRow | undefined>() : undefined
  if (!item) throw new AppError('NOT_FOUND')
  const whole = await loadWhole(deps, item.case_id, actor, need)
  const content = whole.fillable ? paperToSignOnline(deps, whole, item.paper) : undefined
  return {
    item,
    whole,
    places: await placesOf(deps.db.knex, item.id),
    /** It can be signed still: the case was not handed in meanwhile. */
    open: item.state === 'WAITING' && content !== undefined,
    changed: content === undefined || signedDigest(content) !== item.digest,
  }
}

export type LoadedItem = Awaited<ReturnType<typeof loadItem>>
