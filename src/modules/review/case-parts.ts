import type { Deps } from '../../deps.ts'
import { fileTypes, sizeText } from '../../core/files.ts'
import type { Matter } from '../../core/matters/define.ts'
import { isTold } from '../../core/matters/journey.ts'
import type { Difference } from '../../core/submissions/difference.ts'
import type { Snapshot, SubmittedMaterial, SubmittedRow, SubmittedSection } from '../../core/submissions/snapshot.ts'
import { inParts, materialsPart } from '../../core/verdicts/parts.ts'
import { fieldTarget, itemTarget, keyOf } from '../../core/verdicts/targets.ts'
import { figuresIn } from '../../web/figures-view.ts'
import { listTable, withSheet } from '../../web/list-table.ts'
import { paths } from '../../web/paths.ts'
import { comparedRow } from '../cases/compare.ts'
import type { StaffCase } from './case-data.ts'
import { maskedText } from '../cases/masked.ts'
import { changeTags, verdictAnchor, type VerdictPanel } from './verdict-view.ts'

// What was submitted, in the parts it is read in. Rows are plain: a page holds hundreds of them.

const isLong = ({ label, text, before }: SubmittedRow): boolean =>
  label.length > 10 || text.length > 18 || before !== undefined

/** What the submission before said in the place of each answer that is another now. */
const wasBefore = (deps: Pick<Deps, 'matters'>, found: StaffCase, changes: Difference | undefined, inFull: boolean) => {
  const masked = maskedText(deps, found.caseFile.matter)
  const shown: typeof masked = (...asked) => (inFull ? asked[3] : masked(...asked))
  const sections = new Map((changes?.sections ?? []).map((section) => [section.page, section]))
  return {
    item: (page: string, id: string) => sections.get(page)?.items.find((item) => item.id === id)?.change ?? 'same',
    row: (page: string, field: string, item?: string) => {
      const rows =
        item === undefined ? sections.get(page)?.rows : sections.get(page)?.items.find(({ id }) => id === item)?.rows
      const row = rows?.find((one) => one.field === field)
      if (!row || row.change === 'same') return {}
      const { before, after } = comparedRow({ shown }, page, item !== undefined, row)
      return { was: before, text: after }
    },
  }
}

type Was = ReturnType<typeof wasBefore>

const sectionEntry = (
  matter: Matter,
  section: SubmittedSection,
  { sections, findings }: Pick<Snapshot, 'sections' | 'findings'>,
  was: Was | undefined,
  panel: VerdictPanel | undefined,
  prefix: string,
) => {
  const group = panel?.groups[section.page]
  const marks = panel?.judges === true && group !== undefined
  const markOf = (field: string): string => keyOf(fieldTarget(section.page, field))
  const { sheet, rows } = withSheet(matter, section, marks ? markOf : undefined)
  // In a table of amounts nothing tells what was there before: what moved stands below it as other answers do.
  const moved = section.rows.filter((row) => !rows.includes(row) && 'was' in (was?.row(section.page, row.field) ?? {}))
  return {
    id: prefix + verdictAnchor(section.page),
    title: section.title,
    verdict: group,
    /** What the rules pointed out of it, as it was handed in. */
    findings: findings.filter(({ page }) => page === section.title),
    sheet,
    figures: figuresIn(matter, section, sections),
    rows: [...rows, ...moved].map((row) => ({
      label: row.label,
      text: row.text,
      before: row.before,
      ...was?.row(section.page, row.field),
      long: isLong(row),
      mark: marks && !isTold(row) ? markOf(row.field) : undefined,
    })),
    table: listTable(matter, section, ({ id }) => {
      const change = was?.item(section.page, id) ?? 'same'
      return change === 'same' ? '' : (changeTags[change]?.text ?? '')
    }),
    items: section.items.map((item) => ({
      title: item.title,
      changed: changeTags[was?.item(section.page, item.id) ?? 'same'],
      mark: marks ? keyOf(itemTarget(section.page, item.id)) : undefined,
      rows: item.rows.map((row) => ({
        label: row.label,
        text: row.text,
        before: row.before,
        ...was?.row(section.page, row.field, item.id),
        long: isLong(row),
      })),
    })),
  }
}

const kindOf = (type: string): string =>
  type === fileTypes.pdf.extensions[0]
    ? 'sheet'
    : type === fileTypes.jpg.extensions[0] || type === fileTypes.png.extensions[0]
      ? 'picture'
      : ''

const materialEntry = (
  caseId: string,
  material: SubmittedMaterial,
  panel: VerdictPanel | undefined,
  prefix: string,
) => ({
  id: prefix + verdictAnchor(material.code),
  title: material.title,
  instead: material.instead,
  verdict: panel?.groups[material.code],
  files: material.files.map((file) => ({
    href: paths.staffAttachment(caseId, file.id),
    name: file.name,
    sizeText: sizeText(file.size),
    // What a browser can show is shown beside the answers.
    kind: kindOf(file.type),
  })),
})

/** What stands open: what was asked for, and the first part in which something is still to be looked at. */
type Opened = { readonly at: string; readonly all: boolean }

type Reading = {
  readonly inFull: boolean
  readonly opened: Opened
  /** Before the anchors, where a page shows another submission besides. */
  readonly prefix?: string
}

/**
 * One submission in its parts, each with how it stands and whether it is open. Materials nothing was uploaded of are
 * there where they can be judged: one may be missing.
 */
export const caseParts = (
  deps: Pick<Deps, 'matters'>,
  found: StaffCase,
  submission: StaffCase['submissions'][number],
  panel: VerdictPanel | undefined,
  { inFull, opened, prefix = '' }: Reading,
) => {
  const { caseFile } = found
  const matter = deps.matters.require(caseFile.matter)
  const present = submission.stage === caseFile.stage
  const was = present ? wasBefore(deps, found, panel?.changes, inFull) : undefined
  const judged = present ? panel : undefined
  const { sections, materials } = submission.content
  const shown = materials.filter(({ code, files, instead }) => files.length > 0 || instead || judged?.groups[code])
  const parts = [
    ...inParts(sections).map(({ code, title, sections: own }) => ({
      code,
      title,
      entries: own.map((section) => sectionEntry(matter, section, submission.content, was, judged, prefix)),
    })),
    ...(shown.length > 0
      ? [{ ...materialsPart, entries: shown.map((material) => materialEntry(caseFile.id, material, judged, prefix)) }]
      : []),
  ]
  const standing = parts.map((part) => ({ ...part, ...judged?.partOf(part.code), id: `${prefix}part-${part.code}` }))
  const next = standing.find(({ unseen }) => (unseen ?? 0) > 0)?.code ?? (judged ? undefined : standing[0]?.code)
  return standing.map((part) => ({
    ...part,
    open:
      opened.all ||
      part.code === next ||
      part.entries.some(({ id, verdict }) => id === opened.at || verdict?.form !== undefined),
  }))
}

/** 目录: every part and what it holds, with how it stands. */
export const contents = (parts: ReturnType<typeof caseParts>) =>
  parts.map(({ id, title, entries }) => ({
    href: `#${id}`,
    title,
    entries: entries.map((entry) => ({
      href: `#${entry.id}`,
      title: entry.title,
      sign: entry.verdict?.sign,
      words: entry.verdict?.tag.text,
      found: 'findings' in entry ? entry.findings.length : 0,
      tone: entry.verdict?.tag.tone,
    })),
  }))
