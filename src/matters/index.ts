import { checkMatter } from '../core/matters/check.ts'
import { ORG_TYPES, type OrgType } from '../core/org-types.ts'
import { offered } from '../core/matters/offered.ts'
import { certificates } from './certificates/index.ts'
import { charters } from './charter/index.ts'
import { changes } from './change/index.ts'
import { foundationEstablishment } from './establishment/foundation/index.ts'
import { privateNonEnterpriseEstablishment } from './establishment/private-non-enterprise/index.ts'
import { socialGroupEstablishment } from './establishment/social-group/index.ts'
import { filings } from './filings/index.ts'
import { liquidations } from './liquidation/index.ts'
import { reports } from './report/index.ts'
import { EXAMPLES_WRITTEN_ON } from './example-case.ts'

/** The only list of matters. */
export const matters = offered([
  socialGroupEstablishment,
  privateNonEnterpriseEstablishment,
  foundationEstablishment,
  ...changes,
  ...charters,
  ...filings,
  ...certificates,
  ...liquidations,
  ...reports,
])

const faults: string[] = matters.all.flatMap((matter) =>
  checkMatter(matter, EXAMPLES_WRITTEN_ON).map((fault) => `${matter.code}: ${fault}`),
)
// Lists go by stage, so a code means one kind of stage in every matter.
const procedures = new Map<string, string>()
for (const { code: matter, stages } of matters.all)
  for (const { code, procedure } of stages) {
    if ((procedures.get(code) ?? procedure) !== procedure)
      faults.push(`${matter}: stage ${code} is another procedure elsewhere`)
    procedures.set(code, procedure)
  }
const founded = matters.all.flatMap(({ begunBy, orgType }) => (begunBy === 'person' ? [orgType] : []))
for (const type of Object.keys(ORG_TYPES) as OrgType[])
  if (!founded.includes(type)) faults.push(`nothing founds ${type}`)
if (faults.length > 0) throw new Error(`Faulty matters:\n${faults.join('\n')}`)
