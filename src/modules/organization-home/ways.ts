import type { OrganizationMatter } from '../../core/register/allowed.ts'
import type { Way } from '../../core/register/duties.ts'
import { wayLink as linkOf } from '../../web/way-link.ts'
import type { OwnFamily } from '../catalogue/families.ts'

type Link = { readonly href: string; readonly text: string }

/** What an organization may begin, and its code where somebody acts for it (see paths.start). */
export type Beginning = { readonly families: readonly OwnFamily[]; readonly chosen: string | undefined }

/** Where a way leads for an organization. */
export const wayLink = ({ families: own, chosen }: Beginning, way: Way): Link =>
  linkOf(own.find(({ family }) => family === way.family)?.kinds.map(({ matter }) => matter) ?? [], way, chosen)

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
