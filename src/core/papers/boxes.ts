import type { PaperBlock, SigningBox } from './define.ts'

type Box = Extract<PaperBlock, { type: 'box' }>

/** Heights in points: a hand needs 25 mm, the largest seal 45 mm and some air. */
const HEIGHTS = { hand: 62, seal: 132 } as const
const DAY = '　　　　年　　月　　日'

/** A place to sign or seal in with ink. */
export const boxOnPaper = ({ label, by, text = '' }: SigningBox): Box => ({
  type: 'box',
  label,
  text,
  foot: `${by === 'seal' ? '（盖章）' : '签字：　　　　　　　　'}${DAY}`,
  height: HEIGHTS[by],
  signed: true,
})

/** Said where others would write on paper, whose word comes another way. */
const elsewhere = {
  unit: '以业务主管单位在线同意或者另行出具的意见为准。',
  authority: '以登记管理机关出具的文书为准。',
} as const

/** The same where it is signed online: the signature says who and when. `person`: of a list, which one and by what number. */
export const boxOnline = (box: SigningBox, person?: { readonly name: string; readonly number: number }): Box => {
  const { signer, label, text = '' } = box
  if (signer === undefined) return boxOnPaper(box)
  const empty = { type: 'box', label, text, foot: '', signed: false } as const
  if (signer === 'unit' || signer === 'authority') return { ...empty, text: elsewhere[signer], height: HEIGHTS.hand }
  return {
    ...empty,
    signed: true,
    height: signer === 'organization' ? HEIGHTS.seal : HEIGHTS.hand,
    signer: person
      ? { role: signer, name: person.name, place: `seal-${signer}-${person.number}` }
      : { role: signer, place: `seal-${signer}` },
  }
}
