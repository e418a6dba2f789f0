import type { DocumentContent } from '../../core/documents/blocks.ts'
import type { Substitutes } from '../../core/documents/substitutes.ts'
import type { DocumentKind } from '../../core/documents/kinds.ts'
import { authorityById } from '../../reference/reference.ts'
import { issueDocuments, previewDocuments, type Issue } from '../documents/issue.ts'
import { certificateMadeBy } from '../register/certificates.ts'
import { stepFacts } from './step-facts.ts'
import type { RegisteredContext, StepContext } from './take-step.ts'

/** Documents a step issues: the procedure's own, and what hangs on its outcome in this stage. */
const documentsOf = ({ step, on }: Pick<StepContext, 'step' | 'on'>): readonly DocumentKind[] => [
  ...(step.documents ?? []),
  ...(on?.documents ?? []),
]

const agreedBefore = (events: StepContext['events']): Substitutes =>
  Object.assign({}, ...events.map(({ details }) => details['substitutes'] ?? {})) as Substitutes

/** What is to be issued on a step, gathered in its transaction. */
const issueOf = async (context: RegisteredContext, kinds: readonly DocumentKind[]): Promise<Issue> => {
  const { tx, deps, caseFile, event, events, details, today } = context
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const { facts, heading } = await stepFacts(deps, tx.trx, { ...context, now: tx.now })
  return {
    step: { caseId: caseFile.id, eventId: event.id, stage: caseFile.stage },
    certificateId: await certificateMadeBy(tx.trx, { event_id: event.id }),
    kinds: kinds.filter((kind) => deps.documents.of(kind).calledFor?.(facts) ?? true),
    authority,
    heading: {
      ...heading,
      authorityName: authority.name,
      issuedOn: today,
      applicationNumber: caseFile.number ?? '',
      matterTitle: facts.matterTitle,
      demo: deps.config.sandbox,
    },
    facts,
    writings: { ...agreedBefore(events), ...details.substitutes },
    asksOfficial: event.actor_kind === 'staff',
  }
}

/** Issues the documents of a step, in its transaction. */
export const issueFor = async (context: RegisteredContext): Promise<void> => {
  const kinds = documentsOf(context)
  if (kinds.length > 0) await issueDocuments(context.tx, context.deps, await issueOf(context, kinds))
}

/** The documents a step would issue, as they would go out. */
export const previewFor = async (context: RegisteredContext): Promise<readonly DocumentContent[]> => {
  const kinds = documentsOf(context)
  return kinds.length > 0 ? previewDocuments(context.deps, await issueOf(context, kinds)) : []
}
