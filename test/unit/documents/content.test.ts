import { describe, expect, test } from 'vitest'
import type { DocumentContent, NoticeContent } from '../../../src/core/documents/blocks.ts'
import { DOCUMENT_KINDS, type DocumentKind } from '../../../src/core/documents/kinds.ts'
import { groupedCode } from '../../../src/core/documents/verification-code.ts'
import type { RegisterItem } from '../../../src/core/register/items.ts'
import { APL, NAME_MEASURES } from '../../../src/core/documents/words.ts'
import { documents, type DocumentData } from '../../../src/documents/index.ts'
import { exampleDocument } from '../../support/documents.ts'

const words = (content: DocumentContent): string => JSON.stringify(content)

function notice(data: DocumentData): NoticeContent {
  const content = documents.content(data)
  if (content.layout !== 'notice') throw new Error(`${data.kind} is not a notice`)
  return content
}

describe.each(DOCUMENT_KINDS)('%s', (kind) => {
  const document = documents.of(kind)
  const data = exampleDocument(kind)
  const content = documents.content(data)

  test('has title, number, authority, date and verification code', () => {
    if (content.layout === 'notice') expect(content.title.startsWith(document.title)).toBe(true)
    expect(content.layout).toBe(document.layout)
    expect(content.number).toBe(data.number)
    expect(words(content)).toContain(data.authorityName)
    expect(words(content)).toContain('2026年11月20日')
    expect(content.qrCaption).toContain(data.verificationCode)
  })

  test.each(document.mustSay)('says %s', (required) => {
    expect(words(content)).toContain(required)
  })

  test('tells how to appeal exactly when the kind is appealable', () => {
    const rights = content.layout === 'notice' ? content.rights : null
    if (document.layout === 'notice' && document.appealable)
      expect(rights).toMatch(/^如不服本决定，.*60日内.*行政复议.*6个月内.*行政诉讼/)
    else expect(rights).toBeNull()
  })

  test('survives storage as JSON', () => {
    expect(documents.parse(JSON.parse(JSON.stringify(data)))).toEqual(data)
  })

  test('says that it has no legal force when it comes from a demonstration, and only then', () => {
    expect(content.note).toContain('演示环境签发，不具法律效力')
    expect(content.watermark).toBe('演示')
    const real = documents.content({ ...data, demo: false })
    expect(JSON.stringify(real)).not.toContain('演示')
    expect(real.watermark).toBeNull()
  })

  test('speaks to a person or to a unit, and calls the portal by its own name', () => {
    const toUnit = words(documents.content({ ...data, applicantKind: 'UNIT' }))
    expect(words(content) + toUnit).not.toContain('（单位）')
    if (words(content).includes('您')) expect(toUnit).toContain('你单位')
    expect(content.note).toContain('由山西省社会组织政务服务平台生成')
  })

  test('cannot be stored without its number, date or applicant', () => {
    for (const field of ['number', 'issuedOn', 'applicantName'] as const) {
      expect(() => documents.parse({ ...data, [field]: '' })).toThrow()
    }
  })
})

test('a code is read in groups of four, however it is kept', () => {
  expect(groupedCode('7K3MQ9RT2XWDABCD')).toBe('7K3M-Q9RT-2XWD-ABCD')
  expect(groupedCode('7K3M-Q9RT-2XWD')).toBe('7K3M-Q9RT-2XWD')
  expect(groupedCode('—')).toBe('—')
})

describe('stored data', () => {
  test.each([null, {}, { kind: 'UNKNOWN' }, { kind: 'RECEIPT' }])('%j is not a document', (json) => {
    expect(() => documents.parse(json)).toThrow()
  })

  test('a day that is not in the calendar is refused', () => {
    expect(() => documents.parse({ ...exampleDocument('RECEIPT'), issuedOn: '2026-02-30' })).toThrow()
  })

  test('a correction notice lists at least one item', () => {
    expect(() => documents.parse({ ...exampleDocument('CORRECTION_NOTICE'), items: [] })).toThrow()
  })

  test('refusal for another authority must name it', () => {
    // As papers of earlier releases have it; newer ones have what the form asked.
    const data = { ...exampleDocument('REFUSAL_NOTICE'), ground: { type: 'OTHER_AUTHORITY' } }
    expect(() => documents.parse(data)).toThrow()
  })
})

describe('what a notice says', () => {
  test('what was received has its form and how much it is; of an answered notice only what came with the answer', () => {
    const table = notice(exampleDocument('RECEIPT')).blocks.find((block) => block.type === 'table')
    expect(table?.rows).toContainEqual(['3', '验资报告', '电子文件', '1', '6', ''])
    expect(table?.rows).toContainEqual(['4', '住所使用权证明', '电子文件', '2', '—', ''])
    const corrected = notice(exampleDocument('RECEIPT', { titleNote: '补正材料' }))
    expect(corrected.title).toBe('收件凭证（补正材料）')
    expect(words(corrected)).toContain('以前出具的收件凭证继续有效')
  })

  test('an extension of a period of 行政许可法 art. 42 puts off both days, and says what a special procedure took', () => {
    const statutory = {
      ownPeriod: false,
      before: '2026-12-31',
      after: '2027-01-15',
      law: NAME_MEASURES,
      provisional: { promisedBefore: false, before: false, after: true },
      paused: true,
    }
    const content = notice(exampleDocument('EXTENSION_NOTICE', { statutory }))
    expect(words(content)).toMatch(
      /原法定期限.*2026年12月31日，已扣除特别程序所需时间.*延长后的法定期限.*2027年1月15日（暂定/s,
    )
    expect(words(content)).not.toContain('不变')
    expect(content.legalBasis).toBe(`${APL}第四十二条第一款`)
  })

  test('papers that came after closing time are said to count from the next working day', () => {
    const late = notice(exampleDocument('ACCEPTANCE_NOTICE', { acceptedOn: '2026-11-23', afterHours: true }))
    expect(words(late)).toContain('2026年11月23日（办公时间以外提交，计入下一个工作日）')
  })

  test('what ends a case in the name stage, where none was kept, says nothing of a notice', () => {
    for (const kind of ['REFUSAL_NOTICE', 'DECISION_DENIED', 'TERMINATION_NOTICE'] as const)
      expect(words(notice(exampleDocument(kind, { nameGivenUp: null })))).not.toContain('名称核准通知书')
  })

  test('acceptance rests on the one or the other half of item (5)', () => {
    const complete = notice(exampleDocument('ACCEPTANCE_NOTICE', { correctedOn: null }))
    expect(words(complete)).toContain('申请材料齐全、符合法定形式')
    expect(words(complete)).not.toContain('补正')
    const corrected = words(notice(exampleDocument('ACCEPTANCE_NOTICE')))
    expect(corrected).toContain('已经按照本机关的要求提交全部补正申请材料')
    expect(corrected).not.toContain('齐全、符合')
  })

  test('every item to correct has its reason, and the list says that it is complete', () => {
    const content = notice(exampleDocument('CORRECTION_NOTICE'))
    const table = content.blocks.find((block) => block.type === 'table')
    expect(table?.rows.map((row) => row[0])).toEqual(['1', '2', '3'])
    expect(table?.rows[0]).toEqual(['1', '住所使用权证明', '租赁合同缺少出租方签章，请补签后重新上传。'])
    expect(words(content)).toContain('未列明的内容无需补正')
  })

  test('acceptance by silence is said to be so and rests on item (4)', () => {
    const content = notice(exampleDocument('ACCEPTANCE_NOTICE', { deemed: true, handlerName: null }))
    expect(words(content)).toContain('视为受理')
    expect(words(content)).not.toContain('经办人')
    expect(content.legalBasis).toContain('第三十二条第一款第（四）项')
  })

  test('acceptance of a name cites neither a regulation of founding nor a special procedure, and decides no licence', () => {
    const name = { law: NAME_MEASURES, decides: '核准名称', pausable: false, ownPeriod: false }
    const content = notice(exampleDocument('ACCEPTANCE_NOTICE', { ...name, matterTitle: '社会团体名称核准' }))
    expect(content.legalBasis).toBe(`${APL}第三十二条第一款第（五）项和第二款、第四十二条第一款，${NAME_MEASURES}`)
    expect(words(content)).toContain('作出是否核准名称的决定。')
    expect(words(content)).not.toMatch(/准予行政许可|登记管理条例|听证/)
  })

  test.each([
    ['NO_LICENCE_NEEDED', '第（一）项'],
    ['OTHER_AUTHORITY', '第（二）项'],
    ['OTHER', '第三十二条'],
  ] as const)('refusal ground %s rests on %s', (type, article) => {
    const ground = type === 'OTHER_AUTHORITY' ? { type, competentAuthority: '太原市行政审批服务管理局' } : { type }
    expect(notice(exampleDocument('REFUSAL_NOTICE', { ground })).legalBasis).toContain(article)
  })

  test('what is taken back needs no consent, rests on no law and cannot be appealed', () => {
    const cause = { type: 'WITHDRAWN', withdrawnOn: '2026-11-19' }
    const content = notice(exampleDocument('TERMINATION_NOTICE', { cause, remedies: null }))
    expect(words(content)).toContain('您于2026年11月19日在本机关作出决定之前撤回了该申请。')
    expect(content).toMatchObject({ legalBasis: null, rights: null })
    expect(words(content)).not.toMatch(/同意|决定终止|视为撤回/)
  })

  test.each([
    ['SUGGESTED_OK', '申请名称核准'],
    ['SUGGESTED_CHANGE', '重新提交咨询'],
    ['NOT_SUITABLE', '重新发起咨询'],
  ] as const)('consultation outcome %s says what comes next', (outcome, text) => {
    expect(words(notice(exampleDocument('CONSULTATION_REPLY', { outcome })))).toContain(text)
  })
})

describe('certificates', () => {
  const kinds = ['CERTIFICATE_ORIGINAL', 'CERTIFICATE_DUPLICATE'] as const satisfies DocumentKind[]

  test.each(kinds)('%s of a directly registered group has no supervisory unit', (kind) => {
    expect(words(documents.content(exampleDocument(kind, { supervisoryUnit: null })))).toContain('无（直接登记）')
  })

  test('only 副本 has the record of yearly checks, with six empty rows', () => {
    const [original, duplicate] = kinds.map((kind) => documents.content(exampleDocument(kind)))
    expect(original).toHaveProperty('annualCheck', null)
    expect(duplicate).toHaveProperty('annualCheck.blankRows', 6)
  })
})

describe('a filing', () => {
  const data = exampleDocument('FILING_RECEIPT')
  if (data.kind !== 'FILING_RECEIPT') throw new Error('another kind')

  test.each([
    ['of both', data, ['印章式样和银行账号', '备案印章', '备案银行账户'], []],
    ['of seals', { ...data, account: null }, ['报送的印章式样（', '印章式样发生变化'], ['银行账号', '备案银行账户']],
    [
      'of an account',
      { ...data, seals: [] },
      ['报送的银行账号（', '备案银行账户'],
      ['备案印章', '印章式样', '印章的启用'],
    ],
  ])('%s says what was filed and nothing else', (_what, filed, said, unsaid) => {
    const text = words({ ...notice(filed), title: '' })
    for (const word of said) expect(text).toContain(word)
    for (const word of unsaid) expect(text).not.toContain(word)
  })
})

test('登记公告: what changes nothing that is announced is no founding, and is not announced', () => {
  const { calledFor } = documents.of('ANNOUNCEMENT')
  const set = (item: RegisterItem, orgType = 'SOCIAL_GROUP') =>
    calledFor?.({ orgType, changes: [{ kind: 'set', item, before: '甲', after: '乙' }] } as never)
  const announced = ['purpose', 'fund', 'name', 'domicile', 'legalRepresentative'] as const
  expect(announced.map((item) => set(item))).toEqual([false, false, true, true, true])
  expect(announced.map((item) => set(item, 'PRIVATE_NON_ENTERPRISE'))).toEqual([false, false, true, true, true])
  // 基金会管理条例 art. 19 makes no difference between its items.
  expect(announced.map((item) => set(item, 'FOUNDATION'))).toEqual([true, true, true, true, true])
  expect(calledFor?.({ changes: [] } as never)).toBe(true)
})
