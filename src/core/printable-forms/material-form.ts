import type { Condition } from '../forms/field.ts'
import type { FormBlock, FormRow, PrintableForm, SigningPlace } from './define.ts'

// What a founder brings and writes himself: a blank to be filled in by hand, and a sample of it filled in. Both are drawn
// from one wording, so that a sample never shows what the blank does not ask.

/** What a case says in one place, or of one item of a list: as it is read, and as it is stored; '' while it says nothing. */
export type Said = { readonly text: (field: string) => string; readonly value: (field: string) => string }

/** What a case says. `noun`: what an item of a list is called. */
export type Told = {
  readonly name: string
  readonly authority: string
  readonly today: string
  readonly page: (code: string) => Said
  readonly items: (code: string) => readonly Said[]
  readonly noun: (code: string) => string
}

/** What of a case may stand in a blank already; `of`: whom or what the sheet is about. */
export type KnownAs =
  'name' | 'authority' | { readonly page: string; readonly field: string } | ((told: Told, of: Said) => string)

type Rows = readonly (readonly string[])[]

/** What stands in one sheet already: words in their places, and rows of the tables of these titles. */
export type Filling = {
  readonly values: Readonly<Record<string, string>>
  readonly tables: Readonly<Record<string, Rows>>
}

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
  /** Places and tables that an application may have the words for. */
  readonly known: Readonly<Record<string, KnownAs>>
  readonly listed: Readonly<Record<string, (told: Told, of: Said) => Rows>>
  /** What a case knows of it, for each of its sheets. */
  readonly fill: (told: Told) => readonly Filling[]
  /** The form: a sample, or a blank, or as many filled in as there are fillings. */
  readonly sheet: (state: State, fillings?: readonly Filling[]) => PrintableForm
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
    sample: Rows,
    blank: number,
  ) => FormBlock
  readonly hand: (label: string, name: string) => SigningPlace
  readonly seal: (label: string) => SigningPlace
  readonly day: (label: string, date: string) => string
}

const ID_NUMBER = 18
/** How wide the column of numbers is, of all others together. */
const NUMBERS = 0.1
const ROWS_TO_ADD = 2
const version = '1.0'
const dayToWrite = '　　　　年　　　月　　　日'

const penOf = <K extends string>(
  state: State,
  sample: Readonly<Record<K, string>>,
  { values, tables }: Filling,
): Pen<K> => {
  const inSample = state === 'sample'
  const written = (key: K): string => (inSample ? sample[key] : (values[key] ?? ''))
  const listedIn = (title: string, blank: number): Rows => {
    const filled = tables[title] ?? []
    // Room to add to what is known, not as much as for everything.
    const length = filled.length === 0 ? blank : Math.max(filled.length + ROWS_TO_ADD, Math.ceil(blank / 2))
    return Array.from({ length }, (_, index) => filled[index] ?? [])
  }
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
      rows: (inSample ? rows : listedIn(title, blank)).map((cells, index) => [String(index + 1), ...cells]),
    }),
    hand: (label, name) => ({ label: inSample ? `${label}${name}` : label, by: 'hand' }),
    seal: (label) => ({ label: inSample ? `${label}盖章处` : label, by: 'seal' }),
    day: (label, date) => `${label}${inSample ? date : dayToWrite}`,
  }
}

const nothing: Said = { text: () => '', value: () => '' }
const blankSheet: Filling = { values: {}, tables: {} }

const valueOf = (as: KnownAs, told: Told, of: Said): string => {
  if (typeof as === 'function') return as(told, of)
  return typeof as === 'object' ? told.page(as.page).text(as.field) : told[as]
}

/** Whether a form says anything of the case beside what it is called and where it is made. */
export const saysMore = ({ known }: MaterialForm, fillings: readonly Filling[]): boolean =>
  fillings.some(
    ({ values, tables }) =>
      Object.keys(values).some((key) => known[key] !== 'name' && known[key] !== 'authority') ||
      Object.keys(tables).length > 0,
  )

/**
 * Declares a paper by its wording and by what a sample says in each place; `known` and `listed` name the places and, by
 * title, the tables that an application has the words for already, `each` what there is a sheet for each of.
 */
export const materialForm = <const K extends string>({
  sample,
  known,
  listed = {},
  each = () => [],
  note,
  blocks,
  ...facts
}: Pick<MaterialForm, 'code' | 'title' | 'purpose' | 'situation' | 'when' | 'writtenBy'> & {
  readonly note: string
  readonly sample: Readonly<Record<K, string>>
  readonly known?: Readonly<Partial<Record<NoInfer<K>, KnownAs>>>
  readonly listed?: MaterialForm['listed']
  readonly each?: (told: Told) => readonly Said[]
  readonly blocks: (pen: Pen<NoInfer<K>>) => readonly FormBlock[]
}): MaterialForm => ({
  ...facts,
  version,
  known: { ...known } as Readonly<Record<string, KnownAs>>,
  listed,
  fill: (told) => {
    const subjects = each(told)
    return (subjects.length > 0 ? subjects : [nothing]).map((of) => ({
      values: Object.fromEntries(
        Object.entries<KnownAs>({ ...known } as Readonly<Record<string, KnownAs>>)
          .map(([key, as]) => [key, valueOf(as, told, of)] as const)
          .filter(([, value]) => value !== ''),
      ),
      tables: Object.fromEntries(
        Object.entries(listed)
          .map(([title, rows]) => [title, rows(told, of)] as const)
          .filter(([, rows]) => rows.length > 0),
      ),
    }))
  },
  sheet: (state, fillings = [blankSheet]) => ({
    number: state === 'sample' ? '样例（不能作为材料提交）' : '参考格式',
    title: facts.title,
    version,
    purpose: facts.purpose,
    holders: [],
    note: state === 'sample' ? `样例中的单位、人员、号码和日期都是虚构的。${note}` : note,
    ...(state === 'sample' && { watermark: '样例' }),
    blocks: fillings.flatMap((filling, index): readonly FormBlock[] => [
      ...(index > 0 ? [{ type: 'sheet' as const }] : []),
      ...blocks(penOf(state, sample, filling)),
    ]),
  }),
})
