import { classOf, orgTypeOfCode } from '../identity/uscc.ts'
import type { OrgType } from '../org-types.ts'

/*
 * 抽查名单 that anybody can draw again. What is put in order is a digest of the seed and the code of an organization, so
 * that neither the order of the list nor who draws it has a say, and no generator of random numbers has to be the same.
 */

/** SHA-256 of a text in lower-case hexadecimal digits. */
export type Digest = (text: string) => string

/** How many of a type are drawn: of a hundred so many, rounded up, or a number. */
export type Quota = { readonly share: number } | { readonly number: number }

/** Quotas by type; of a type without one none are drawn. */
export type Quotas = Readonly<Partial<Record<OrgType, Quota>>>

/** A quota as it is typed: `5%` or `20`; empty is none, and anything else no quota. */
export const readQuota = (typed: string): Quota | 'none' | undefined => {
  const text = typed.normalize('NFKC').replaceAll(/\s/g, '')
  if (text === '' || text === '0' || text === '0%') return 'none'
  const [, digits = '', percent] = /^([1-9]\d{0,4})(%?)$/.exec(text) ?? []
  if (digits === '') return undefined
  if (percent === '') return { number: Number(digits) }
  return Number(digits) <= 100 ? { share: Number(digits) } : undefined
}

/** A quota as it is read. */
export const quotaText = (quota: Quota): string =>
  'share' in quota ? `${String(quota.share)}%` : `${String(quota.number)}家`

/** How many of so many: a share is rounded up, and nobody is drawn twice. */
export const drawnOf = (quota: Quota, size: number): number =>
  Math.min(size, 'share' in quota ? Math.ceil((size * quota.share) / 100) : quota.number)

/** A seed: what stands between quotes of a shell as it is. */
export const isSeed = (text: string): boolean => /^[\p{L}\p{N}.-]{1,60}$/u.test(text)

/** The codes of a population as its file has them: each once, in the order of their characters, one a line. */
export const populationText = (codes: readonly string[]): string =>
  [...new Set(codes)]
    .toSorted()
    .map((code) => `${code}\n`)
    .join('')

const codesIn = (population: string): readonly string[] => population.split('\n').filter((line) => line !== '')

/** How many codes it has. */
export const sizeOf = (population: string): number => codesIn(population).length

/** How many there are of each type, as their codes tell it. */
export const sizesOf = (population: string): Readonly<Record<OrgType, number>> => {
  const types = codesIn(population).map(orgTypeOfCode)
  const count = (wanted: OrgType): number => types.filter((type) => type === wanted).length
  return {
    SOCIAL_GROUP: count('SOCIAL_GROUP'),
    PRIVATE_NON_ENTERPRISE: count('PRIVATE_NON_ENTERPRISE'),
    FOUNDATION: count('FOUNDATION'),
  }
}

/** The sample of a seed: of each type with a quota the codes with the smallest digests, the smallest first. */
export const drawSample = (population: string, quotas: Quotas, seed: string, digest: Digest): readonly string[] =>
  (Object.entries(quotas) as [OrgType, Quota][]).flatMap(([type, quota]) => {
    const codes = codesIn(population).filter((code) => orgTypeOfCode(code) === type)
    // What is put in order: the digest of the seed, a colon and the code.
    const tickets = new Map(codes.map((code) => [digest(`${seed}:${code}`), code]))
    return [...tickets]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .slice(0, drawnOf(quota, codes.length))
      .map(([, code]) => code)
  })

/** How a shell draws the same out of the file of the population: a line for each type. */
export const shellOf = (quotas: Quotas, seed: string, sizes: Readonly<Record<OrgType, number>>): readonly string[] =>
  (Object.entries(quotas) as [OrgType, Quota][]).map(
    ([type, quota]) =>
      `grep '^${classOf(type)}' population.txt | while read -r c; do echo "$(printf '%s' '${seed}':"$c" | sha256sum | cut -c1-64) $c"; done | sort | head -n ${String(drawnOf(quota, sizes[type]))}`,
  )
