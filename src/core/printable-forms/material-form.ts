import type { Condition } from '../forms/field.ts'
import type { FormBlock, FormRow, PrintableForm, SigningPlace } from './define.ts'

// What a founder brings and writes himself: a blank to be filled in by hand, and a sample of it filled in. Both are drawn
// from one wording, so that a sample never shows what the blank does not ask.

/** What of a case may stand in a blank already: its name or authority, or the answer to a question. */
export type KnownAs = 'name' | 'authority' | { readonly page: string; readonly field: string }

type State = 'blank' | 'sample'

/** A paper somebody brings. */
export type MaterialForm = {
  /** In its address and at its head; the same sheet has the same code wherever it is asked for. */
  readonly code: string
  readonly title: string
  readonly version: string
  /** What it is for, in one sentence. */
  readonly purpose: string
  /** Which of several ways it is for: 租赁. */
  readonly situation?: string
  /** Asked for by this answer only. */
  readonly when?: Condition & { readonly page: string }
  /** Who writes it, where that is not who applies: only a sample shows what it must say. */
  readonly writtenBy?: string
  readonly known: Readonly<Record<string, KnownAs>>
  /** The sheet: a sample, or a blank with what is known of a case. */
  readonly sheet: (state: State, known?: Readonly<Record<string, string>>) => PrintableForm
}

/** Writes what a sample says, or leaves it to be written. `K`: the things that are written into one wording. */
export type Pen<K extends string> = {
  /** In a sentence, as wide as `width` characters while it is blank. */
  readonly say: (key: K, width?: number) => string
  /** A line of a form; `lines` high while it is blank. */
  readonly row: (label: string, key: K, lines?: number) => FormRow
  /** A line whose figures have a box each. */
  readonly boxes: (label: string, key: K, boxes?: number) => FormRow
  readonly ticks: (options: readonly string[], ticked: readonly string[]) => FormBlock
  /** Numbered rows: those of the sample, or as many blank ones. */
  readonly table: (
    title: string,
    columns: readonly (readonly [title: string, share: number])[],
    sample: readonly (readonly string[])[],
    blank: number,
  ) => FormBlock
  readonly hand: (label: string, name: string) => SigningPlace
  readonly seal: (label: string) => SigningPlace
  readonly day: (label: string, date: string) => string
}

const ID_NUMBER = 18
/** How wide the column of numbers is, of all others together. */
const NUMBERS = 0.1
const version = '1.0'
const dayToWrite = '　　　　年　　　月　　　日'

const penOf = <K extends string>(
  state: State,
  sample: Readonly<Record<K, string>>,
  known: Readonly<Record<string, string>>,
): Pen<K> => {
  const inSample = state === 'sample'
  const written = (key: K): string => (inSample ? sample[key] : (known[key] ?? ''))
  return {
    say: (key, width = 8) => written(key) || '＿'.repeat(width),
    row: (label, key, lines = 1) => ({ label, value: written(key) || '\n'.repeat(lines - 1) }),
    boxes: (label, key, boxes = ID_NUMBER) => ({ label, value: written(key), boxes }),
    ticks: (options, ticked) => ({ type: 'ticks', options, ...(inSample && { ticked }) }),
    table: (title, columns, rows, blank) => ({
      type: 'table',
      title,
      columns: [
        { title: '序号', share: columns.reduce((sum, [, share]) => sum + share, 0) * NUMBERS, align: 'center' },
        ...columns.map(([text, share]) => ({ title: text, share, align: 'left' as const })),
      ],
      rows: (inSample ? rows : Array.from({ length: blank }, (): readonly string[] => [])).map((cells, index) => [
        String(index + 1),
        ...cells,
      ]),
    }),
    hand: (label, name) => ({ label: inSample ? `${label}${name}` : label, by: 'hand' }),
    seal: (label) => ({ label: inSample ? `${label}盖章处` : label, by: 'seal' }),
    day: (label, date) => `${label}${inSample ? date : dayToWrite}`,
  }
}

/**
 * Declares a paper by its wording and by what a sample says in each place; `known` names places that an application has
 * the words for already.
 */
export const materialForm = <const K extends string>({
  sample,
  known,
  note,
  blocks,
  ...facts
}: Pick<MaterialForm, 'code' | 'title' | 'purpose' | 'situation' | 'when' | 'writtenBy'> & {
  readonly note: string
  readonly sample: Readonly<Record<K, string>>
  readonly known?: Readonly<Partial<Record<NoInfer<K>, KnownAs>>>
  readonly blocks: (pen: Pen<NoInfer<K>>) => readonly FormBlock[]
}): MaterialForm => ({
  ...facts,
  version,
  known: { ...known } as Readonly<Record<string, KnownAs>>,
  sheet: (state, values = {}) => ({
    number: state === 'sample' ? '样例（不能作为材料提交）' : '参考格式',
    title: facts.title,
    version,
    purpose: facts.purpose,
    holders: [],
    note: state === 'sample' ? `样例中的单位、人员、号码和日期都是虚构的。${note}` : note,
    ...(state === 'sample' && { watermark: '样例' }),
    blocks: blocks(penOf(state, sample, values)),
  }),
})
