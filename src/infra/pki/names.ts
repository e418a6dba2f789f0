import { hasValidCheckChar } from '../../core/identity/resident-id.ts'
import { validateUscc } from '../../core/identity/uscc.ts'
import { DerError, oidOf, sequenceOf, setOf, textOf, type Der } from './der.ts'

/** Whose a certificate is. */
export type Subject = {
  /** All of the name as RFC 4514 writes it. */
  readonly text: string
  readonly commonName: string
  /** 单位名称 (O); of a certificate whose only name is a unit's, that one. */
  readonly unit?: string
  /** 统一社会信用代码 of the unit. */
  readonly uscc?: string
  /** The holder, where the certificate is of a person, alone or of a unit. */
  readonly person?: string
  /** 公民身份号码, where the certificate carries it. */
  readonly personId?: string
}

export const nameOids = {
  commonName: '2.5.4.3',
  surname: '2.5.4.4',
  serialNumber: '2.5.4.5',
  country: '2.5.4.6',
  locality: '2.5.4.7',
  province: '2.5.4.8',
  street: '2.5.4.9',
  unit: '2.5.4.10',
  part: '2.5.4.11',
  title: '2.5.4.12',
  givenName: '2.5.4.42',
  /** organizationIdentifier (X.520): the code a unit has in a register. */
  unitCode: '2.5.4.97',
  email: '1.2.840.113549.1.9.1',
} as const

/** Short names of RFC 4514 section 3, and those everybody knows beside them. */
const shortNames: Readonly<Record<string, string>> = {
  [nameOids.commonName]: 'CN',
  [nameOids.surname]: 'SN',
  [nameOids.serialNumber]: 'serialNumber',
  [nameOids.country]: 'C',
  [nameOids.locality]: 'L',
  [nameOids.province]: 'ST',
  [nameOids.street]: 'STREET',
  [nameOids.unit]: 'O',
  [nameOids.part]: 'OU',
  [nameOids.title]: 'title',
  [nameOids.givenName]: 'GN',
  [nameOids.unitCode]: 'organizationIdentifier',
  [nameOids.email]: 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
}

type Attribute = { readonly type: string; readonly value: string }

/** What a name is made of, in the order it stands there; values of one place together. */
const placesOf = (name: Der): readonly (readonly Attribute[])[] =>
  sequenceOf(name).map((place) =>
    setOf(place).map((pair) => {
      const [type, value] = sequenceOf(pair)
      return { type: oidOf(type), value: valueOf(value) }
    }),
  )

/** A value that is no string is told by its octets, as RFC 4514 does. */
const valueOf = (der: Der | undefined): string => {
  try {
    return textOf(der)
  } catch (error) {
    if (!(error instanceof DerError) || !der) throw error
    return `#${Buffer.from(der.bytes).toString('hex')}`
  }
}

// What would end a part is marked; what cannot be seen is shown as its code, so that no name passes for another.
const escaped = (value: string): string =>
  value
    .replaceAll(/["+,;<>\\]/g, String.raw`\$&`)
    .replaceAll(
      /[\p{Cc}\p{Cf}]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    )
    .replace(/^[ #]/, String.raw`\$&`)
    .replace(/ $/, String.raw`\ `)

/** The name as text, the most particular part first (RFC 4514). */
export const nameText = (name: Der): string =>
  placesOf(name)
    .toReversed()
    .map((place) => place.map(({ type, value }) => `${shortNames[type] ?? type}=${escaped(value)}`).join('+'))
    .join(',')

/** VATCN-… and NTRCN-… are how European profiles write such a code (ETSI EN 319 412-1 5.1.4). */
const codeIn = (text: string | undefined): string | undefined => {
  const code = (text ?? '').trim().replace(/^(?:VAT|NTR)CN-/, '')
  return validateUscc(code).ok ? code : undefined
}

const personIdIn = (text: string | undefined): string | undefined => {
  const id = (text ?? '').trim().replace(/^(?:PNO|IDC)CN-/, '')
  return /^\d{17}[\dX]$/.test(id) && hasValidCheckChar(id) ? id : undefined
}

/**
 * Whose the certificate is, from its name and from the extensions in which Chinese authorities write the numbers of
 * the holder (GB/T 20518: 个人身份标识码, 企业组织机构代码, 企业工商注册号).
 */
export const readSubject = (name: Der, numbers: { readonly person?: string; readonly unit?: string }): Subject => {
  const all = placesOf(name).flat()
  const first = (type: string): string | undefined => all.find((one) => one.type === type)?.value
  const named = first(nameOids.unit)
  const serial = first(nameOids.serialNumber)
  const uscc = codeIn(first(nameOids.unitCode)) ?? codeIn(serial) ?? codeIn(numbers.unit)
  const commonName = first(nameOids.commonName) ?? named ?? ''
  const personId = personIdIn(serial) ?? personIdIn(numbers.person)
  const unit = named ?? (uscc !== undefined && personId === undefined ? commonName : undefined)
  return {
    text: nameText(name),
    commonName,
    ...(unit === undefined ? {} : { unit }),
    ...(uscc === undefined ? {} : { uscc }),
    ...(personId !== undefined || unit === undefined ? { person: commonName } : {}),
    ...(personId === undefined ? {} : { personId }),
  }
}
