import { isSameUnitName } from '../legal-persons/unit-name.ts'
import { officialSeal, type Holdings } from '../register/holdings.ts'
import { isRegistered, registerStatuses, type RegisterStatus } from '../register/statuses.ts'

// An organization's electronic seal follows from the register (GB/T 33190, GB/T 38540 ask for a life of it): there is one
// under the name it has, from 印章备案 of the seal with that name on or, before that, from the certificate on; a name
// that was changed and the end of the organization end it.

export const electronicStates = {
  NORMAL: { text: '正常', tone: 'success' },
  PAUSED: { text: '停用', tone: 'warning' },
  ENDED: { text: '注销', tone: 'neutral' },
} as const

export type ElectronicSeal = {
  /** Around the star. */
  readonly name: string
  readonly state: keyof typeof electronicStates
  /** ISO date and what made it; nothing where the register does not know the day. */
  readonly made: { readonly on: string; readonly by: '印章备案' | '登记发证' } | undefined
  /** Why it may not be used. */
  readonly why: string | undefined
}

type About = {
  readonly name: string
  readonly status: RegisterStatus
  /** First day of the certificate in force. */
  readonly certifiedOn: string | null | undefined
  readonly seals: Holdings['seals']
  readonly paused: boolean
}

const madeOf = ({ name, certifiedOn, seals }: About): ElectronicSeal['made'] => {
  const filed = seals.findLast(({ kind, engraving }) => kind === officialSeal && isSameUnitName(engraving, name))
  if (filed) return { on: filed.filedOn, by: '印章备案' }
  return certifiedOn ? { on: certifiedOn, by: '登记发证' } : undefined
}

/** The electronic seal under the present name. */
export const electronicSeal = (about: About): ElectronicSeal => {
  const { name, status, paused } = about
  const own = { name, made: madeOf(about) }
  if (!isRegistered(status) || status === 'LICENCE_REVOKED')
    return { ...own, state: 'ENDED', why: `本单位${registerStatuses[status].text}，电子印章随之注销。` }
  if (paused) return { ...own, state: 'PAUSED', why: '本单位停用了电子印章，启用以后才能签章。' }
  return { ...own, state: 'NORMAL', why: undefined }
}

/** Those of earlier names, as far as seals with them are on file still: none of them seals any more. */
export const endedSeals = ({ name, seals }: Pick<About, 'name' | 'seals'>): readonly ElectronicSeal[] =>
  seals
    .filter(({ kind, engraving }) => kind === officialSeal && !isSameUnitName(engraving, name))
    .map(({ engraving, filedOn }) => ({
      name: engraving,
      state: 'ENDED',
      made: { on: filedOn, by: '印章备案' },
      why: `名称已经变更为“${name}”，原名称的电子印章随之注销。`,
    }))
