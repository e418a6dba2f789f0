import { excludesRepresenting, type OrgType } from '../org-types.ts'
import type { HeldPost } from './contexts.ts'

/** Where a person is legal representative, by the register, so that the law bars them from an organization of `orgType`. */
export const representedElsewhere = (
  orgType: OrgType,
  posts: readonly HeldPost[],
  person: string,
): readonly HeldPost[] =>
  posts.filter(
    (post) =>
      !post.own && post.person === person && post.legalRepresentative && excludesRepresenting(orgType, post.orgType),
  )
