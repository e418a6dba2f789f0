import { checkMatter } from '../core/matters/check.ts'
import type { Matter } from '../core/matters/define.ts'
import { changes } from './change/index.ts'
import { privateNonEnterpriseEstablishment } from './establishment/private-non-enterprise/index.ts'
import { socialGroupEstablishment } from './establishment/social-group/index.ts'
import { EXAMPLES_WRITTEN_ON } from './example-case.ts'

/** The only list of matters. */
export const matters: readonly Matter[] = [socialGroupEstablishment, privateNonEnterpriseEstablishment, ...changes]

const faults: string[] = matters.flatMap((matter) =>
  checkMatter(matter, EXAMPLES_WRITTEN_ON).map((fault) => `${matter.code}: ${fault}`),
)
// Lists go by stage, so a code means one kind of stage in every matter.
const procedures = new Map<string, string>()
for (const { code: matter, stages } of matters)
  for (const { code, procedure } of stages) {
    if ((procedures.get(code) ?? procedure) !== procedure)
      faults.push(`${matter}: stage ${code} is another procedure elsewhere`)
    procedures.set(code, procedure)
  }
if (faults.length > 0) throw new Error(`Faulty matters:\n${faults.join('\n')}`)

/** The matter a code names, as in an address; undefined for any other text. */
export const matterByCode = (code: string): Matter | undefined => matters.find((matter) => matter.code === code)

/** The matter a case's row names. Throws for a code that is in no list: rows are only made with known ones. */
export const requireMatter = (code: string): Matter => {
  const found = matterByCode(code)
  if (!found) throw new Error(`no matter ${code}`)
  return found
}
