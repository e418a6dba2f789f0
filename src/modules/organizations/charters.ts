import { amendmentOf, itemsTaken } from '../../core/charters/items.ts'
import { placed, type CharterVersion } from '../../core/charters/text.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import { comparisonView } from '../../web/charter-comparison.ts'

const titleOf = ({ n, from }: CharterVersion): string => `第${String(n)}版，自${chineseDate(from)}起生效`

/** A charter of an organization, or what it made of another one, as an address names them: the one in force by itself. */
export const chartersView = (
  versions: readonly CharterVersion[],
  query: Readonly<Record<string, string | undefined>>,
) => {
  const [inForce] = versions
  const shown = query['n'] ? versions.find(({ n }) => String(n) === query['n']) : inForce
  if (!shown) throw new AppError('NOT_FOUND')
  const other = versions.find(({ n }) => n !== shown.n && String(n) === query['with'])
  const { clauses } = shown
  const against =
    other?.clauses && clauses
      ? itemsTaken(other.clauses, clauses).map((values, place) => ({ id: String(place), values }))
      : undefined
  return {
    title: titleOf(shown),
    inForce: shown === inForce,
    hash: shown.sha256,
    articles: clauses ? placed(clauses) : undefined,
    other: other && `第${String(other.n)}版（自${chineseDate(other.from)}起生效）`,
    comparison:
      other?.clauses && against && comparisonView(amendmentOf(other.clauses, against), { all: false, reasons: false }),
    choices: versions.map((version) => ({
      value: String(version.n),
      text: titleOf(version),
      shown: version === shown,
      other: version === other,
    })),
  }
}
