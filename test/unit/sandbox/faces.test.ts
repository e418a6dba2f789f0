import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { portrait, recognise } from '../../../src/sandbox/faces.ts'
import { sandboxPeople } from '../../../src/sandbox/people.ts'

/** What a portrait is after a phone or the portal has scaled and packed it anew. */
const repacked = (picture: Buffer, width: number): Promise<Buffer> =>
  sharp(picture).resize(width).jpeg({ quality: 60 }).toBuffer()

const flat = (colour: string): Promise<Buffer> =>
  sharp({ create: { width: 200, height: 200, channels: 3, background: colour } })
    .png()
    .toBuffer()

/** A picture that is none of the drawings: a bright spot on a slope of light. */
const photograph = (): Promise<Buffer> =>
  sharp(
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"><defs><linearGradient id="g"><stop offset="0" stop-color="#222"/><stop offset="1" stop-color="#ddd"/></linearGradient></defs><rect width="600" height="800" fill="url(#g)"/><circle cx="300" cy="350" r="150" fill="#edc"/></svg>',
    ),
  )
    .jpeg()
    .toBuffer()

describe('the drawn portraits', () => {
  it.each(sandboxPeople)(
    '$name is recognised, also scaled and packed anew, and taken for nobody else',
    async (person) => {
      const picture = await portrait(person)
      for (const bytes of [picture, await repacked(picture, 240), await repacked(picture, 640)])
        expect(await recognise(bytes)).toMatchObject({ name: person.name })
    },
  )

  it('any other photograph is of somebody unknown', async () => {
    expect(await recognise(await photograph())).toBe('somebody')
  })

  it.each(['#000', '#fff', '#987'])('a picture that shows nothing (%s) is told from a face', async (colour) => {
    expect(await recognise(await flat(colour))).toBe('blank')
  })
})
