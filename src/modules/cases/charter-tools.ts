import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { caseCrumbs } from './crumbs.ts'
import { openedPage, type Opened } from './open-page.ts'

/** The page a charter is edited on. */
export const ARTICLES = 'articles'

/** The articles of a case, open to change. */
export const articlesOf = (deps: Deps, context: Context<Applicant>): Promise<Opened> =>
  openedPage(deps, { ...context, param: (name) => (name === 'page' ? ARTICLES : context.param(name)) })

/** What pages beside the list of the articles have in common. */
export const frame = ({ form }: Pick<Opened, 'form'>, title: string) => {
  const { id } = form.caseFile
  return {
    caseId: id,
    stageTitle: form.stage.title,
    pageHref: paths.answerPage(id, ARTICLES),
    page: {
      title,
      breadcrumb: caseCrumbs({ href: paths.case(id), text: form.stage.title }, { text: title }),
    },
  }
}

/** What stands on the page of the articles beside their list: the ways a text comes, and the comparison. */
export const charterTools = ({ form, page }: Opened) =>
  page.code === ARTICLES && page.list?.ordered
    ? {
        textHref: paths.charterText(form.caseFile.id),
        comparisonHref:
          form.answers.value('charter', 'base') === '' ? undefined : paths.charterComparison(form.caseFile.id),
        reasons: form.stage.procedure === 'licence',
      }
    : undefined
