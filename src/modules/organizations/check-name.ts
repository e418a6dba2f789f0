import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { fromProvince, placesOutside } from '../../core/names/area.ts'
import { cityNameOf, isDistrict } from '../../core/names/divisions.ts'
import { checkName, type NameAnswer } from '../../core/names/engine.ts'
import { nameKey } from '../../core/names/normalize.ts'
import { comparisonKey, namesInside, partsOf } from '../../core/names/parse.ts'
import type { NameAuthority, NameDeclarations, RegisterMatches } from '../../core/names/types.ts'
import type { OrgType } from '../../core/org-types.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { authorityById, divisionLine, engineDivisions, type ReferenceData } from '../../reference/reference.ts'
import { findNameMatches } from './name-register.ts'
import { findOpenNames, withoutPeople } from './open-names.ts'

/** An authority as the name engine wants it: with the divisions above its own. */
const nameAuthority = (reference: ReferenceData, authorityId: number): NameAuthority => {
  const { divisionCode, level } = authorityById(reference, authorityId)
  const [own, ...above] = divisionLine(reference, divisionCode)
  if (!own) throw new Error(`no division ${divisionCode}`)
  return {
    divisionCode,
    divisionName: own.name,
    level,
    parents: above
      .filter((division) => division.level !== 'NATION')
      .map(({ name, level: upper }) => ({ name, level: upper })),
  }
}

/** What a name registered with an authority begins with, a district's after its city: 山西省, 太原市, 太原市迎泽区. */
export const namePrefix = (reference: ReferenceData, authorityId: number): string => {
  const { divisionCode: code, divisionName: name, level } = nameAuthority(reference, authorityId)
  if (level === 'NATION') return '中国'
  const own = { code, name, level }
  return isDistrict(own) ? `${cityNameOf(own, engineDivisions(reference)) ?? ''}${name}` : name
}

/** Finds the places a text names that lie outside an authority's area. */
export const placesOutsideOf =
  (reference: ReferenceData, authorityId: number) =>
  (text: string): readonly string[] =>
    placesOutside(text, engineDivisions(reference), nameAuthority(reference, authorityId))

/** Completes an address that begins with a city or district by what lies above it; see RuleContext. */
export const fromProvinceAt =
  (reference: ReferenceData, authorityId: number) =>
  (address: string): string | undefined =>
    fromProvince(address, engineDivisions(reference), nameAuthority(reference, authorityId))

export type NameToCheck = {
  /** As typed. */
  readonly name: string
  readonly orgType: OrgType
  readonly authorityId: number
  readonly caseId: string
  /** Whose name it is to become: what it has already does not stand in its way. */
  readonly organizationId?: string | null
  /** What its application says of it. */
  readonly declared?: NameDeclarations
}

/** What the engine says of a name, and the registered names nearest to it, the nearest first. */
export type ComparedName = NameAnswer & { readonly nearest: RegisterMatches['similar'] }

/** Everything that speaks against a name today: the rules, and what the register and other open cases hold. */
export const checkCaseName = async (
  deps: Pick<Deps, 'db' | 'reference' | 'clock'>,
  { name, orgType, authorityId, caseId, organizationId = null, declared }: NameToCheck,
): Promise<ComparedName> => {
  const divisions = engineDivisions(deps.reference)
  const authority = nameAuthority(deps.reference, authorityId)
  const key = nameKey(name)
  const compared = comparisonKey(key, divisions)
  const [register, open] = await Promise.all([
    findNameMatches(deps.db, {
      nameKey: key,
      comparisonKey: compared,
      // Social groups have none.
      tradeName: orgType === 'SOCIAL_GROUP' ? undefined : partsOf(key, orgType, divisions, authority).tradeName,
      authorityId,
      caseId,
      organizationId,
      inside: namesInside(key),
    }),
    findOpenNames(deps.db, { nameKey: key, comparisonKey: compared, caseId }),
  ])
  const answer = checkName({
    name,
    orgType,
    authority,
    divisions,
    register: { ...register, open: withoutPeople(open) },
    today: localDate(deps.clock.now()),
    ...(declared ? { declared } : {}),
  })
  return { ...answer, nearest: register.similar }
}

/** What speaks for and against a name no case of ours keeps: asked for with a request, or by anybody. */
export const checkRequestedName = (
  deps: Pick<Deps, 'db' | 'reference' | 'clock'>,
  wanted: Omit<NameToCheck, 'caseId' | 'declared'>,
): Promise<NameAnswer> => checkCaseName(deps, { ...wanted, caseId: randomUUID() })

const notAsked: RegisterMatches = { exact: [], sameTradeName: [], reserved: [], similar: [] }

/** Whether a name is the one that was approved, and may still be filed today; the register was asked when it was approved. */
export const checkApprovedName = (
  deps: Pick<Deps, 'reference' | 'clock'>,
  { name, orgType, authorityId }: Omit<NameToCheck, 'caseId' | 'declared'>,
  approved: { readonly name: string; readonly until?: string },
): NameAnswer =>
  checkName({
    name,
    orgType,
    authority: nameAuthority(deps.reference, authorityId),
    divisions: engineDivisions(deps.reference),
    register: notAsked,
    today: localDate(deps.clock.now()),
    approved,
  })
