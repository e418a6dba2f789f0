import type { AgeRemark } from '../../core/identity/age-rules.ts'
import { checkList } from '../../core/matters/checks.ts'
import type { StageState } from '../../core/matters/journey.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { contextOf } from './case-state.ts'
import { isOpenFor } from './corrections.ts'
import { staleCharter } from './going-along.ts'
import type { checkNames } from './name.ts'
import type { WholeCase } from './queries.ts'
import { lastSnapshot } from './snapshot.ts'
import { withBack } from './way-back.ts'

/** Something an official may ask to be put right: where, why, by what rule, and the way there. */
type Doubt = {
  readonly page: string
  readonly text: string
  readonly basis: string | undefined
  readonly href: string | undefined
  readonly explained?: boolean
}

/**
 * 预审意见: what the reviewer's rules and check list say of a stage before it is handed in. They see what they see on the
 * applicant's own pages, the answers and of the register what binds the people named; nothing of what officials compare
 * beside. It is advice: what must be mended is told elsewhere, what only a person can tell is named here.
 */
export const adviceView = async (
  deps: Deps,
  whole: WholeCase,
  state: StageState,
  { names, age }: { readonly names: Awaited<ReturnType<typeof checkNames>>; readonly age: AgeRemark | undefined },
) => {
  const { caseFile, matter, stage, correction, answers } = whole
  const hrefOf = (page: string | undefined): string | undefined =>
    page !== undefined && stage.pages.includes(page) && isOpenFor(correction, page)
      ? withBack(paths.answerPage(caseFile.id, page), 'check')
      : undefined
  const before = correction?.binding ? await lastSnapshot(deps.db.knex, deps.crypto, caseFile) : undefined
  const stale = staleCharter(whole, correction, whole.attachments, before)
  const doubts: readonly Doubt[] = [
    ...(stale
      ? [
          {
            page: stale.page,
            text: stale.text,
            basis: undefined,
            href: withBack(paths.material(caseFile.id, stale.code), 'check'),
          },
        ]
      : []),
    ...(age?.level === 'WARN'
      ? [{ page: '申请人', text: `您${age.message}`, basis: age.basis, href: hrefOf(matter.facts.applicantRole?.page) }]
      : []),
    ...state.pages.flatMap(({ page, findings }) =>
      findings
        .filter(({ level }) => level === 'WARN')
        .map(({ message, basis, explained = false }) => ({
          page: page.title,
          text: message,
          basis,
          href: hrefOf(page.code),
          explained,
        })),
    ),
    ...names.flatMap(({ label, answer }) =>
      answer.findings
        .filter(({ level }) => level !== 'BLOCK')
        .map(({ message, basis }) => ({
          page: label,
          text: message,
          basis,
          href: hrefOf(matter.facts.names?.proposed.page),
        })),
    ),
  ]
  const lines = checkList(matter, stage.code, answers, await contextOf(deps, whole))
  const ruled = (code: string): boolean => (matter.checks?.find((check) => check.code === code)?.rules ?? []).length > 0
  return {
    doubts: doubts.filter(({ explained }) => !explained),
    /** What is so, and somebody wrote why: officials see it, it is nothing to put right. */
    explained: doubts.filter(({ explained }) => explained),
    good: lines.filter(({ machine }) => machine?.good),
    /** A rule that nothing was answered to yet is no matter of judgment. */
    byPerson: lines.filter(({ code, machine, idle }) => machine === undefined && !idle && !ruled(code)),
  }
}
