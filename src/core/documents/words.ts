import { laws } from '../law.ts'
import type { Block, Column, Fact } from './blocks.ts'
import type { CommonData } from './define.ts'
import type { StepFacts } from './facts.ts'

// Words and blocks that letters of several kinds are made of.

export const APL = laws.APL.title
export const NAME_MEASURES = laws.NAMES.title
export const SIGNED_RECEIPT = '签收人：＿＿＿＿＿＿　　签收日期：＿＿＿＿年＿＿月＿＿日'

export const paragraph = (text: string): Block => ({ type: 'paragraph', text })
export const fact = (label: string, value: string): Fact => ({ label, value })
export const left = (title: string, share: number): Column => ({ title, share, align: 'left' })
export const center = (title: string, share: number): Column => ({ title, share, align: 'center' })
export const handler = (name: string): string => `经办人：${name}`

/** A full stop is added only where the official's own words do not end with one. */
export const sentence = (text: string): string => (/[。！？；]$/.test(text) ? text : `${text}。`)

/** How a document calls its reader. */
export const you = ({ applicantKind }: Pick<CommonData, 'applicantKind'>): string =>
  applicantKind === undefined ? '你（单位）' : applicantKind === 'PERSON' ? '您' : '你单位'

/** Behind a day that is not the one something was submitted on. */
export const AFTER_HOURS = '（办公时间以外提交，计入下一个工作日）'

/** The end of a case gives the name it kept to everybody again. */
export const nameEnds = (data: { readonly nameGivenUp: string | null; readonly organizationName: string }): Block[] =>
  data.nameGivenUp === null
    ? []
    : [
        paragraph(
          `名称“${data.organizationName}”的《名称核准通知书》（${data.nameGivenUp}）同时失效，该名称不再保留；仍需使用的，应当重新申请名称核准。`,
        ),
      ]

export const caseFacts = (data: CommonData): Fact[] => [
  fact('办件编号', data.applicationNumber),
  fact('申请人', data.applicantName),
  fact('申请事项', data.matterTitle),
  fact('组织名称', data.organizationName),
]

export const numberedReasons = (reasons: readonly { text: string; basis: string | null }[]): Block => ({
  type: 'list',
  items: reasons.map(({ text, basis }) => sentence(text) + (basis === null ? '' : `（依据：${basis}）`)),
})

/** What a refusal rests on: no step that refuses is taken without its grounds. */
export const refusalIn = ({ refusal, conclusion }: StepFacts) => {
  if (!refusal) throw new Error('a refusal without grounds')
  return { reasons: [...refusal.reasons], law: refusal.law, explanation: conclusion }
}
