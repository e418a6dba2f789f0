import type { Database } from '../db/client.ts'
import { createCalendar, type Calendar, type CalendarDay } from '../core/workflow/calendar.ts'
import type { DivisionName } from '../core/names/types.ts'
import type { OrgType } from '../core/org-types.ts'
import { withRemedies, type StoredAuthority } from './remedies.ts'

export type Level = 'NATION' | 'PROVINCE' | 'CITY' | 'COUNTY'

export type Division = {
  readonly code: string
  readonly name: string
  readonly parentCode: string | null
  readonly level: Level
  /** Abolished on that date; such a division is known but no longer offered. */
  readonly validTo: string | null
  readonly replacedBy: string | null
}

export type Authority = {
  readonly id: number
  readonly code: string
  readonly name: string
  /** The office of it that registers; null where nobody has said. */
  readonly office: string | null
  readonly divisionCode: string
  readonly level: Level
  readonly docPrefix: string
  readonly address: string
  readonly phone: string
  readonly complaintPhone: string
  readonly hours: string
  /** Whom people may turn to against its decisions, with their full names. */
  readonly reconsiderationOrgan: string
  readonly court: string
  readonly orgTypes: readonly OrgType[]
}

/** An organ that may stand above organizations registered at the authorities of its division. */
export type SupervisoryUnit = { readonly id: number; readonly name: string; readonly divisionCode: string }

export type ReferenceData = {
  readonly divisions: ReadonlyMap<string, Division>
  readonly authorities: readonly Authority[]
  readonly supervisoryUnits: readonly SupervisoryUnit[]
  readonly calendar: Calendar
}

/** Divisions, authorities and the calendar, read once at start: they change a few times a year, by a new start. */
export const loadReferenceData = async (db: Pick<Database, 'knex'>): Promise<ReferenceData> => {
  const [divisions, authorities, supervisoryUnits, days] = await Promise.all([
    db.knex('division').select<Division[]>('code', 'name', { parentCode: 'parent_code' }, 'level', {
      validTo: 'valid_to',
      replacedBy: 'replaced_by',
    }),
    db
      .knex('authority')
      .orderBy('id')
      .select<StoredAuthority[]>(
        'id',
        'code',
        'name',
        'office',
        { divisionCode: 'division_code' },
        'level',
        { docPrefix: 'doc_prefix' },
        'address',
        'phone',
        { complaintPhone: 'complaint_phone' },
        'hours',
        { reconsiderationOrgan: 'reconsideration_organ' },
        'court',
        { orgTypes: 'org_types' },
      ),
    db
      .knex('supervisory_unit')
      .orderBy('id')
      .select<SupervisoryUnit[]>('id', 'name', { divisionCode: 'division_code' }),
    db.knex('calendar_day').orderBy('date').select<CalendarDay[]>('date', 'kind', 'name', 'source'),
  ])
  return {
    divisions: new Map(divisions.map((division) => [division.code, division])),
    authorities: withRemedies(authorities, divisions),
    supervisoryUnits,
    calendar: createCalendar(days),
  }
}

/** The authority with that id. Throws when there is none: ids come from our own rows. */
export const authorityById = (reference: ReferenceData, id: number): Authority => {
  const found = reference.authorities.find((authority) => authority.id === id)
  if (!found) throw new Error(`no authority ${id}`)
  return found
}

/** The units beside an authority. */
export const unitsAt = (
  { supervisoryUnits }: Pick<ReferenceData, 'supervisoryUnits'>,
  { divisionCode }: Pick<Authority, 'divisionCode'>,
): readonly SupervisoryUnit[] => supervisoryUnits.filter((unit) => unit.divisionCode === divisionCode)

/** The unit of that name beside an authority; nothing for one the portal does not know. */
export const unitBeside = (
  reference: Pick<ReferenceData, 'supervisoryUnits'>,
  authority: Pick<Authority, 'divisionCode'>,
  name: string,
): SupervisoryUnit | undefined => unitsAt(reference, authority).find((unit) => unit.name === name)

/** The unit with that id. Throws when there is none: ids come from our own rows. */
export const unitById = (reference: Pick<ReferenceData, 'supervisoryUnits'>, id: number): SupervisoryUnit => {
  const found = reference.supervisoryUnits.find((unit) => unit.id === id)
  if (!found) throw new Error(`no supervisory unit ${id}`)
  return found
}

/** A division with everything above it, itself first, the nation last. */
export const divisionLine = (reference: Pick<ReferenceData, 'divisions'>, code: string): readonly Division[] => {
  const found = reference.divisions.get(code)
  if (!found) return []
  return found.parentCode === null ? [found] : [found, ...divisionLine(reference, found.parentCode)]
}

const engineDivisionsOf = new WeakMap<ReferenceData, readonly DivisionName[]>()

/** The divisions as the name engine wants them; the same array each time, because the engine indexes it once. */
export const engineDivisions = (reference: ReferenceData): readonly DivisionName[] => {
  const known = engineDivisionsOf.get(reference)
  if (known) return known
  const made = [...reference.divisions.values()].flatMap(({ code, name, level, validTo, replacedBy }) =>
    level === 'NATION'
      ? []
      : [{ code, name, level, ...(validTo ? { endedOn: validTo } : {}), ...(replacedBy ? { replacedBy } : {}) }],
  )
  engineDivisionsOf.set(reference, made)
  return made
}

/** The authorities a site serves: of its own division and of everything below it, in the order of the division codes. */
export const siteAuthorities = (
  reference: Pick<ReferenceData, 'authorities' | 'divisions'>,
  rootDivisionCode: string,
): readonly Authority[] =>
  reference.authorities
    .filter(({ divisionCode }) => divisionLine(reference, divisionCode).some(({ code }) => code === rootDivisionCode))
    .toSorted((one, other) => (one.divisionCode < other.divisionCode ? -1 : 1))

/** Authorities in the same order, except that those of a division come first, then those above it, the nearest first. */
export const nearFirst = (
  authorities: readonly Authority[],
  reference: Pick<ReferenceData, 'divisions'>,
  near: string | undefined,
): readonly Authority[] => {
  if (near === undefined) return authorities
  const line = divisionLine(reference, near).map(({ code }) => code)
  const rank = ({ divisionCode }: Authority): number => {
    const at = line.indexOf(divisionCode)
    return at < 0 ? line.length : at
  }
  return authorities.toSorted((one, other) => rank(one) - rank(other))
}
