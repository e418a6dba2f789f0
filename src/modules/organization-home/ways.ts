import type { Matter } from '../../core/matters/define.ts'
import { families, type OrganizationMatter } from '../../core/register/allowed.ts'
import type { Way } from '../../core/register/duties.ts'
import { paths } from '../../web/paths.ts'
import type { OwnFamily } from '../catalogue/families.ts'

type Link = { readonly href: string; readonly text: string }

/** What an organization may begin, and its code where somebody acts for it (see paths.start). */
export type Beginning = { readonly families: readonly OwnFamily[]; readonly chosen: string | undefined }

const isKind = ({ code }: Matter, kind: string): boolean => code.endsWith(`-${kind}`)

/** Where a way leads: to its matter, to the list of its family, or to the windows' addresses while nothing of it is online. */
export const wayLink = ({ families: own, chosen }: Beginning, { text, family, kind, about }: Way): Link => {
  const kinds = own.find((one) => one.family === family)?.kinds ?? []
  const wanted = kinds.length === 1 || kind === undefined ? kinds : kinds.filter(({ matter }) => isKind(matter, kind))
  const [only] = wanted
  if (only && wanted.length === 1) return { href: paths.start(only.matter.code, chosen, about), text }
  if (kinds.length > 0 || families[family].inHall) return { href: paths.serviceFamily(family, chosen), text }
  return { href: paths.contact, text }
}

/** What mends a part of the entry that is wrong or no more so. */
export const mending = {
  items: { family: 'change' },
  people: { family: 'filing', kind: 'filing-midterm' },
  // Within no term nothing changes midway: all of them are filed, with their term.
  organs: { family: 'filing', kind: 'filing-term' },
  seals: { family: 'filing', kind: 'filing-seal' },
  accounts: { family: 'filing', kind: 'filing-account' },
  units: { family: 'filing' },
  certificates: { family: 'certificate' },
  charter: { family: 'charter', kind: 'charter' },
} as const satisfies Record<string, { readonly family: OrganizationMatter; readonly kind?: string }>

/** 不对？ beside a part of the entry. */
export const mendLink = (beginning: Beginning, part: keyof typeof mending, about?: string): Link =>
  wayLink(beginning, { ...mending[part], text: '不对？', ...(about === undefined ? {} : { about }) })
