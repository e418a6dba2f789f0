import { describe, expect, test } from 'vitest'
import * as enumerations from '../../../src/core/enumerations.ts'
import { postText } from '../../../src/core/posts.ts'

describe.each(Object.entries(enumerations))('%s', (_name, options) => {
  test('values and texts are given once each', () => {
    expect(new Set(options.map(({ value }) => value)).size).toBe(options.length)
    expect(new Set(options.map(({ text }) => text)).size).toBe(options.length)
  })

  test('values are official two-digit codes or words in upper case', () => {
    for (const { value } of options) expect(value).toMatch(/^(\d{2}|[A-Z]+(_[A-Z]+)*)$/)
  })
})

test('there are 56 peoples, the first and last of the standard in place', () => {
  expect(enumerations.ethnicities).toHaveLength(58)
  expect(enumerations.ethnicities[0]).toEqual({ value: '01', text: '汉族' })
  expect(enumerations.ethnicities[55]).toEqual({ value: '56', text: '基诺族' })
})

test('a post is called alike whichever type it belongs to, and a code nobody knows stands as it is', () => {
  for (const { value, text } of [
    ...enumerations.socialGroupPosts,
    ...enumerations.privateNonEnterprisePosts,
    ...enumerations.foundationPosts,
  ])
    expect(postText(value)).toBe(text)
  expect(postText('SOMETHING_OLD')).toBe('SOMETHING_OLD')
})
