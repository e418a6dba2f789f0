import type { FileVerdict } from '../../core/signatures/verdicts.ts'
import { judgePdf } from './judge-pdf.ts'
import { judgeSeal } from './judge-seal.ts'
import type { Trust } from './trust.ts'

/** An OFD document is an archive that begins with its list of parts. */
const isOfd = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 2) === 'PK' && bytes.includes('OFD.xml')

/** Judges the signatures of a file, whatever it is. */
export const judgeFile = (bytes: Buffer, trust: Trust): FileVerdict => {
  if (bytes.subarray(0, 1024).includes('%PDF-')) return judgePdf(bytes, trust)
  const nothing = { bytes: bytes.length, versions: 0, signatures: [] }
  if (isOfd(bytes)) return { ...nothing, kind: 'ofd', note: 'ofd' }
  return judgeSeal(bytes, trust) ?? { ...nothing, kind: 'other', note: 'other' }
}
