import type { Holdings } from '../../core/register/holdings.ts'

const posts: readonly string[] = ['CHIEF_SUPERVISOR', 'SUPERVISOR']

/** Who supervises an organization, by the register: each of them says what they think of its report (R400 art. 22). */
export const supervisorsOf = (holdings: Pick<Holdings, 'people'> | undefined): readonly string[] => [
  ...new Set((holdings?.people ?? []).filter(({ post }) => posts.includes(post)).map(({ name }) => name)),
]
