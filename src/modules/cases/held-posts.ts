import type { Deps } from '../../deps.ts'
import type { HeldPost } from '../../core/matters/contexts.ts'
import { heldPosts } from '../register/held-posts.ts'
import { caseFacts } from './facts.ts'
import type { LoadedCase } from './queries.ts'

/** The posts of everybody a case on somebody's screen names; nothing is asked in a stage that does not ask for people. */
export const postsOf = async (deps: Pick<Deps, 'db' | 'crypto'>, form: LoadedCase): Promise<readonly HeldPost[]> =>
  form.matter.facts.people.some(({ page }) => form.stage.pages.includes(page))
    ? heldPosts(deps.db.knex, deps.crypto, form.caseFile, caseFacts(form.matter, form.answers).people)
    : []
