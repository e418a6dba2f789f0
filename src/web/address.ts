/** The eight groups of an IPv6 address, or nothing for an IPv4 one. */
const groupsOf = (ip: string): readonly string[] | undefined => {
  if (!ip.includes(':')) return undefined
  const [head = '', tail] = ip.split('::')
  const front = head.split(':').filter(Boolean)
  const back = (tail ?? '').split(':').filter(Boolean)
  const gap = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  return [...front, ...Array<string>(gap).fill('0'), ...back]
}

/** IPv4 in IPv6 clothes (`::ffff:192.0.2.1`) as plain IPv4. */
const plain = (ip: string): string => ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')

/** Whom a limit per address counts: an IPv4 address, or the /64 an IPv6 one lies in, which one household commands. */
export const networkOf = (ip: string): string => {
  const address = plain(ip)
  const groups = groupsOf(address)
  return groups ? `${groups.slice(0, 4).join(':')}::/64` : address
}

/** An address as shown to the owner of an account: enough to recognise a place, not to find a person. */
export const maskIp = (ip: string): string => {
  const address = plain(ip)
  const groups = groupsOf(address)
  if (groups) return `${groups.slice(0, 2).join(':')}:****`
  const parts = address.split('.')
  return parts.length === 4 ? `${parts.slice(0, 2).join('.')}.*.*` : '未知'
}
