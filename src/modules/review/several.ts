import { MissingGlyphs } from '../../core/documents/substitutes.ts'
import { AppError } from '../../core/errors.ts'
import { paths } from '../../web/paths.ts'

// Several cases at once: each is taken a step further by itself, as it is alone, and has its own result.

/** A case of several, or whatever else is done one by one, as its list names it. */
type One = { readonly id: string; readonly number: string; readonly title: string }

/** What came of one case of several. */
export type Result<Found extends One, T> = { readonly found: Found } & (
  { readonly done: T } | { readonly refused: string }
)

/** Why one case could not be done; anything that is not about that case goes on as it is. */
const reasonOf = (error: unknown): string => {
  if (error instanceof MissingGlyphs)
    return `文书字库没有“${error.missing.map(({ char }) => char).join('、')}”，请打开办件单独办理，填写它在文书上的写法。`
  if (error instanceof AppError && ['STALE', 'NOT_ALLOWED_NOW', 'FORBIDDEN', 'NOT_FOUND'].includes(error.code))
    return error.detail ?? '办件在您操作期间已有变化，没有办理。'
  throw error
}

/** Does the work case by case: what one of them lacks keeps no other from being done. */
export const eachOf = async <Found extends One, T>(
  cases: readonly Found[],
  work: (found: Found) => Promise<T>,
): Promise<Result<Found, T>[]> => {
  const results: Result<Found, T>[] = []
  for (const found of cases)
    try {
      results.push({ found, done: await work(found) })
    } catch (error) {
      results.push({ found, refused: reasonOf(error) })
    }
  return results
}

export const isDone = <Found extends One, T>(
  result: Result<Found, T>,
): result is Extract<Result<Found, T>, { done: T }> => 'done' in result

/** Every text that was posted under one name. */
const textsOf = (raw: unknown): readonly string[] => [raw].flat().filter((one) => typeof one === 'string')

/** What is ticked, among the cases a person was shown; the order is that of the list. */
export const picked = <Found extends Pick<One, 'id'>>(cases: readonly Found[], raw: unknown): readonly Found[] => {
  const ids = textsOf(raw)
  return cases.filter(({ id }) => ids.includes(id))
}

/** The result of each as rows of a table; `hrefOf`: where more of it is told. */
export const resultRows = <Found extends One>(
  results: readonly Result<Found, unknown>[],
  done: string,
  hrefOf: (found: Found) => string = ({ id }) => paths.staffCase(id),
) =>
  results.map((result) => [
    { text: result.found.number, href: hrefOf(result.found), nowrap: true },
    { text: result.found.title },
    'done' in result
      ? { tag: { text: done, tone: 'success' } }
      : { tag: { text: '没有办理', tone: 'danger' }, sub: result.refused },
  ])

/** A case with the version that was looked at and the key of its step, as a question posts it again. */
export const keptText = ({ id, version }: One & { readonly version: number }, key: string): string =>
  `${id}.${String(version)}.${key}`

/** What a question posted of each: the version that was looked at, and the key of the step. */
export const keptIn = (raw: unknown): ReadonlyMap<string, { readonly version: number; readonly key: string }> =>
  new Map(
    textsOf(raw).map((one) => {
      const [id = '', version = '', key = ''] = one.split('.')
      return [id, { version: Number(version), key }]
    }),
  )
