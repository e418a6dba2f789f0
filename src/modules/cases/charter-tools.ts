import { paths } from '../../web/paths.ts'
import type { Opened } from './open-page.ts'

/** The page a charter is edited on. */
export const ARTICLES = 'articles'

/** What stands on the page of the articles beside their list: the ways a text comes, and the comparison. */
export const charterTools = ({ form, page }: Opened) =>
  page.code === ARTICLES && page.list?.ordered
    ? {
        textHref: paths.charterText(form.caseFile.id),
        comparisonHref:
          form.answers.value('charter', 'base') === '' ? undefined : paths.charterComparison(form.caseFile.id),
      }
    : undefined
