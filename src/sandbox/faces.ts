import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { sandboxPeople, type SandboxPerson } from './people.ts'

/*
 * Drawn portraits in place of faces: nobody's picture is in here. A real service compares features of a face; this one
 * only has to tell its own drawings apart, for which a coarse fingerprint of light and dark is enough.
 */

const size = 480
const tiles = 6

/** The same person always gets the same drawing. */
const draw = (person: SandboxPerson): string => {
  const seed = createHash('sha256').update(`portrait:${person.residentId}`).digest()
  const byte = (place: number): number => seed[place % seed.length] ?? 0
  const tile = size / tiles
  const background = Array.from({ length: tiles * tiles }, (_unused, place) => {
    const light = (byte(Math.floor(place / 8)) >> (place % 8)) & 1
    const shade = light ? 215 + (byte(place + 5) % 40) : 60 + (byte(place + 5) % 60)
    const colour = `rgb(${shade},${Math.min(255, shade + (byte(place + 9) % 20))},${Math.max(0, shade - (byte(place + 13) % 30))})`
    return `<rect x="${(place % tiles) * tile}" y="${Math.floor(place / tiles) * tile}" width="${tile}" height="${tile}" fill="${colour}"/>`
  }).join('')
  const hair = `rgb(${20 + (byte(20) % 70)},${15 + (byte(21) % 50)},${10 + (byte(22) % 40)})`
  const skin = `rgb(${225 + (byte(23) % 25)},${185 + (byte(24) % 30)},${150 + (byte(25) % 30)})`
  const clothes = `rgb(${byte(26)},${byte(27)},${byte(28)})`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">${background}
    <path d="M90 480 Q240 ${300 + (byte(29) % 40)} 390 480 Z" fill="${clothes}"/>
    <ellipse cx="240" cy="215" rx="${96 + (byte(30) % 24)}" ry="135" fill="${hair}"/>
    <ellipse cx="240" cy="245" rx="82" ry="108" fill="${skin}"/>
    <ellipse cx="208" cy="235" rx="9" ry="${5 + (byte(31) % 6)}" fill="#222"/>
    <ellipse cx="272" cy="235" rx="9" ry="${5 + (byte(31) % 6)}" fill="#222"/>
    <path d="M205 300 Q240 ${305 + (byte(18) % 30)} 275 300" stroke="#933" stroke-width="7" fill="none"/>
  </svg>`
}

/** The portrait as a picture to download (JPEG). */
export const portrait = (person: SandboxPerson): Promise<Buffer> =>
  sharp(Buffer.from(draw(person)))
    .jpeg({ quality: 90 })
    .toBuffer()

/** 64 signs of whether it gets darker to the right: the same after scaling and packing a picture anew. */
const fingerprint = async (picture: Uint8Array): Promise<readonly boolean[]> => {
  const pixels = await sharp(picture).greyscale().resize(9, 8, { fit: 'fill' }).toFormat('raw').toBuffer()
  return Array.from({ length: 64 }, (_unused, place) => {
    const at = Math.floor(place / 8) * 9 + (place % 8)
    return (pixels[at] ?? 0) > (pixels[at + 1] ?? 0)
  })
}

/** Two pictures are the same drawing when at most so many of the 64 signs differ. */
const sameUpTo = 7

/** In how many signs two pictures differ, of 64. */
const distance = (a: readonly boolean[], b: readonly boolean[]): number =>
  a.filter((sign, place) => sign !== b[place]).length

let known: Promise<readonly { readonly person: SandboxPerson; readonly signs: readonly boolean[] }[]> | undefined

const portraits = () => {
  known ??= Promise.all(
    sandboxPeople.map(async (person) => ({ person, signs: await fingerprint(await portrait(person)) })),
  )
  return known
}

/** Contrast (0–127) below which a picture shows nothing at all: a covered lens, an empty sheet. */
const blankBelow = 4

/**
 * What the stand-in sees on a picture: whose portrait it is, that it shows nothing, or neither — a photograph of
 * somebody, whom it does not know.
 */
export const recognise = async (picture: Uint8Array): Promise<SandboxPerson | 'blank' | 'somebody'> => {
  const { channels } = await sharp(picture).greyscale().stats()
  if ((channels[0]?.stdev ?? 0) < blankBelow) return 'blank'
  const signs = await fingerprint(picture)
  const nearest = (await portraits())
    .map((candidate) => ({ person: candidate.person, apart: distance(candidate.signs, signs) }))
    .toSorted((a, b) => a.apart - b.apart)[0]
  return nearest && nearest.apart <= sameUpTo ? nearest.person : 'somebody'
}
