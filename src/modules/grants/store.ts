import type { GrantEnding, Right } from '../../core/grants.ts'

export type GrantRow = {
  readonly id: string
  readonly case_id: string | null
  readonly organization_id: string | null
  /** The portal itself where it is empty. */
  readonly giver_id: string | null
  readonly holder_id: string | null
  readonly invited_name: string
  readonly invited_phone_idx: string
  readonly invited_phone: string
  readonly title: string
  readonly rights: readonly Right[]
  readonly valid_from: string
  readonly valid_to: string
  readonly invited_at: Date
  readonly accepted_at: Date | null
  readonly revoked_at: Date | null
  readonly ending: GrantEnding | null
}
