import type { Deps } from '../../deps.ts'
import type { Statement } from '../../db/client.ts'
import { stageOf } from '../../core/matters/journey.ts'
import {
  difference,
  onlyChanges,
  type Change,
  type Difference,
  type RowDifference,
} from '../../core/submissions/difference.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { openSnapshot, type SnapshotRow } from './snapshot.ts'

/** One submission of a case, named by its event. */
type Round = { readonly round: number; readonly stage: string; readonly at: string }

const roundsOf: Statement = {
  name: 'case-rounds',
  text: 'select event_id as round, stage, at from snapshot where case_id = $1 order by id',
}

const contentOf: Statement = {
  name: 'case-round',
  text: 'select case_id, event_id, content_enc, stage, at from snapshot where case_id = $1 and event_id = $2',
}

/** Every submission of a case in order. Who may see the case is decided before. */
const submissionsOf = (deps: Pick<Deps, 'db'>, caseId: string): Promise<Round[]> =>
  deps.db.read<Round>(roundsOf, [caseId])

/** One submission of a case; nothing when there is none of that event. Who may see the case is decided before. */
export const submissionOf = async (deps: Pick<Deps, 'db' | 'crypto'>, caseId: string, round: number) => {
  const [row] = await deps.db.read<Pick<SnapshotRow, 'case_id' | 'event_id' | 'content_enc' | 'stage' | 'at'>>(
    contentOf,
    [caseId, round],
  )
  return row && { round, stage: row.stage, at: row.at, content: openSnapshot(deps.crypto, row) }
}

const openRound = async (deps: Deps, caseId: string, round: number) => {
  const found = await submissionOf(deps, caseId, round)
  if (!found) throw new Error('no such submission')
  return found.content
}

/** 提交成立材料 第2次（2026年11月20日 12:00）. */
const titled = (deps: Pick<Deps, 'matters'>, matter: string, rounds: readonly Round[]) =>
  rounds.map(({ round, stage, at }, index) => ({
    round,
    stage,
    text: `${stageOf(deps.matters.require(matter), stage).title} 第${
      rounds.slice(0, index + 1).filter((other) => other.stage === stage).length
    }次（${localDateTime(new Date(at)).text}）`,
  }))

/** The last submission and the one it answers: the one before it in its stage, or before it at all. */
const chosen = (rounds: readonly Round[], query: Readonly<Record<string, string>>) => {
  const asked = (name: string) => rounds.find(({ round }) => String(round) === query[name])
  const after = asked('after') ?? rounds.at(-1)
  const earlier = rounds.slice(
    0,
    rounds.findIndex(({ round }) => round === after?.round),
  )
  const before = asked('before') ?? earlier.findLast(({ stage }) => stage === after?.stage) ?? earlier.at(-1)
  return before && after ? { before, after } : undefined
}

const tags = {
  same: undefined,
  changed: { text: '改动', tone: 'warning' },
  added: { text: '新增', tone: 'success' },
  removed: { text: '删除', tone: 'danger' },
} as const satisfies Record<Change, { text: string; tone: string } | undefined>

const fileTags = { ...tags, changed: { text: '改名', tone: 'neutral' } } as const

type Reader = {
  /** How an answer is shown to whoever reads: masked for officials. */
  readonly shown: (page: string, inList: boolean, row: Pick<RowDifference, 'field' | 'label'>, text: string) => string
  /** Nothing for whoever may not open files. */
  readonly fileHref: (file: string) => string | undefined
}

/** An answer of both submissions as a line of a table; what differs only where it is masked says so. */
export const comparedRow = ({ shown }: Pick<Reader, 'shown'>, page: string, inList: boolean, row: RowDifference) => {
  const side = (text: string | undefined) => (text === undefined ? '（无此项）' : shown(page, inList, row, text))
  const [before, after] = [side(row.before), side(row.after)]
  return {
    label: row.label,
    before,
    after: row.change === 'changed' && before === after ? `${after}（与前一次不同，不同处未显示）` : after,
    tag: tags[row.change],
  }
}

const shortHash = (sha256: string): string => sha256.slice(0, 12)

/** What differs, or all, as the tables of both sides show it. */
export const differenceView = ({ sections, materials }: Difference, reader: Reader) => ({
  sections: sections.map((section) => ({
    title: section.title,
    tag: tags[section.change],
    rows: section.rows.map((row) => comparedRow(reader, section.page, false, row)),
    items: section.items.map((item) => ({
      title: item.title,
      tag: tags[item.change],
      rows: item.rows.map((row) => comparedRow(reader, section.page, true, row)),
    })),
  })),
  materials: materials.map(({ title, change, files }) => ({
    title,
    tag: tags[change],
    files: files.map((file) => ({
      name: file.name,
      was: file.was,
      href: reader.fileHref(file.id),
      hash: shortHash(file.sha256),
      tag: fileTags[file.change],
    })),
  })),
})

/**
 * Two submissions of a case side by side, chosen by `before` and `after` in the address; only what differs unless
 * `all` is asked. Nothing is compared while there is only one, or the same one is chosen twice.
 */
export const comparison = async (
  deps: Deps,
  { id, matter }: { readonly id: string; readonly matter: string },
  query: Readonly<Record<string, string>>,
  reader: Reader,
) => {
  const rounds = await submissionsOf(deps, id)
  const names = titled(deps, matter, rounds)
  const pair = chosen(rounds, query)
  const options = (selected: number | undefined) =>
    names.map(({ round, text }) => ({ value: String(round), text, selected: round === selected }))
  const all = query['all'] === 'yes'
  const form = {
    before: options(pair?.before.round),
    after: options(pair?.after.round),
    all,
    same: pair !== undefined && pair.before.round === pair.after.round,
  }
  if (!pair || form.same) return { form, found: undefined }
  const whole = difference(await openRound(deps, id, pair.before.round), await openRound(deps, id, pair.after.round))
  const nameOf = (wanted: number) => names.find(({ round }) => round === wanted)?.text ?? ''
  return {
    form,
    found: {
      before: nameOf(pair.before.round),
      after: nameOf(pair.after.round),
      ...differenceView(all ? whole : onlyChanges(whole), reader),
    },
  }
}
