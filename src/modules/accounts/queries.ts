import { randomInt } from 'node:crypto'
import { loginNameKey, loginNameRule, loginNameVariants } from '../../core/identity/login-name.ts'
import type { Statement, Database } from '../../db/client.ts'
import { faqLink, faqMessage } from '../../web/faq.ts'
import { accountNames } from './store.ts'

/** When the credentials of an account last changed, in milliseconds; 0: never. */
export const credentialsOf = async (db: Database, id: string): Promise<number> =>
  (await accountNames(db, [id]))[0]?.credentials ?? 0

const takenNamesStatement: Statement = {
  name: 'account-names-taken-of',
  text: 'select login_key as key from account where login_key = any ($1::text[])',
}

/** Up to three names like a taken one that nobody has; one of them may be gone a moment later. */
export const freeLoginNames = async (db: Database, taken: string): Promise<readonly string[]> => {
  const variants = loginNameVariants(taken, (below) => randomInt(below))
  const rows = await db.read<{ key: string }>(takenNamesStatement, [variants.map(loginNameKey)])
  const known = new Set(rows.map(({ key }) => key))
  return variants.filter((variant) => !known.has(loginNameKey(variant))).slice(0, 3)
}

/** What a form says of a name that is somebody else's: the rule, and names that are free. */
export const nameTakenView = async (db: Database, taken: string) => ({
  message: faqMessage('F-03'),
  rule: loginNameRule,
  free: await freeLoginNames(db, taken),
  question: faqLink('F-03'),
})
