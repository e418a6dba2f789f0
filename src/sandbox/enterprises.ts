import { orgCodeCheckChar, usccCheckChar } from '../core/identity/uscc.ts'
import type { EnterpriseType } from '../infra/identity/gateway.ts'
import { sandboxPeople, type SandboxPerson } from './people.ts'

/** A unit that another register than civil affairs' keeps; invented like everything here. */
export type SandboxEnterprise = {
  readonly type: EnterpriseType
  readonly name: string
  readonly uscc: string
  readonly representative: SandboxPerson
}

/** First two characters of the code: register (9 market supervision, 1 institutions) and its class (GB 32100-2015). */
const classes = {
  ENTERPRISE: '91',
  SELF_EMPLOYED: '92',
  PUBLIC_INSTITUTION: '12',
} as const satisfies Record<EnterpriseType, string>

const codeOf = (type: EnterpriseType, division: string, body: string): string => {
  const first17 = `${classes[type]}${division}${body}${orgCodeCheckChar(body)}`
  return first17 + usccCheckChar(first17)
}

const personOf = (residentId: string): SandboxPerson => {
  const found = sandboxPeople.find((person) => person.residentId === residentId)
  if (!found) throw new Error('no such person in the sandbox')
  return found
}

const unit = (
  type: EnterpriseType,
  name: string,
  [division, body]: readonly [string, string],
  representative: string,
): SandboxEnterprise => ({ type, name, uscc: codeOf(type, division, body), representative: personOf(representative) })

export const sandboxEnterprises: readonly SandboxEnterprise[] = [
  unit('ENTERPRISE', '山西晋禾农业科技有限公司', ['140100', 'MA0DEM01'], '140105198806150038'),
  unit('ENTERPRISE', '太原清徐老陈醋酿造股份有限公司', ['140121', 'MA0DEM02'], '140402197511031026'),
  unit('ENTERPRISE', '鞍山千山机械制造有限公司', ['210300', 'MA0DEM03'], '210302197806051246'),
  unit('PUBLIC_INSTITUTION', '太原市青少年科普活动中心', ['140100', 'DEM00004'], '140802199208182041'),
  unit('SELF_EMPLOYED', '太原市小店区永强文具店', ['140105', 'MA0DEM05'], '140226198111231031'),
]
