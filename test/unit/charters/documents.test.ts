import { AlignmentType, Document, LevelFormat, Packer, Paragraph } from 'docx'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readDocx } from '../../../src/infra/inspector/docx.ts'

const linesOf = async (bytes: Buffer): Promise<unknown> => {
  const read = await readDocx(bytes)
  return typeof read === 'string' ? read : JSON.parse(Buffer.from(read.bytes).toString())
}
const head = '<?xml version="1.0" encoding="UTF-8"?>'
const types = `${head}<Types/>`
const body = (paragraphs: string): string => `${head}<w:document><w:body>${paragraphs}</w:body></w:document>`
const said = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`
const archive = (parts: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    zipSync({
      '[Content_Types].xml': strToU8(types),
      ...Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
    }),
  )
const document = (paragraphs: string, more: Readonly<Record<string, string>> = {}): Buffer =>
  archive({ 'word/document.xml': body(paragraphs), ...more })

describe('a DOCX', () => {
  it('is read with the numbers the word processor counts itself', async () => {
    const level = { alignment: AlignmentType.LEFT, format: LevelFormat.CHINESE_COUNTING }
    const numbered = (text: string, at: number) => new Paragraph({ text, numbering: { reference: 'own', level: at } })
    const made = new Document({
      numbering: {
        config: [
          {
            reference: 'own',
            levels: [
              { ...level, level: 0, text: '第%1章' },
              { ...level, level: 1, text: '第%2条' },
            ],
          },
        ],
      },
      sections: [{ children: [numbered('总则', 0), numbered('甲', 1), numbered('乙', 1), numbered('附则', 0)] }],
    })
    expect(await linesOf(await Packer.toBuffer(made))).toEqual(['第一章 总则', '第一条 甲', '第二条 乙', '第二章 附则'])
  })

  it.each<[string, Buffer, unknown]>([
    [
      'with breaks, tabs and entities',
      document('<w:p><w:r><w:t>甲&amp;乙</w:t><w:br/><w:t>丙</w:t><w:tab/><w:t>&#x4E01;</w:t></w:r></w:p>'),
      ['甲&乙', '丙 丁'],
    ],
    [
      'without what a reviewer deleted',
      document(
        `<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:t>删</w:t></w:r></w:del><w:ins><w:r><w:t>增</w:t></w:r></w:ins></w:p>`,
      ),
      ['留增'],
    ],
    ['without text', document('<w:p/>'), 'text-none'],
    ['of another kind', archive({ 'xl/workbook.xml': head }), 'text-other'],
    ['with macros', document(said('甲'), { 'word/vbaProject.bin': 'x' }), 'text-macro'],
    ['with an embedded file', document(said('甲'), { 'word/embeddings/a.xlsx': 'x' }), 'text-external'],
    [
      'with a template from elsewhere',
      document(said('甲'), {
        'word/_rels/settings.xml.rels':
          '<Relationships><Relationship Type="http://x/attachedTemplate" Target="http://x" TargetMode="External"/></Relationships>',
      }),
      'text-external',
    ],
    [
      'with a link to click on',
      document(said('甲'), {
        'word/_rels/document.xml.rels':
          '<Relationships><Relationship Type="http://x/hyperlink" Target="http://x" TargetMode="External"/></Relationships>',
      }),
      ['甲'],
    ],
    [
      'that declares entities',
      archive({ 'word/document.xml': `<!DOCTYPE x [<!ENTITY a "b">]>${body(said('&a;'))}` }),
      'text-broken',
    ],
    ['that grows', document(said('甲'.repeat(3_000_000))), 'text-too-large'],
    ['cut off', document(said('甲')).subarray(0, 60), 'text-broken'],
  ])('%s', async (_, bytes, found) => {
    expect(await linesOf(bytes)).toEqual(found)
  })
})
