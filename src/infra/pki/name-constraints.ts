import type { Certificate, GeneralName } from './certificate.ts'
import { oidOf, readDer, sequenceOf, setOf, textOf } from './der.ts'
import { nameOids } from './names.ts'

// Which names an authority may give (RFC 5280 4.2.1.10).

/** Kinds of names by the number of their tag. */
const kinds = { email: 1, dns: 2, directory: 4 } as const

const textIn = (content: Uint8Array): string => Buffer.from(content).toString('latin1').toLowerCase()

/** The parts of a name one after the other, as they are written: DER makes one writing of each. */
const partsOf = (name: Uint8Array): readonly string[] =>
  sequenceOf(readDer(name)).map(({ bytes }) => Buffer.from(bytes).toString('hex'))

const isBelow = (name: Uint8Array, base: Uint8Array): boolean => {
  const parts = partsOf(name)
  return partsOf(base).every((part, place) => parts[place] === part)
}

const isDnsBelow = (name: string, base: string): boolean =>
  base === '' || name === base || name.endsWith(base.startsWith('.') ? base : `.${base}`)

const isEmailBelow = (address: string, base: string): boolean => {
  const host = address.slice(address.lastIndexOf('@') + 1)
  if (base.includes('@')) return address === base
  return base.startsWith('.') ? host.endsWith(base) : host === base
}

const isWithin = (name: GeneralName, base: GeneralName): boolean => {
  if (name.kind !== base.kind) return false
  switch (name.kind) {
    case kinds.email:
      return isEmailBelow(textIn(name.content), textIn(base.content))
    case kinds.dns:
      return isDnsBelow(textIn(name.content), textIn(base.content))
    case kinds.directory:
      return isBelow(name.content, base.content)
    default:
      return false
  }
}

/** All names of a certificate: its subject, mail addresses in it, and the others it goes by. */
const namesOf = ({ subjectDer, alternativeNames }: Certificate): readonly GeneralName[] => {
  const places = sequenceOf(readDer(subjectDer))
  const emails = places.flatMap((place) =>
    setOf(place).flatMap((pair) => {
      const [type, value] = sequenceOf(pair)
      return oidOf(type) === nameOids.email ? [{ kind: kinds.email, content: Buffer.from(textOf(value)) }] : []
    }),
  )
  return [
    ...(places.length > 0 ? [{ kind: kinds.directory, content: subjectDer }] : []),
    ...emails,
    ...alternativeNames,
  ]
}

/** Whether all names of a certificate are such as the authority may give; kinds that are not known here are refused. */
export const keptWithin = (one: Certificate, { permitted, excluded }: Certificate['nameConstraints']): boolean =>
  permitted.length + excluded.length === 0 ||
  namesOf(one).every((name) => {
    const known = (Object.values(kinds) as readonly number[]).includes(name.kind)
    const bound = [...permitted, ...excluded].some(({ kind }) => kind === name.kind)
    if (!bound) return true
    if (!known || excluded.some((base) => isWithin(name, base))) return false
    const own = permitted.filter(({ kind }) => kind === name.kind)
    return own.length === 0 || own.some((base) => isWithin(name, base))
  })
