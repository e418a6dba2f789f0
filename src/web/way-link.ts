import type { Matter } from '../core/matters/define.ts'
import { families } from '../core/register/allowed.ts'
import type { Way } from '../core/register/duties.ts'
import { paths } from './paths.ts'

const isKind = ({ code }: Matter, kind: string): boolean => code.endsWith(`-${kind}`)

/**
 * Where a way leads among the matters of its family: to its own, to the list of them, or to the windows' addresses while
 * nothing of it is online. `chosen`: the code of the organization, where somebody acts for it (see paths.start).
 */
export const wayLink = (
  kinds: readonly Matter[],
  { text, family, kind, about }: Way,
  chosen?: string,
): { readonly href: string; readonly text: string } => {
  const wanted = kinds.length === 1 || kind === undefined ? kinds : kinds.filter((matter) => isKind(matter, kind))
  const [only] = wanted
  if (only && wanted.length === 1) return { href: paths.start(only.code, chosen, about), text }
  if (kinds.length > 0 || families[family].inHall) return { href: paths.serviceFamily(family, chosen), text }
  return { href: paths.contact, text }
}
