import { refuse, toHalfWidth } from './checked.ts'
import type { Refused } from './checked.ts'
import { looksLikeNumber } from './lookalike-numbers.ts'

/** Names that speak for the portal or its offices; also refused with digits or underscores behind. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'admin administrator superadmin root system sysadmin staff official gov government portal server service ' +
    'support helpdesk security audit auditor anonymous null undefined operator webmaster postmaster hostmaster ' +
    'minzheng minzhengju minzhengting shanximinzheng kefu guanli guanliyuan shenji chuangkou chushen fushen zhongshen fazheng ' +
    'zhucesh dengji shenpi shenpiju'
  ).split(' '),
)

/** What a name must be, as forms say it. */
export const loginNameRule = '4至20个字符，以英文字母开头，可含数字和下划线。注册成功后不能更改。'

export const LOGIN_NAME_MESSAGES = {
  length: '用户账号应为4至20个字符',
  form: '用户账号应以英文字母开头，只能包含英文字母、数字和下划线',
  reserved: '该用户账号为系统保留账号，请更换',
  number: '用户账号不能写成证件号码、代码或者手机号的样子，请更换，例如在字母和数字之间加下划线',
} as const

/** Characters that pass for others when a name is read quickly: adm1n, r00t, 0fficial. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  i: 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
}

/** What a name looks like: look-alikes made equal, underscores gone, two letters that pass for one joined. */
const look = (key: string): string =>
  Array.from(key.replaceAll('_', ''), (character) => LOOK_ALIKES[character] ?? character)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')

const RESERVED_LOOKS: ReadonlySet<string> = new Set([...RESERVED].map(look))

/** A reserved name, also with digits behind it or written with look-alikes. */
const isReserved = (key: string): boolean =>
  [key, key.replace(/[\d_]+$/, '')].some((part) => RESERVED_LOOKS.has(look(part)))

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
  if (isReserved(key)) return refuse(LOGIN_NAME_MESSAGES.reserved)
  if (looksLikeNumber(value)) return refuse(LOGIN_NAME_MESSAGES.number)
  return { ok: true, value, key }
}

const LONGEST = 20

/**
 * Names like one that is taken, for people to choose from; not yet known to be free. `draw(n)` gives a whole number
 * from 0 to n − 1: numbers nobody can foresee are free more often, and tell less about which names exist.
 */
export function loginNameVariants(taken: string, draw: (below: number) => number): string[] {
  const name = toHalfWidth(taken).trim()
  const stem = name.replace(/[\d_]+$/, '') || name
  const endings = [
    String(10 + draw(90)),
    `_${10 + draw(90)}`,
    String(100 + draw(900)),
    `_${100 + draw(900)}`,
    String(1000 + draw(9000)),
    `_${1000 + draw(9000)}`,
  ]
  const variants = endings.map((ending) => stem.slice(0, LONGEST - ending.length) + ending)
  return [...new Set(variants)].filter((variant) => validateLoginName(variant).ok)
}

/**
 * Checks the user name of a member of staff: up to 30 characters, hyphens allowed, so that an authority's name can
 * stand in front; names reserved on the applicants' side are for staff.
 */
export function validateStaffLoginName(raw: string): { ok: true; value: string; key: string } | Refused {
  const value = toHalfWidth(raw).trim()
  if (value.length < 4 || value.length > 30) return refuse('用户名应为4至30个字符')
  if (!/^[A-Za-z][\w-]*$/.test(value)) return refuse('用户名应以英文字母开头，只能包含英文字母、数字、下划线和连字符')
  return { ok: true, value, key: loginNameKey(value) }
}
