import { deflateSync } from 'node:zlib'

type Bytes = Buffer<ArrayBuffer>

/** One segment of a JPEG: its marker, its length, its content. */
const segment = (code: number, content: readonly number[]): Buffer =>
  Buffer.from([0xff, code, (content.length + 2) >> 8, (content.length + 2) & 0xff, ...content])

/** A Huffman table of one symbol, whose code is a single zero. */
const huffmanTable = (kind: 0 | 1, symbol: number): Buffer => segment(0xc4, [kind << 4, 1, ...Array(15).fill(0), symbol])

const bytesOfBits = (bits: string): Buffer => {
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1')
  const bytes = Array.from({ length: padded.length / 8 }, (_, n) => Number.parseInt(padded.slice(8 * n, 8 * n + 8), 2))
  return Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])))
}

/**
 * A grey progressive JPEG of one colour whose `scans` scans after the first bring nothing: a few bytes each, and each
 * makes the decoder go over every block again.
 */
export const emptyScans = (width: number, height: number, scans: number): Bytes => {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  // Runs of 16,384 to 32,767 blocks without anything: the code, and 14 bits for what is above the least.
  const runs = Math.ceil(blocks / 32_767)
  const lengths = Array.from({ length: runs }, (_, n) => Math.floor(blocks / runs) + (n < blocks % runs ? 1 : 0))
  const nothing = bytesOfBits(lengths.map((length) => `0${(length - 16_384).toString(2).padStart(14, '0')}`).join(''))
  const scan = (from: number, to: number, data: Buffer): Buffer =>
    Buffer.concat([segment(0xda, [1, 1, 0, from, to, 0]), data])
  const empty = scan(1, 63, nothing)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    segment(0xc2, [8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0]),
    huffmanTable(0, 0),
    huffmanTable(1, 0xe0),
    scan(0, 0, Buffer.alloc(Math.ceil(blocks / 8))),
    ...Array.from({ length: scans }, () => empty),
    Buffer.from([0xff, 0xd9]),
  ])
}

/** 10 MB in which a search for the beginning of each stream's object never ends; not one object is in it. */
export const endlessSearch = (): Bytes =>
  Buffer.concat([
    Buffer.from('%PDF-1.4\n'),
    Buffer.from(`${'x'.repeat(490)}stream\n`.repeat(19_990)),
    Buffer.from('\n%%EOF\n'),
  ])

/** A PDF of the objects given by number, in that order; no cross-reference table, as readers rebuild it. */
export const pdfOfObjects = (objects: readonly (readonly [number, string | Buffer])[], trailer = '/Root 1 0 R'): Bytes =>
  Buffer.concat([
    Buffer.from('%PDF-1.5\n'),
    ...objects.flatMap(([number, content]) => [Buffer.from(`${number} 0 obj\n`), Buffer.from(content as string), Buffer.from('\nendobj\n')]),
    Buffer.from(`trailer\n<< ${trailer} >>\n%%EOF\n`),
  ])

const stream = (dictionary: string, content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${content.length} >>\nstream\n`),
    content,
    Buffer.from('\nendstream'),
  ])

const page: readonly (readonly [number, string])[] = [
  [1, '<< /Type /Catalog /Pages 2 0 R >>'],
  [2, '<< /Type /Pages /Count 1 /Kids [3 0 R] >>'],
  [3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>'],
]

/** PDFs that keep a reader busy or make it grow, by what they do. */
export const hungryPdfs: Readonly<Record<string, () => Bytes>> = {
  'an endless search': endlessSearch,
  'comments without an end': () =>
    Buffer.concat([pdfOfObjects(page), Buffer.alloc(9_000_000, '%'), Buffer.from('\n%%EOF\n')]) as Bytes,
  'packed objects that grow a thousandfold': () =>
    pdfOfObjects([
      ...page,
      [
        9,
        stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', deflateSync(Buffer.alloc(1_500_000_000, ' '), { level: 9 })),
      ],
    ]),
  'a table of a thousand million places': () =>
    pdfOfObjects([...page, [9, stream('/Type /XRef /Size 1000000000 /W [0 0 0]', Buffer.alloc(0))]]),
  'a million objects': () =>
    pdfOfObjects([...page, ...Array.from({ length: 900_000 }, (_, n) => [n + 10, '0'] as const)]),
  'an array of five million numbers': () => pdfOfObjects([...page, [9, `[${'1 '.repeat(5_000_000)}]`]]),
  'a string of ten million characters': () => pdfOfObjects([...page, [9, `(${'x'.repeat(10_000_000)})`]]),
  'arrays in arrays': () => pdfOfObjects([...page, [9, `${'['.repeat(5_000_000)}`]]),
  'pages that lead back to themselves': () =>
    pdfOfObjects([
      [1, '<< /Type /Catalog /Pages 2 0 R >>'],
      [2, '<< /Type /Pages /Count 1 /Kids [3 0 R] >>'],
      [3, '<< /Type /Pages /Count 1 /Kids [2 0 R] >>'],
    ]),
  'ten thousand pages within pages': () =>
    pdfOfObjects([
      [1, '<< /Type /Catalog /Pages 2 0 R >>'],
      ...Array.from({ length: 10_001 }, (_, n) => [n + 2, `<< /Type /Pages /Count 1 /Kids [${n + 3} 0 R] >>`] as const),
    ]),
  'references in a circle': () =>
    pdfOfObjects([
      [1, '<< /Type /Catalog /Pages 2 0 R >>'],
      [2, '3 0 R'],
      [3, '2 0 R'],
    ]),
}
