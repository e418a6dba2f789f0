import type { RawValues } from '../../core/forms/field.ts'
import type { Context, Applicant } from '../../web/route.ts'

/** A script saves the draft while it is typed, and goes on with the version it is told. */
export const isAutosave = ({ req, body }: Context<Applicant>): boolean =>
  body['action'] === 'save-draft' && req.accepts(['html', 'json']) === 'json'

/** What happened to a page that was saved elsewhere meanwhile, by somebody else where that is known. */
export const changedBy = (other: string | undefined): string =>
  other === undefined ? '这一页已在其他窗口修改' : `${other}刚刚修改了这一页`

/** `same`: what is stored is what was typed, as after a save whose answer was lost. */
export const tellVersion = ({ res }: Context<Applicant>, version: number, same = true, by?: string): void => {
  res.setHeader('Cache-Control', 'no-store')
  if (same) res.json({ version })
  else res.status(409).json({ error: `${changedBy(by)}。请按“保存草稿”，比较后决定保留哪一份。` })
}

/** Whether two sets of answers say the same; what is missing is empty. */
export const sameValues = (one: RawValues, other: RawValues): boolean =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => (one[key] ?? '') === (other[key] ?? ''))
