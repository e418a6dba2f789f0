import { letterFault } from './letter.ts'
import type { MaterialLine } from './materials.ts'
import { deskKinds, type DeskKind } from './operations.ts'
import { obstacle, type Obstacle } from './refusals.ts'

/** An operation as far as it decides whether it can be finished. Dates are ISO dates. */
export type DeskFacts = {
  readonly kind: DeskKind
  readonly byAgent: boolean
  readonly letter: { readonly date: string; readonly matters: readonly string[] } | undefined
  readonly lines: readonly MaterialLine[]
  /** Codes of the lines that were ticked, and of those that have a scan. */
  readonly ticked: ReadonlySet<string>
  readonly scanned: ReadonlySet<string>
  /** Whether the answers asked for are there and faultless. */
  readonly dataReady: boolean
}

/** The control on the page where a line is ticked and scanned. */
export const linePlace = (code: string): string => `line-${code}`

/** Everything that stands in the way of finishing, in the order of the page; nothing when it can be finished. */
export const operationObstacles = (facts: DeskFacts, today: string): readonly Obstacle[] => {
  const found: Obstacle[] = []
  if (facts.byAgent) {
    const fault = facts.letter ? letterFault(facts.letter, deskKinds[facts.kind].matter, today) : 'AGENT_MISSING'
    if (fault) found.push(obstacle(fault, fault === 'AGENT_MISSING' ? 'agentName' : 'letterDate'))
  }
  facts.lines.forEach((line, index) => {
    if (!facts.ticked.has(line.code))
      found.push(obstacle('TICK_MISSING', linePlace(line.code), `材料${index + 1}：请核对后勾选`))
    if (!facts.scanned.has(line.code))
      found.push(obstacle('SCAN_MISSING', linePlace(line.code), `材料${index + 1}：请上传扫描件`))
  })
  if (!facts.dataReady) found.push(obstacle('DATA_MISSING', 'data'))
  return found
}
