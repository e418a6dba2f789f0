import { createHash } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { ListItem, RawValues } from '../../core/forms/field.ts'
import { askedPages, titleOfStage } from '../../core/matters/journey.ts'
import { heldOf, HOLDING_KINDS, type HoldingKind } from '../../core/register/holdings.ts'
import { beforeLeaving } from '../../core/legal-persons/standing.ts'
import { representativePage } from './facts.ts'
import { paths } from '../../web/paths.ts'
import { beforeChanging } from './consent-view.ts'
import { authorityById, unitsAt } from '../../reference/reference.ts'
import type { LoadedCase } from './queries.ts'
import { type Opened, openedPath, wordsOf } from './open-page.ts'
import { caseCrumbs } from './crumbs.ts'

/** Names a set of answers, so that a form can say which ones its faults were told of. */
export const digestOf = (values: RawValues): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(values).toSorted(([one], [other]) => (one < other ? -1 : 1))))
    .digest('base64url')

/** What a form says an item was like when it was shown; nothing for one that was not there. */
export const storedMark = (item: ListItem | undefined): string => (item ? digestOf(item.values) : '')

/**
 * Whether somebody was told what speaks against exactly these answers: whoever sends the same again may go on, because
 * the fault may have to be mended on another page, or the answer is meant so.
 */
export const isTold = (body: Readonly<Record<string, string>>, values: RawValues): boolean =>
  body['told'] === digestOf(values)

const heldTexts = ({ holdings }: LoadedCase, kind: HoldingKind): readonly string[] =>
  holdings ? heldOf(holdings, kind).map(({ text }) => text) : []

/** What the fields of a page take from the authority that was chosen, and from the register. */
export const ofAuthority = (deps: Deps, form: LoadedCase) => {
  const authority = authorityById(deps.reference, form.caseFile.authority_id)
  return {
    lookups: {
      supervisoryUnits: unitsAt(deps.reference, authority).map(({ name }) => name),
      ...Object.fromEntries(HOLDING_KINDS.map((kind) => [kind, heldTexts(form, kind)])),
    },
    words: wordsOf(deps, form),
  }
}

/** What every page of a form says: where it stands, and what is to be corrected on it. */
export const pageFrame = (opened: Opened, title: string) => {
  const { form, page } = opened
  const { id } = form.caseFile
  const asked = askedPages(form.matter, form.stage.pages, form.answers)
  return {
    caseId: id,
    stageTitle: titleOfStage(form.matter, form.stage, form.answers),
    pageCode: page.code,
    pageHref: openedPath(opened),
    intro: page.intro,
    ledHere: form.ledHere,
    consentNote: beforeChanging(form, page.code),
    leavingNote: representativePage(form.matter) === page.code ? beforeLeaving : undefined,
    position: asked.findIndex(({ code }) => code === page.code) + 1,
    total: asked.length,
    binding: form.correction?.binding,
    backHref: paths.case(id),
    page: {
      title,
      breadcrumb: caseCrumbs({ href: paths.case(id), text: form.stage.title }, { text: title }),
    },
  }
}
