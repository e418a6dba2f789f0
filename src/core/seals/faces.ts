import type { OrgType } from '../org-types.ts'

/** What a round seal shows: the name around the star, what it is for below it, and how wide it is. */
export type SealFace = {
  readonly name: string
  /** 业务专用章 and the like; none on the seal that stands for the whole unit. */
  readonly lower?: string
  readonly millimetres: number
  /** A person’s: the name in a frame, no star. */
  readonly ofPerson?: true
}

/** NATION: registered at or being an organ of the state’s centre. */
type SealLevel = 'NATION' | 'PROVINCE' | 'CITY' | 'COUNTY'

const NATIONAL = 45
const LOCAL = 42

/**
 * The seal of an organization: 4.5 cm at the national, 4.2 cm at the local level (社会团体印章管理规定, 民办非企业单位印章管理规定,
 * both as of 2010-12-27); a foundation’s may have up to 4.5 cm (国发〔1999〕25号).
 */
export const organizationSeal = (type: OrgType, level: SealLevel, name: string): SealFace => ({
  name,
  millimetres: type === 'FOUNDATION' || level === 'NATION' ? NATIONAL : LOCAL,
})

/**
 * The seal of an authority that registers: a department of a province 4.5 cm, below it 4.2 cm, never more than the place a
 * paper keeps free for it (国发〔1999〕25号).
 */
export const authoritySeal = (level: SealLevel, name: string): SealFace => ({
  name,
  millimetres: level === 'NATION' || level === 'PROVINCE' ? NATIONAL : LOCAL,
})

/** What is seen of a person's signature, as wide as the square the place of a hand has room for. */
export const personSeal = (name: string): SealFace => ({ name, millimetres: 20, ofPerson: true })
