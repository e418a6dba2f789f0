import { CHAIR_POSTS, postText } from '../posts.ts'
import type { RawValues } from '../forms/field.ts'
import { kindOf } from '../forms/kinds.ts'
import type { Page } from '../forms/page.ts'
import type { Answers } from '../matters/define.ts'
import { fieldsOf } from '../matters/define.ts'
import type { OrgType } from '../org-types.ts'
import type { Source, Trait } from './define.ts'

/** What a charter takes from a case. `name`: as approved, or as proposed so far. */
export type CharterCase = {
  readonly orgType: OrgType
  readonly pages: readonly Page[]
  readonly answers: Answers
  readonly name: string
  readonly authority: string
}

const SUPERVISORS: readonly string[] = ['CHIEF_SUPERVISOR', 'SUPERVISOR']
const VICE_CHAIRS: readonly string[] = ['VICE_PRESIDENT', 'COUNCIL_VICE_CHAIR', 'VICE_CHAIRPERSON']
const OTHERS: readonly string[] = ['SECRETARY_GENERAL', 'STANDING_COUNCIL_MEMBER', 'COUNCIL_MEMBER']
const COUNCIL = [...CHAIR_POSTS, ...VICE_CHAIRS, ...OTHERS]
const SMALLEST_BOARD = 3

const people = ({ answers }: CharterCase): readonly RawValues[] => answers.items('officers').map(({ values }) => values)
const inPosts = (about: CharterCase, posts: readonly string[]): number =>
  people(about).filter(({ orgPost = '' }) => posts.includes(orgPost)).length
const counted = (count: number): string => (count === 0 ? '' : String(count))
const representative = (about: CharterCase): string =>
  people(about).find((person) => person['isLegalRepresentative'] === 'yes')?.['orgPost'] ?? ''

const chair = (about: CharterCase): string => {
  const posts = people(about).map(({ orgPost = '' }) => orgPost)
  return postText(posts.find((post) => CHAIR_POSTS.includes(post)) ?? '')
}

const listed = (about: CharterCase, page: string, field: string): readonly string[] =>
  about.answers.items(page).flatMap(({ values }) => values[field] || [])

const contributions = (about: CharterCase): string =>
  about.answers
    .items('contributors')
    .flatMap(({ values }) =>
      values['contributorName'] && values['amount'] ? [`${values['contributorName']}${values['amount']}万元`] : [],
    )
    .join('，')

/** Values that no single answer gives; empty while they are not known. */
const values = {
  name: (about) => about.name,
  authority: (about) => about.authority,
  chair,
  viceChair: (about) => (chair(about) === '' ? '' : `副${chair(about)}`),
  viceChairs: (about) => counted(inPosts(about, VICE_CHAIRS)),
  representativePost: (about) => postText(representative(about)),
  representativeCode: representative,
  councilCount: (about) => about.answers.value('members', 'councilCount') || counted(inPosts(about, COUNCIL)),
  supervisorCount: (about) => counted(inPosts(about, SUPERVISORS)),
  supervision: (about) => {
    const count = inPosts(about, SUPERVISORS)
    return count === 0 ? '' : count >= SMALLEST_BOARD ? 'BOARD' : 'SUPERVISORS'
  },
  founders: (about) => [...listed(about, 'sponsorOrgs', 'orgName'), ...listed(about, 'sponsors', 'name')].join('、'),
  contributions,
  partyLead: (about) =>
    about.answers.value('supervision', 'partyLeadingOrgan') ||
    about.answers.value('supervision', 'partyBuildingAuthority'),
} as const satisfies Record<string, (about: CharterCase) => string>

export type ValueName = keyof typeof values

const fieldAt = ({ pages }: Pick<CharterCase, 'pages'>, page: string, field: string) =>
  pages
    .filter(({ code }) => code === page)
    .flatMap(fieldsOf)
    .find(({ name }) => name === field)

/** Whether a source names something that is asked or known. */
export const isKnownSource = (about: Pick<CharterCase, 'pages'>, source: Source): boolean =>
  'value' in source ? Object.hasOwn(values, source.value) : fieldAt(about, source.page, source.field) !== undefined

/** The raw value of a source; empty while it is not known. */
export const rawOf = (about: CharterCase, source: Source): string =>
  'value' in source ? values[source.value](about) : about.answers.value(source.page, source.field)

/** The same in words, without the full stop somebody ended an answer with: the charter's own sentence goes on. */
export const wordsOf = (about: CharterCase, source: Source): string => {
  const raw = rawOf(about, source)
  if (raw === '' || 'value' in source) return raw
  const field = fieldAt(about, source.page, source.field)
  // A count stands in a sentence with a word of its own.
  return (field && field.kind !== 'integer' ? kindOf(field).toText(raw, field) : raw).replace(/[。；，\s]+$/u, '')
}

/** What sets the organization of a case apart, as far as it is answered. */
export const traitsOf = ({ orgType, answers }: CharterCase): readonly Trait[] => {
  const kind = answers.value('name', 'orgKind')
  const isPublic = orgType === 'FOUNDATION' && kind === 'PUBLIC'
  const hometown = orgType === 'SOCIAL_GROUP' && answers.value('name', 'homePlace') !== ''
  return [
    ...(kind === 'INDUSTRY' ? (['INDUSTRY'] as const) : []),
    ...(hometown ? (['HOMETOWN'] as const) : []),
    // Who is to raise money from the public has to be a 慈善组织 (慈善法 art. 22).
    ...(isPublic || answers.value('charity', 'charity') === 'yes' ? (['CHARITY'] as const) : []),
    ...(isPublic ? (['PUBLIC'] as const) : []),
  ]
}
