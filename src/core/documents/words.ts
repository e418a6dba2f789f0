import type { Block, Column, Fact } from './blocks.ts'
import type { CommonData } from './define.ts'

// Words and blocks that letters of several kinds are made of.

export const APL = '《中华人民共和国行政许可法》'
export const NAME_MEASURES = '《社会组织名称管理办法》（民政部令第69号）'
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

/** What an official wrote to go out, as the one reason of a decision. */
export const reasonOf = (conclusion: string): { text: string; basis: null }[] => [{ text: conclusion, basis: null }]
