import type { Response } from 'express'
import { codePointName, substituted, substitutesNote } from '../../core/documents/substitutes.ts'
import type { Paper, PaperContent } from '../../core/papers/define.ts'
import { paperContent, paperOf } from '../../core/papers/content.ts'
import type { Matter } from '../../core/matters/define.ts'
import { materialNeed, materialOf, stageOf } from '../../core/matters/journey.ts'
import type { Filling, MaterialForm } from '../../core/printable-forms/material-form.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { sendMade, type MadeFormat } from '../../web/made-files.ts'
import { paths } from '../../web/paths.ts'
import { formPrint, printableFillings } from '../documents/form-print.ts'
import { toldSections } from './check-view.ts'
import { titleOf } from './case-state.ts'
import type { WholeCase } from './queries.ts'
import type { CaseRow } from './store.ts'
import { baseIn, charterBehind } from '../register/charters.ts'
import { mayDo } from '../grants/access.ts'

type AboutCase = Pick<CaseRow, 'id' | 'number' | 'title' | 'authority_id' | 'organization_id'>

const originOf = (
  deps: Pick<Deps, 'site' | 'reference'>,
  caseFile: AboutCase,
  name: string,
  uscc: string | undefined,
) => ({
  authority: authorityById(deps.reference, caseFile.authority_id).name,
  siteName: deps.site.name,
  number: caseFile.number,
  name,
  uscc,
})

/** The code of whoever was registered before it applied: what founds one is applied for by people. */
const codeOf = ({ begunBy }: Matter, uscc: string | null | undefined): string | undefined =>
  begunBy === 'organization' ? (uscc ?? undefined) : undefined

/** The paper of the present stage as it would be now; nothing when the stage has no such paper or is not filled in. */
export const draftPaper = (deps: Deps, whole: WholeCase, code: string): PaperContent | undefined => {
  const { matter, stage, caseFile, attachments } = whole
  const paper = whole.fillable ? paperOf(stage, code) : undefined
  if (!paper) return undefined
  const source = {
    sections: toldSections(whole, [...stage.locked, ...stage.pages]).map((section) => ({
      ...section,
      rows: [...section.rows],
      items: section.items.map((item) => ({ ...item, rows: [...item.rows] })),
    })),
    materials: stage.materials.map((material) => ({
      title: materialOf(matter, material)?.title ?? material,
      files: attachments.filter((file) => file.material === material),
    })),
    charterBefore: whole.holdings?.charter?.clauses,
  }
  return paperContent(matter, paper, source, {
    ...originOf(deps, caseFile, titleOf(deps, caseFile), codeOf(matter, whole.uscc)),
    submittedAt: undefined,
    madeOn: localDate(deps.clock.now()),
  })
}

/** A paper of what was submitted; `content` is shown as it is given, masked or whole. */
export const submittedPaper = async (
  deps: Pick<Deps, 'site' | 'reference' | 'db'>,
  matter: Matter,
  caseFile: AboutCase,
  paper: Paper,
  submission: { readonly at: Date | string; readonly content: Snapshot },
  masked = false,
): Promise<PaperContent> => {
  const at = new Date(submission.at)
  const registered = await deps.db
    .knex('organization')
    .where({ id: caseFile.organization_id })
    .first<{ uscc: string } | undefined>('uscc')
  const charterBefore = paper.parts.some(({ type }) => type === 'comparison')
    ? await charterBehind(deps.db, caseFile, baseIn(submission.content))
    : null
  return paperContent(
    matter,
    paper,
    { ...submission.content, charterBefore },
    {
      ...originOf(deps, caseFile, caseFile.title, codeOf(matter, registered?.uscc)),
      submittedAt: localDateTime(at).text,
      madeOn: localDate(at),
      ...(masked && { masked: true as const }),
    },
  )
}

/** A paper as PDF. */
export const paperPdf = async (deps: Pick<Deps, 'pdf'>, content: PaperContent): Promise<Buffer> => {
  const lacking = await deps.pdf.lacking(content)
  // What no font has is told by its number.
  const substitutes = Object.fromEntries(lacking.map((char) => [char, codePointName(char)]))
  const shown = substituted(content, substitutes)
  return deps.pdf.paper({ ...shown, note: `${shown.note}。${substitutesNote(substitutes)}` })
}

/** A paper as it goes out, to be read in the browser and printed. `who`: whose making of papers is counted. */
export const sendPaper = async (deps: Deps, res: Response, who: string, content: PaperContent): Promise<void> => {
  await deps.limits.use('own-form', who)
  const pdf = await paperPdf(deps, content)
  sendMade(res, `${content.title}${content.watermark === null ? '' : `（${content.watermark}）`}`, 'pdf', pdf)
}

/**
 * A blank with what is known written in; on a PDF, what no font has is left to be written by hand. `who`: as above.
 */
export const sendForm = async (
  deps: Deps,
  res: Response,
  who: string,
  format: MadeFormat,
  { code, title, sheet }: MaterialForm,
  fillings: readonly Filling[],
): Promise<void> => {
  await deps.limits.use('own-form', who)
  const form = sheet('blank', format === 'pdf' ? await printableFillings(deps, fillings) : fillings)
  const print = formPrint(deps, code, form)
  sendMade(res, title, format, await (format === 'pdf' ? deps.pdf.form(form, print) : deps.pdf.formDocx(form, print)))
}

/** A paper that is signed and uploaded is made only where the answers ask for it. */
const asked = ({ matter, answers }: Pick<WholeCase, 'matter' | 'answers'>, { code, uploaded }: Paper): boolean => {
  const material = uploaded && materialOf(matter, code)
  return !material || materialNeed(material, answers) !== 'not-needed'
}

const draftPapers = (whole: WholeCase) => {
  const { fillable, stage, caseFile } = whole
  return fillable
    ? (stage.papers ?? [])
        .filter((paper) => asked(whole, paper))
        .map(({ code, title, use, uploaded }) => ({
          code,
          title,
          use,
          uploaded,
          href: paths.draftPaper(caseFile.id, code),
        }))
    : []
}

/** The papers of a case for its page: those of what is being filled in, and those of each stage's last submission. */
export const papersView = (whole: WholeCase) => ({
  draft: draftPapers(whole),
  submitted: stagesWithPapers(
    whole.matter,
    // They show whole numbers.
    whole.events.filter(({ outcome }) => outcome === 'submitted' && mayDo(whole, 'fill')),
  ).flatMap(({ submission, title, papers }) =>
    papers
      .filter((paper) => asked(whole, paper))
      .map((paper) => ({
        title: paper.title,
        note: `${title} · ${localDateTime(new Date(submission.at)).text}提交`,
        href: paths.submittedPaper(whole.caseFile.id, submission.id, paper.code),
      })),
  ),
})

/** The paper that is to be signed, scanned and uploaded as that material. */
export const paperToSign = (whole: WholeCase, material: string) =>
  draftPapers(whole).find(({ code, uploaded }) => uploaded && code === material)

/** Submissions that have papers: the latest of each stage, in the order of the matter. */
export const stagesWithPapers = <S extends { readonly stage: string; readonly content?: Snapshot }>(
  matter: Matter,
  submissions: readonly S[],
): readonly { readonly submission: S; readonly title: string; readonly papers: readonly Paper[] }[] =>
  matter.stages.flatMap(({ code }) => {
    const submission = submissions.findLast(({ stage }) => stage === code)
    const { title, papers: all = [] } = stageOf(matter, code)
    // What was asked to be signed and uploaded stands among what was handed in.
    const papers = all.filter(
      (paper) =>
        !paper.uploaded || !submission?.content || submission.content.materials.some((one) => one.code === paper.code),
    )
    return submission && papers.length > 0 ? [{ submission, title, papers }] : []
  })
