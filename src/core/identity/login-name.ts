import { refuse, toHalfWidth } from './checked.ts'
import type { Refused } from './checked.ts'

/** Names that speak for the portal or its offices; also refused with digits or underscores behind. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'admin administrator superadmin root system sysadmin staff official gov government portal server service ' +
    'support helpdesk security audit auditor anonymous null undefined operator webmaster postmaster hostmaster ' +
    'minzheng minzhengju minzhengting shanximinzheng kefu guanli guanliyuan shenji chuangkou chushen fushen zhongshen fazheng ' +
    'zhucesh dengji shenpi shenpiju'
  ).split(' '),
)

export const LOGIN_NAME_MESSAGES = {
  length: '用户账号应为4至20个字符',
  form: '用户账号应以英文字母开头，只能包含英文字母、数字和下划线',
  reserved: '该用户账号为系统保留账号，请更换',
} as const

/** The key under which an account name is unique: upper and lower case are one name. */
export function loginNameKey(name: string): string {
  return toHalfWidth(name).trim().toLowerCase()
}

/** Checks an account name as typed; `value` is shown as the user wrote it, `key` is unique among accounts. */
export function validateLoginName(raw: string): { ok: true; value: string; key: string } | Refused {
  const value = toHalfWidth(raw).trim()
  const length = Array.from(value).length
  if (length < 4 || length > 20) return refuse(LOGIN_NAME_MESSAGES.length)
  if (!/^[A-Za-z]\w*$/.test(value)) return refuse(LOGIN_NAME_MESSAGES.form)
  const key = loginNameKey(value)
  if (RESERVED.has(key.replace(/[\d_]+$/, ''))) return refuse(LOGIN_NAME_MESSAGES.reserved)
  return { ok: true, value, key }
}
