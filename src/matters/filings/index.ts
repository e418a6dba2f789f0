import type { Matter } from '../../core/matters/define.ts'
import { accounts } from './accounts.ts'
import { charterElsewhere } from './charter.ts'
import { beforeElection, extension } from './approvals.ts'
import { filing } from './define.ts'
import { forTypes } from './founding.ts'
import { lease } from './lease.ts'
import { fees, fundraising, majorEvents, tax } from './others.ts'
import { councilMidTerm, election, officersMidTerm } from './officers.ts'
import { seals } from './seals.ts'
import { branches, entities, offices, partyUnits, premises } from './units.ts'

/** Every kind of 备案 (domain.md §5.2), each for the types that have it. */
const kinds = [
  forTypes(election),
  forTypes(officersMidTerm),
  forTypes(councilMidTerm),
  forTypes(seals),
  forTypes(accounts),
  forTypes(charterElsewhere, 'PRIVATE_NON_ENTERPRISE'),
  forTypes(lease),
  forTypes(premises),
  forTypes(offices),
  forTypes(branches, 'SOCIAL_GROUP', 'FOUNDATION'),
  forTypes(entities),
  forTypes(tax, 'FOUNDATION'),
  forTypes(fees, 'SOCIAL_GROUP'),
  forTypes(partyUnits),
  forTypes(fundraising),
  forTypes(majorEvents),
]

/** What is approved around an election (domain-2 §15): the plan of it, and putting it off. */
const approvals = [forTypes(beforeElection, 'SOCIAL_GROUP', 'FOUNDATION'), forTypes(extension)]

export const filings: readonly Matter[] = [
  ...kinds.flatMap((kind) => kind().map(({ filer, kind: one }) => filing(filer, one))),
  ...approvals.flatMap((approval) => approval().map(({ kind }) => kind)),
]
