import { refuse, toHalfWidth } from './checked.ts'
import type { Checked } from './checked.ts'

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/** Checks an e-mail address (the dot-atom form of RFC 5322, lengths of RFC 5321); the domain is lower-cased. */
export function validateEmail(raw: string): Checked {
  const typed = toHalfWidth(raw).trim()
  const at = typed.lastIndexOf('@')
  const local = typed.slice(0, Math.max(at, 0))
  const domain = typed.slice(at + 1).toLowerCase()
  const fits = at > 0 && local.length <= 64 && typed.length <= 254
  return fits && LOCAL_PART.test(local) && DOMAIN.test(domain)
    ? { ok: true, value: `${local}@${domain}` }
    : refuse('电子邮箱格式不正确，例如name@example.com')
}
