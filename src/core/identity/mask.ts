/*
 * Personal data as shown by default (个人信息保护法 art. 6, minimal): the full value appears only on request, with a
 * reason, in the log.
 */

/** Compound surnames in common use (复姓). */
const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  (
    '欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 司空 夏侯 轩辕 宇文 长孙 端木 南宫 独孤 闻人 ' +
    '申屠 太史 公冶 澹台 濮阳 淳于 单于 钟离 仲孙 鲜于 闾丘 呼延 西门 拓跋 百里 东郭 第五 赫连 完颜 纳兰'
  ).split(' '),
)

/** Document number: first 4 and last 4; of numbers under 15 characters (passports) only 2 and 2. */
export function maskIdNumber(value: string): string {
  const shown = value.length >= 15 ? 4 : 2
  if (value.length <= shown * 2) return '*'.repeat(value.length)
  return value.slice(0, shown) + '*'.repeat(value.length - shown * 2) + value.slice(-shown)
}

/** Phone: `138****1234`; of any other number only the last 2 digits. */
export function maskPhone(value: string): string {
  if (/^\d{11}$/.test(value)) return `${value.slice(0, 3)}****${value.slice(-4)}`
  return value.length <= 4 ? '*'.repeat(value.length) : '****' + value.slice(-2)
}

/** Personal name: the surname and one star (`张*`, `欧阳*`), so that not even the length shows. */
export function maskName(value: string): string {
  const chars = Array.from(value)
  if (chars.length === 0) return ''
  const pair = chars.slice(0, 2).join('')
  const surname = chars.length > 2 && COMPOUND_SURNAMES.has(pair) ? pair : (chars[0] ?? '')
  return `${surname}*`
}

/** E-mail address: `a***@x.com`. */
export function maskEmail(value: string): string {
  const at = value.lastIndexOf('@')
  return at <= 0 ? '***' : `${value.slice(0, 1)}***${value.slice(at)}`
}

/** Bank account: the last 4 digits; nothing of an account shorter than 8. */
export function maskBankAccount(value: string): string {
  return value.length < 8 ? '****' : `****${value.slice(-4)}`
}

/** Account name: the first two characters, so that its owner knows it and nobody else learns it. */
export function maskLoginName(value: string): string {
  return `${Array.from(value).slice(0, 2).join('')}****`
}
