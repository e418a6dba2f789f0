import type { Authority, Division } from './reference.ts'

/** An authority as its row has it: nobody may have said yet where its decisions can be appealed. */
export type StoredAuthority = Omit<Authority, 'reconsiderationOrgan' | 'court'> & {
  readonly reconsiderationOrgan: string | null
  readonly court: string | null
}

/** The first words of a name that several cities share (城区, 铁东区) say nothing without the city before them. */
const beginsBare = (name: string, districts: readonly string[]): boolean =>
  districts.some((district) => name.startsWith(district))

const faultsOf = (
  { code, name, reconsiderationOrgan, court }: StoredAuthority,
  districts: readonly string[],
): readonly string[] =>
  [
    { column: 'reconsideration_organ', text: reconsiderationOrgan, ending: /人民政府$/ },
    { column: 'court', text: court, ending: /法院$/ },
  ].flatMap(({ column, text, ending }) => {
    const where = `authority ${code}（${name}）: ${column}`
    if (!text?.trim()) return [`${where} is missing`]
    if (!ending.test(text)) return [`${where} names no such organ: ${text}`]
    return beginsBare(text, districts) ? [`${where} lacks the city before its district: ${text}`] : []
  })

/**
 * The authorities, each with the organ of reconsideration (行政复议法 art. 24: the government of its level) and the court
 * (行政诉讼法 art. 18: that of its seat, or the one named for several places) its papers name. Throws with every fault:
 * a decision that does not say whom to turn to is no lawful decision (行政许可法 art. 38).
 */
export const withRemedies = (
  authorities: readonly StoredAuthority[],
  divisions: readonly Pick<Division, 'name' | 'level'>[],
): readonly Authority[] => {
  const districts = divisions
    .filter(({ name, level }) => level === 'COUNTY' && name.endsWith('区'))
    .map(({ name }) => name)
  const faults = authorities.flatMap((authority) => faultsOf(authority, districts))
  if (faults.length > 0) throw new Error(`Whom to appeal to is not known:\n${faults.join('\n')}`)
  return authorities as readonly Authority[]
}
