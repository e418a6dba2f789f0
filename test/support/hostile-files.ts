import { deflateSync } from 'node:zlib'
import { strToU8, zipSync, type Zippable } from 'fflate'

type Bytes = Buffer<ArrayBuffer>

/** One segment of a JPEG: its marker, its length, its content. */
const segment = (code: number, content: readonly number[]): Buffer =>
  Buffer.from([0xff, code, (content.length + 2) >> 8, (content.length + 2) & 0xff, ...content])

/** A Huffman table of one symbol, whose code is a single zero. */
const huffmanTable = (kind: 0 | 1, symbol: number): Buffer =>
  segment(0xc4, [kind << 4, 1, ...Array(15).fill(0), symbol])

const bytesOfBits = (bits: string): Buffer => {
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1')
  const bytes = Array.from({ length: padded.length / 8 }, (_, n) => Number.parseInt(padded.slice(8 * n, 8 * n + 8), 2))
  return Buffer.from(bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte])))
}

/**
 * A grey progressive JPEG of one colour whose `scans` scans after the first bring nothing: a few bytes each, and each
 * makes the decoder go over every block again. `hiddenBy`: a marker without a length stands before them, so that whoever
 * takes the marker after it for a length skips 64 KB.
 */
export const emptyScans = (width: number, height: number, scans: number, hiddenBy?: number): Bytes => {
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
    ...(hiddenBy === undefined ? [] : [Buffer.from([0xff, hiddenBy])]),
    ...Array.from({ length: scans }, () => empty),
    ...(hiddenBy === undefined ? [] : [segment(0xfe, Array(65_000).fill(0)), segment(0xfe, Array(65_000).fill(0))]),
    Buffer.from([0xff, 0xd9]),
  ])
}

/** 10 MB in which a search for the beginning of each stream's object never ends; not one object is in it. */
const endlessSearch = (): Bytes =>
  Buffer.concat([
    Buffer.from('%PDF-1.4\n'),
    Buffer.from(`${'x'.repeat(490)}stream\n`.repeat(19_990)),
    Buffer.from('\n%%EOF\n'),
  ])

/** A PDF of the objects given by number, in that order; no cross-reference table, as readers rebuild it. */
export const pdfOfObjects = (
  objects: readonly (readonly [number, string | Buffer])[],
  trailer = '/Root 1 0 R',
): Bytes =>
  Buffer.concat([
    Buffer.from('%PDF-1.5\n'),
    ...objects.flatMap(([number, content]) => [
      Buffer.from(`${number} 0 obj\n`),
      Buffer.from(content as string),
      Buffer.from('\nendobj\n'),
    ]),
    Buffer.from(`trailer\n<< ${trailer} >>\n%%EOF\n`),
  ])

/** A stream object of a PDF. */
export const pdfStream = (dictionary: string, content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${content.length} >>\nstream\n`),
    content,
    Buffer.from('\nendstream'),
  ])

/** The objects of a PDF of one empty page; numbers from 4 are free. */
export const onePage: readonly (readonly [number, string])[] = [
  [1, '<< /Type /Catalog /Pages 2 0 R >>'],
  [2, '<< /Type /Pages /Count 1 /Kids [3 0 R] >>'],
  [3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>'],
]

/** PDFs that keep a reader busy or make it grow, by what they do. */
export const hungryPdfs = {
  'an endless search': endlessSearch,
  'comments without an end': () =>
    Buffer.concat([pdfOfObjects(onePage), Buffer.alloc(9_000_000, '%'), Buffer.from('\n%%EOF\n')]) as Bytes,
  'packed objects that grow a thousandfold': () =>
    pdfOfObjects([
      ...onePage,
      [
        9,
        // Each pair of bytes is 128 spaces, and the pairs pack well themselves.
        pdfStream(
          '/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /RunLengthDecode]',
          deflateSync(Buffer.alloc(24_000_000, Buffer.from([0x81, 0x20]))),
        ),
      ],
    ]),
  'a table of a thousand million places': () =>
    pdfOfObjects([...onePage, [9, pdfStream('/Type /XRef /Size 1000000000 /W [0 0 0]', Buffer.alloc(0))]]),
  'more objects than any paper has': () =>
    pdfOfObjects([...onePage, ...Array.from({ length: 420_000 }, (_, n) => [n + 10, '0'] as const)]),
  'an array of five million numbers': () => pdfOfObjects([...onePage, [9, `[${'1 '.repeat(5_000_000)}]`]]),
  'a string of ten million characters': () => pdfOfObjects([...onePage, [9, `(${'x'.repeat(10_000_000)})`]]),
  'arrays in arrays': () => pdfOfObjects([...onePage, [9, `${'['.repeat(5_000_000)}`]]),
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
} as const satisfies Readonly<Record<string, () => Bytes>>

/** One page that says `text`, with what `page` and `catalog` add, and more objects from number 10 on. */
const speaking = (
  text: string,
  {
    page = '',
    catalog = '',
    more = [],
  }: { page?: string; catalog?: string; more?: readonly (readonly [number, string | Buffer])[] },
): Bytes =>
  pdfOfObjects([
    [1, `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`],
    [2, '<< /Type /Pages /Count 1 /Kids [3 0 R] >>'],
    [
      3,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> ${page} >>`,
    ],
    [4, pdfStream('', Buffer.from(`BT /F1 18 Tf 20 150 Td (${text}) Tj ET`))],
    [5, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
    ...more,
  ])

const script = (sink: string): string => `<< /S /JavaScript /JS (app.alert('x'); this.submitForm('${sink}');) >>`

const packed = (dictionary: string, content: string): Buffer => pdfStream(dictionary, Buffer.from(content))

/**
 * PDFs that do something when they are looked at, by what they do; each says its number in its page. `sink` is an
 * address that must never be asked for. Whether they are refused or shown as a copy that does nothing is not said here.
 */
export const activePdfs = (sink: string): Readonly<Record<string, (text: string) => Bytes>> => {
  const catalogWith = (action: string): string => `1 0 << /Type /Catalog /Pages 2 0 R /OpenAction ${action} >>`
  const hex = (text: string): string => `${Buffer.from(text).toString('hex')}>`
  return {
    'JavaScript when opened': (text) => speaking(text, { catalog: `/OpenAction ${script(sink)}` }),
    'JavaScript of the page': (text) => speaking(text, { page: `/AA << /O ${script(sink)} >>` }),
    'JavaScript by name': (text) =>
      speaking(text, { catalog: '/Names << /JavaScript << /Names [(a) 10 0 R] >> >>', more: [[10, script(sink)]] }),
    'JavaScript whose kind is told elsewhere': (text) =>
      speaking(text, {
        catalog: '/OpenAction 10 0 R',
        more: [
          [10, `<< /S 11 0 R /JS (this.submitForm('${sink}')) >>`],
          [11, '/JavaScript'],
        ],
      }),
    'JavaScript in packed objects behind a decoy': (text) =>
      speaking(text, {
        more: [
          [
            10,
            packed(
              `/Type /ObjStm /N 1 /First 4 /Pad (1 0 obj) /Filter /ASCIIHexDecode`,
              hex(catalogWith(script(sink))),
            ),
          ],
        ],
      }),
    'JavaScript in packed objects after `stream` and a space': (text) =>
      Buffer.from(
        speaking(text, { more: [[10, packed('/Type /ObjStm /N 1 /First 4', catalogWith(script(sink)))]] })
          .toString('latin1')
          .replace('/First 4 /Length', '/First 4/Length')
          .replace(/(\/First 4\/Length \d+ >>\nstream)\n/, '$1 \n'),
        'latin1',
      ),
    'JavaScript in packed objects after `stream` and a carriage return': (text) =>
      Buffer.from(
        speaking(text, { more: [[10, packed('/Type /ObjStm /N 1 /First 4', catalogWith(script(sink)))]] })
          .toString('latin1')
          .replace(/(\/First 4 \/Length \d+ >>\nstream)\n/, '$1\r'),
        'latin1',
      ),
    'JavaScript in packed objects whose kind is told elsewhere': (text) =>
      speaking(text, {
        more: [
          [6, '/ObjStm'],
          [10, packed('/Type 6 0 R /N 1 /First 4', catalogWith(script(sink)))],
        ],
      }),
    'JavaScript in packed objects whose kind is told later': (text) =>
      speaking(text, {
        more: [
          [10, packed('/Type 11 0 R /N 1 /First 4', catalogWith(script(sink)))],
          [11, '/ObjStm'],
        ],
      }),
    'a form that is sent when opened': (text) =>
      speaking(text, { catalog: `/OpenAction << /S /SubmitForm /F << /FS /URL /F (${sink}) >> /Flags 4 >>` }),
    'an address when opened': (text) => speaking(text, { catalog: `/OpenAction << /S /URI /URI (${sink}) >>` }),
    'an address of the page': (text) => speaking(text, { page: `/AA << /O << /S /URI /URI (${sink}) >> >>` }),
    'a link over the whole page': (text) =>
      speaking(text, {
        page: `/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 300 200] /A << /S /URI /URI (${sink}) >> >>]`,
      }),
    'another file when opened': (text) =>
      speaking(text, { catalog: `/OpenAction << /S /GoToR /F (${sink}) /D [0 /Fit] >>` }),
    'data brought in when opened': (text) =>
      speaking(text, { catalog: `/OpenAction << /S /ImportData /F (${sink}) >>` }),
    'a programme when opened': (text) => speaking(text, { catalog: '/OpenAction << /S /Launch /F (cmd.exe) >>' }),
    'a file inside': (text) =>
      speaking(text, {
        catalog: '/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.txt) /EF << /F 10 0 R >> >>] >> >>',
        more: [[10, pdfStream('/Type /EmbeddedFile', Buffer.from('MZ'))]],
      }),
    'a dynamic form': (text) =>
      speaking(text, {
        catalog: '/AcroForm << /Fields [] /XFA 10 0 R >>',
        more: [[10, pdfStream('', Buffer.from('<xdp/>'))]],
      }),
    'a picture from somewhere else': (text) =>
      speaking(text, {
        page: '/Foo 10 0 R',
        more: [[10, pdfStream(`/Subtype /Image /Width 1 /Height 1 /F (${sink})`, Buffer.from('x'))]],
      }),
  }
}

/** A filled-in form whose field and stamp bring their pictures, one of them hidden; a layer that is switched off. */
export const drawnForm = (text: string): Bytes =>
  speaking(text, {
    page: '/Annots [10 0 R 12 0 R 14 0 R 16 0 R]',
    catalog: '/AcroForm << /Fields [10 0 R 16 0 R] >>',
    more: [
      [16, '<< /Type /Annot /Subtype /Widget /FT /Btn /V /Yes /Rect [20 20 120 40] /AP << /N << /Yes 17 0 R >> >> >>'],
      [
        17,
        pdfStream(
          '/Type /ObjStm /N 0 /First 0 /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>',
          Buffer.from('BT /F1 12 Tf 2 5 Td (Ticked) Tj ET'),
        ),
      ],
      [
        10,
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Filled) /Rect [20 100 120 120] /F 4 /AP << /N 11 0 R >> >>',
      ],
      [
        11,
        pdfStream(
          '/BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>',
          Buffer.from('BT /F1 12 Tf 2 5 Td (Filled) Tj ET'),
        ),
      ],
      [12, '<< /Type /Annot /Subtype /Stamp /Rect [150 50 250 90] /AS /On /AP << /N << /On 13 0 R >> >> >>'],
      [
        13,
        pdfStream(
          '/BBox [0 0 100 40] /Resources << /Font << /F1 5 0 R >> >>',
          Buffer.from('BT /F1 12 Tf 2 5 Td (Stamped) Tj ET'),
        ),
      ],
      [14, '<< /Type /Annot /Subtype /Stamp /F 2 /Rect [150 50 250 90] /AP << /N 15 0 R >> >>'],
      [
        15,
        pdfStream(
          '/BBox [0 0 100 40] /Resources << /Font << /F1 5 0 R >> >>',
          Buffer.from('BT /F1 12 Tf 2 5 Td (Hidden) Tj ET'),
        ),
      ],
    ],
  })

/** A form whose field is filled in, and nothing of the file draws what was filled in. */
export const undrawnForm = (): Bytes =>
  speaking('Printed', {
    page: '/Annots [10 0 R]',
    catalog: '/AcroForm << /NeedAppearances true /Fields [10 0 R] >>',
    more: [[10, '<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Filled) /Rect [20 100 120 120] /F 4 >>']],
  })

const sheetOf = (rows: string): string =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const relationships = (inner: string): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`

/** A workbook of one sheet as programmes write it, with other parts beside or instead. */
export const workbook = (
  rows: string,
  parts: Readonly<Record<string, string | Uint8Array>> = {},
  level: 0 | 9 = 9,
): Bytes => {
  const all: Readonly<Record<string, string | Uint8Array>> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    '_rels/.rels': relationships(`<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/>`),
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>`,
    ),
    'xl/worksheets/sheet1.xml': sheetOf(rows),
    ...parts,
  }
  const zip: Zippable = Object.fromEntries(
    Object.entries(all).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
  )
  return Buffer.from(zipSync(zip, { level }))
}

const cell = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
/** Letters that do not pack well: what is mostly the same is refused for that. */
const noise = (length: number): string =>
  Array.from({ length: Math.ceil(length / 6) }, (_, n) => ((n * 2_654_435_761) >>> 0).toString(36).padStart(6, '0'))
    .join('')
    .slice(0, length)

const oneRow = `<row r="1">${cell('A1', '姓名')}</row>`

/** Workbooks no list of people is, each with the finding it is refused by. */
export const hostileWorkbooks: Readonly<Record<string, readonly [string, () => Bytes]>> = {
  'a part that grows a thousandfold': ['过大', () => workbook(' '.repeat(20 * 1024 * 1024))],
  'more cells than any list has': [
    '过大',
    () => workbook(`<row r="1">${'<c><v>1</v></c>'.repeat(250_000)}</row>`, {}, 0),
  ],
  // One text of 40 kB that a thousand cells share is forty megabytes to whoever reads them.
  'a text that many cells share': [
    '过大',
    () =>
      workbook(
        Array.from({ length: 1_000 }, (_, y) => `<row r="${y + 1}"><c r="A${y + 1}" t="s"><v>0</v></c></row>`).join(''),
        {
          'xl/sharedStrings.xml': `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>${noise(40_000)}</t></si></sst>`,
          'xl/_rels/workbook.xml.rels': relationships(
            `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/>`,
          ),
        },
      ),
  ],
  'more cells than any list has, over several sheets': [
    '过大',
    () =>
      workbook(oneRow, {
        'xl/worksheets/sheet2.xml': sheetOf(`<row r="1">${'<c><v>1</v></c>'.repeat(150_000)}</row>${noise(100_000)}`),
        'xl/worksheets/sheet3.xml': sheetOf(`<row r="1">${'<c><v>1</v></c>'.repeat(150_000)}</row>${noise(100_000)}`),
      }),
  ],
  // A search that begins anew at each of them takes minutes.
  'tags that never end': [
    '不完整',
    () => workbook('', { 'xl/worksheets/sheet1.xml': '<c r="A1" '.repeat(190_000) + noise(40_000) }),
  ],
  'one tag of a million attributes': [
    '不完整',
    () => workbook('', { 'xl/worksheets/sheet1.xml': `<c ${'r="A1" '.repeat(1_000_000)}${noise(40_000)}` }),
  ],
  'relationships that never end': [
    '不完整',
    () => workbook(oneRow, { 'xl/_rels/workbook.xml.rels': '<Relationship '.repeat(300_000) + noise(40_000) }),
  ],
  'a number format of a million brackets': [
    '不完整',
    () =>
      workbook('<row r="1"><c r="A1" s="0"><v>1</v></c></row>', {
        'xl/styles.xml': `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="164" formatCode="${'['.repeat(1_000_000)}${noise(40_000)}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs></styleSheet>`,
        'xl/_rels/workbook.xml.rels': relationships(
          `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/>`,
        ),
      }),
  ],
  'a million rows': ['过大', () => workbook(`${oneRow}<row r="1000000">${cell('A1000000', 'x')}</row>`)],
  'five hundred parts': [
    '过大',
    () => workbook(oneRow, Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`xl/media/${n}.png`, 'x']))),
  ],
  'a macro': ['宏', () => workbook(oneRow, { 'xl/vbaProject.bin': 'x' })],
  'a macro sheet of the old kind': ['宏', () => workbook(oneRow, { 'xl/macrosheets/sheet2.xml': '<x/>' })],
  'another workbook that is linked': [
    '外部链接',
    () => workbook(oneRow, { 'xl/externalLinks/externalLink1.xml': '<x/>' }),
  ],
  'a file inside': ['嵌入', () => workbook(oneRow, { 'xl/embeddings/oleObject1.bin': 'MZ' })],
  'a picture from elsewhere': [
    '外部链接',
    () =>
      workbook(oneRow, {
        'xl/drawings/_rels/drawing1.xml.rels': relationships(
          `<Relationship Id="rId1" Type="${office}/image" Target="http://127.0.0.1/x" TargetMode="External"/>`,
        ),
      }),
  ],
  'entities that name a file': [
    '不完整',
    () =>
      workbook('', {
        'xl/worksheets/sheet1.xml': `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${sheetOf(`<row r="1">${cell('A1', '&a;')}</row>`)}`,
      }),
  ],
  'no sheet': ['不完整', () => workbook(oneRow, { 'xl/workbook.xml': 'x' })],
  'an archive of something else': ['不完整', () => Buffer.from(zipSync({ 'a.txt': strToU8('x') }))],
  'a password': [
    '打开密码',
    () =>
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        Buffer.alloc(1_000),
        Buffer.from('EncryptedPackage', 'utf16le'),
        Buffer.alloc(1_000),
      ]),
  ],
  'a PDF': ['不是XLSX', () => pdfOfObjects(onePage)],
}
