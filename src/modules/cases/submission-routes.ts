import { sizeText } from '../../core/files.ts'
import { AppError } from '../../core/errors.ts'
import { consentText } from '../../core/matters/consent.ts'
import { stageOf } from '../../core/matters/journey.ts'
import { changesText } from '../../core/submissions/difference.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import type { Deps } from '../../deps.ts'
import { caseHead } from '../../web/page.ts'
import { foldedList } from '../../web/list-table.ts'
import { paths } from '../../web/paths.ts'
import { holderRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { authorityById } from '../../reference/reference.ts'
import { mayDo } from '../grants/access.ts'
import { submissionOf } from './compare.ts'
import { maskedSnapshot } from './masked.ts'
import { caseCrumbs } from './crumbs.ts'
import { loadWhole, type WholeCase } from './queries.ts'
import { submissionLinks } from './submissions.ts'

/** What somebody handed in, by its event. */
const contentOf = async (deps: Deps, whole: WholeCase, round: number): Promise<Snapshot> => {
  const found = await submissionOf(deps, whole.caseFile.id, round)
  if (!found) throw new AppError('NOT_FOUND')
  return found.content
}

/** Each submission, newest first, with what it changed to the one before it in its stage. */
const submissionsOf = async (deps: Deps, whole: WholeCase) => {
  const contents = new Map<number, Snapshot>()
  const links = submissionLinks(whole)
  for (const { round } of links) contents.set(round, await contentOf(deps, whole, round))
  return links.map((link, index) => {
    const before = links.slice(index + 1).find(({ stage }) => stage === link.stage)
    const [content, earlier] = [contents.get(link.round), before && contents.get(before.round)]
    if (!content) throw new Error('no such submission')
    return {
      ...link,
      content,
      changes: earlier ? `与上一次相比，${changesText(earlier, content)}。` : '本环节第一次提交。',
      compareHref: before
        ? `${paths.compareSubmissions(whole.caseFile.id)}?before=${before.round}&after=${link.round}`
        : undefined,
    }
  })
}

const here = '我提交的内容'

const getSubmissions = async (deps: Deps, { actor, param, view }: Context<Applicant>): Promise<void> => {
  const whole = await loadWhole(deps, param('id'), actor, 'see')
  const { id, title, number } = whole.caseFile
  view('cases/submissions.njk', {
    name: title,
    number,
    submissions: await submissionsOf(deps, whole),
    backHref: paths.case(id),
    page: {
      title: here,
      sheetHead: caseHead(number, title, here),
      breadcrumb: caseCrumbs({ href: paths.case(id), text: title }, { text: here }),
    },
  })
}

const getSubmission = async (deps: Deps, { actor, param, view }: Context<Applicant>): Promise<void> => {
  const whole = await loadWhole(deps, param('id'), actor, 'see')
  const { id, title: name, number, authority_id: authorityId } = whole.caseFile
  const one = (await submissionsOf(deps, whole)).find(({ round }) => String(round) === param('round'))
  if (!one) throw new AppError('NOT_FOUND')
  const { title, at, changes, round, stage } = one
  const open = mayDo(whole, 'fill')
  const content = open ? one.content : maskedSnapshot(whole.matter, one.content)
  const { consent } = content
  view('cases/submission.njk', {
    name,
    number,
    title,
    at,
    changes,
    authority: authorityById(deps.reference, authorityId),
    consent: consent && `业务主管单位在线同意：${consentText({ ...consent, opinion: '' })}`,
    sections: content.sections.map((section) => foldedList(whole.matter, section, content.sections)),
    materials: content.materials.map(({ files, ...material }) => ({
      ...material,
      files: files.map((file) => ({
        name: file.name,
        href: open ? paths.attachment(id, file.id) : undefined,
        sizeText: sizeText(file.size),
      })),
    })),
    papers: (open ? (stageOf(whole.matter, stage).papers ?? []) : []).map((paper) => ({
      title: paper.title,
      use: paper.use,
      href: paths.submittedPaper(id, round, paper.code),
    })),
    backHref: paths.submissions(id),
    page: {
      title,
      sheetHead: caseHead(number, name, title),
      breadcrumb: caseCrumbs(
        { href: paths.case(id), text: name },
        { href: paths.submissions(id), text: here },
        { text: title },
      ),
    },
  })
}

/** 我提交的内容: every submission of a case, and each as it was; masked for whoever may only look. */
export const submissionRoutes = (deps: Deps): readonly Route[] => [
  holderRoute({
    method: 'get',
    path: paths.submissions(':id'),
    handler: (context) => getSubmissions(deps, context),
  }),
  holderRoute({
    method: 'get',
    path: paths.submission(':id', ':round'),
    handler: (context) => getSubmission(deps, context),
  }),
]
