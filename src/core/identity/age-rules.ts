import { ageOn } from './resident-id.ts'

const ADULT = 18
const ELDEST_LEADER = 70

/** What somebody is to be in a case, as far as their age matters. */
const ROLES = {
  LEGAL_REPRESENTATIVE: { text: '法定代表人', minor: 'BLOCK', leads: true },
  /** 会长（理事长、主席）, their deputies, 秘书长. */
  LEADER: { text: '负责人', minor: 'BLOCK', leads: true },
  MEMBER_OF_BODY: { text: '负责人、理事、监事', minor: 'BLOCK', leads: false },
  SPONSOR: { text: '发起人', minor: 'BLOCK', leads: false },
  /** Who handles the papers or collects them. */
  HANDLER: { text: '经办人', minor: 'WARN', leads: false },
} as const satisfies Record<string, { text: string; minor: 'BLOCK' | 'WARN'; leads: boolean }>

export type AgeRole = keyof typeof ROLES

export type AgeRemark = { readonly level: 'BLOCK' | 'WARN'; readonly message: string; readonly basis: string }

/**
 * What the law or the model charter says against somebody's age; nothing when it says nothing, or the birth date is not
 * known. Who is under 18 has no full capacity (民法典 17, 18) and can be no sponsor, representative or officer
 * (社会团体登记管理条例 13); handling papers is for the official to judge (民法典 19), and so is an age over 70
 * (社会团体章程示范文本).
 * @param born ISO date @param on ISO date @param when what is said in front of the age: 现已, 任期开始时 @param called what the role is called: 举办者
 */
export const ageRemark = (
  role: AgeRole,
  born: string | undefined,
  on: string,
  when = '现已',
  called?: string,
): AgeRemark | undefined => {
  if (born === undefined) return undefined
  const { minor, leads } = ROLES[role]
  const text = called ?? ROLES[role].text
  const age = ageOn(born, on)
  if (age < ADULT)
    return minor === 'BLOCK'
      ? {
          level: 'BLOCK',
          message: `未满${ADULT}周岁，不能担任${text}`,
          basis: '《社会团体登记管理条例》第十三条、《民法典》第十八条',
        }
      : {
          level: 'WARN',
          message: `未满${ADULT}周岁，担任${text}须经监护人同意，由登记管理机关核实`,
          basis: '《民法典》第十九条',
        }
  return leads && age > ELDEST_LEADER
    ? {
        level: 'WARN',
        message: `${when}${age}周岁，负责人一般不超过${ELDEST_LEADER}周岁，由登记管理机关核实`,
        basis: '社会团体章程示范文本',
      }
    : undefined
}
