import { consentPlace } from '../matters/consent.ts'
import type { AnyStage, Matter } from '../matters/define.ts'
import type { Paper, PaperContent, Signer, SigningRole } from './define.ts'

/**
 * Whether a paper can be signed online: an organization applies, and everybody who signs it has a certificate or says
 * their word another way, the supervisory unit by its consent. What people sign in a table by hand is printed.
 */
export const maySignOnline = (matter: Matter, stage: AnyStage, paper: Paper): boolean => {
  if (matter.begunBy !== 'organization' || !paper.uploaded || paper.each) return false
  const boxes = paper.parts.flatMap((part) => (part.type === 'signatures' ? part.boxes : []))
  const others = boxes.every(
    ({ signer }) => signer !== undefined && (signer !== 'unit' || consentPlace(matter, stage) !== undefined),
  )
  const byHand = paper.parts.some(
    (part) =>
      (part.type === 'table' && part.columns.some((column) => 'blank' in column)) ||
      (part.type === 'places' && part.of !== 'hand'),
  )
  return boxes.length > 0 && others && !byHand
}

/**
 * In this order they sign: the seal also goes over the edges of the pages (骑缝章), which stay as they are once anybody
 * has signed.
 */
const order: readonly SigningRole[] = ['organization', 'representative', 'person']

/** Who signs a paper, in their order. */
export const signersOf = ({ sheets }: Pick<PaperContent, 'sheets'>): readonly Signer[] => {
  const found = sheets.flatMap((blocks) =>
    blocks.flatMap((block) => (block.type === 'box' && block.signer ? [block.signer] : [])),
  )
  return order.flatMap((role) => found.filter((signer) => signer.role === role))
}

/** What whoever signs a paper stands by, as one text: all it says but the day it was made and its running number. */
export const signedText = ({ title, sheets }: Pick<PaperContent, 'title' | 'sheets'>): string =>
  JSON.stringify([title, sheets])
