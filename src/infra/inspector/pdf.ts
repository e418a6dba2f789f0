import type { FileFinding } from '../../core/file-findings.ts'

/** The end of a ZIP archive is looked for in as many last bytes as an archive's comment may have. */
const zipTail = 65_557

/** More objects than any paper has: a scan has some hundreds, a book some ten thousands. */
const maxObjects = 200_000

const countOf = (bytes: Buffer, word: string, most: number): number => {
  let count = 0
  for (let at = bytes.indexOf(word); at >= 0 && count <= most; at = bytes.indexOf(word, at + word.length)) count += 1
  return count
}

/** What is wrong with a PDF, from its outside: it is not read as a PDF here. */
export const pdfFinding = (bytes: Buffer): FileFinding | undefined => {
  if (!bytes.subarray(-2048).includes('%%EOF')) return 'pdf-broken'
  // A ZIP that begins with a PDF header is two files at once.
  if (bytes.subarray(-zipTail).includes('PK\u0005\u0006')) return 'pdf-mixed'
  const objects = countOf(bytes, 'obj', 2 * maxObjects)
  if (objects === 0) return 'pdf-broken'
  return objects > 2 * maxObjects ? 'pdf-too-long' : undefined
}
