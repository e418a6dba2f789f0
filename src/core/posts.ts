import { privateNonEnterprisePosts, socialGroupPosts } from './enumerations.ts'

/** Posts that only one person holds, whatever the charter calls them. */
export const CHAIR_POSTS: readonly string[] = ['PRESIDENT', 'COUNCIL_CHAIR', 'CHAIRPERSON']

/** Of whoever is legal representative until 变更登记 and was not elected again: a post of the register, never asked. */
export const LEFT_POST = 'LEFT'

/** A post of the register in words, of whatever type its organization is: a code is one post in all of them. */
export const postText = (code: string): string =>
  code === LEFT_POST
    ? '已离任，待变更登记'
    : ([...socialGroupPosts, ...privateNonEnterprisePosts].find(({ value }) => value === code)?.text ?? code)
