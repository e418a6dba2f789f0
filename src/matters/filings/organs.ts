import { foundationPosts, privateNonEnterprisePosts, socialGroupPosts } from '../../core/enumerations.ts'
import type { Option } from '../../core/forms/field.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { Quorum } from '../shared/votes.ts'
import { LEADERS, SUPERVISORS } from '../establishment/foundation/posts.ts'
import { OFFICER_POSTS, SUPERVISOR_POSTS } from '../establishment/social-group/rules-shared.ts'

type Organs = {
  /** 负责人, 监事, and every post that is none of 负责人. */
  readonly officers: readonly string[]
  readonly supervisors: readonly string[]
  readonly others: readonly string[]
  /** Who elects them, with a meeting for the example. */
  readonly meeting: {
    readonly name: string
    readonly expected: number
    readonly present: number
    readonly who: Quorum
  }
  /** The provision that two thirds of those present agree to an election. */
  readonly twoThirds?: string
  /** The provision that a term is audited. */
  readonly audit: string
}

const besides = (posts: readonly Option[], officers: readonly string[]): readonly string[] =>
  posts.map(({ value }) => value).filter((post) => !officers.includes(post))

const headsOfUnits: readonly string[] = [
  'COUNCIL_CHAIR',
  'COUNCIL_VICE_CHAIR',
  'EXECUTIVE_HEAD',
  'DEPUTY_EXECUTIVE_HEAD',
]
const councilOfFoundations = '《基金会管理条例》第二十一条'

/** Whom each type elects, and how (domain-2 §17). */
export const organs: Readonly<Record<OrgType, Organs>> = {
  SOCIAL_GROUP: {
    officers: OFFICER_POSTS,
    supervisors: SUPERVISOR_POSTS,
    others: besides(socialGroupPosts, OFFICER_POSTS),
    meeting: {
      name: '第二届第一次会员大会',
      expected: 80,
      present: 72,
      who: { meeting: '会员大会', members: '会员' },
    },
    audit: '《社会团体登记管理条例》第二十七条',
  },
  PRIVATE_NON_ENTERPRISE: {
    officers: headsOfUnits,
    supervisors: SUPERVISORS,
    others: besides(privateNonEnterprisePosts, headsOfUnits),
    meeting: {
      name: '第二届理事会第一次会议',
      expected: 7,
      present: 7,
      who: { meeting: '理事会', members: '理事' },
    },
    audit: '《民办非企业单位登记管理暂行条例》第二十二条',
  },
  FOUNDATION: {
    officers: LEADERS,
    supervisors: SUPERVISORS,
    others: besides(foundationPosts, LEADERS),
    meeting: {
      name: '第二届理事会第一次会议',
      expected: 9,
      present: 8,
      who: { meeting: '理事会', members: '理事', quorum: councilOfFoundations },
    },
    twoThirds: councilOfFoundations,
    audit: '《基金会管理条例》第三十七条',
  },
}
