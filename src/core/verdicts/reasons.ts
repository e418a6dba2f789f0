import type { TargetKind } from './targets.ts'

/** Why something is 不合格: each code with its words for the kinds of target it can be said of. The only list. */
const reasons = {
  MISSING: { page: '缺少内容', field: '缺少内容', item: '缺少内容', material: '缺少材料' },
  INCOMPLETE: {
    page: '填写不完整',
    field: '填写不完整',
    item: '填写不完整',
    material: '不完整或者不清晰',
  },
  NOT_AS_ORIGINAL: {
    page: '与证明材料不符',
    field: '与证明材料不符',
    item: '与证明材料不符',
    material: '与原件不符',
  },
  UNSIGNED: { material: '缺少签字或者盖章' },
  OUT_OF_DATE: { material: '已过有效期' },
  AGAINST_RULES: {
    page: '不符合规定',
    field: '不符合规定',
    item: '不符合规定',
    material: '不符合规定',
  },
  CONTRADICTORY: {
    page: '前后不一致',
    field: '前后不一致',
    item: '前后不一致',
    material: '与填写内容不一致',
  },
  OTHER: { page: '其他', field: '其他', item: '其他', material: '其他', check: '不符' },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<TargetKind, string>>>>>

export type ReasonCode = keyof typeof reasons

const wordsOf = (code: ReasonCode): Readonly<Partial<Record<TargetKind, string>>> => reasons[code]

/** Codes that can be said of a kind of target, with their words. */
export const reasonsFor = (kind: TargetKind): readonly { readonly code: ReasonCode; readonly text: string }[] =>
  (Object.keys(reasons) as ReasonCode[]).flatMap((code) => {
    const text = wordsOf(code)[kind]
    return text === undefined ? [] : [{ code, text }]
  })

/** The words of a stored code; a code that is no longer used is shown as it is. */
export const reasonText = (kind: TargetKind, code: string): string =>
  reasonsFor(kind).find((reason) => reason.code === code)?.text ?? code

/** What is told of something 不合格: the reason and the official's own words. 其他 says nothing by itself. */
export const faultText = (kind: TargetKind, code: string, note: string): string =>
  [...(code === 'OTHER' && note !== '' ? [] : [reasonText(kind, code)]), ...(note === '' ? [] : [note])].join('：')

type Wording = { readonly answers: readonly string[]; readonly material: readonly string[] }

/** 常用意见: what is written beside a reason again and again, of what was filled in and of what was uploaded. */
const wordings = {
  MISSING: { answers: ['请补充填写。'], material: ['请上传这份材料。', '缺少部分页，请按原件全部扫描后重新上传。'] },
  INCOMPLETE: {
    answers: ['请按要求填写完整。'],
    material: ['扫描件不清晰，请重新扫描上传。', '内容不完整，请补充后重新上传。'],
  },
  NOT_AS_ORIGINAL: {
    answers: ['请按证明材料更正。'],
    material: ['请上传与原件一致的扫描件。'],
  },
  UNSIGNED: { answers: [], material: ['请由本人签字后重新上传。', '请加盖公章后重新上传。'] },
  OUT_OF_DATE: { answers: [], material: ['请上传在有效期内的材料。'] },
  AGAINST_RULES: {
    answers: ['不符合登记管理的有关规定，请修改。'],
    material: ['格式或者内容不符合规定，请按示范文本修改后重新上传。'],
  },
  CONTRADICTORY: {
    answers: ['与其他页面填写的内容不一致，请核对后修改。'],
    material: ['与填写的内容不一致，请核对后修改填写的内容，或者重新上传。'],
  },
  OTHER: { answers: [], material: [] },
} as const satisfies Readonly<Record<ReasonCode, Wording>>

/** Usual words for every reason a kind of target can have; reasons without any are left out. */
export const wordingsFor = (kind: TargetKind) =>
  reasonsFor(kind)
    .map(({ code, text }) => ({ code, text, phrases: wordings[code][kind === 'material' ? 'material' : 'answers'] }))
    .filter(({ phrases }) => phrases.length > 0)

/** A phrase as a form posts it: `reason:place`. */
export const wordingOf = (kind: TargetKind, posted: string): string | undefined => {
  const [code, place] = posted.split(':')
  return wordingsFor(kind).find((reason) => reason.code === code)?.phrases[Number(place)]
}
