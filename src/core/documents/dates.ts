/** A calendar date in an official text: '2026-11-20' gives 2026年11月20日. Throws RangeError on any other form. */
export function chineseDate(isoDate: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(isoDate)
  if (!match) throw new RangeError(`not a calendar date: ${isoDate}`)
  const [, year, month, day] = match
  return `${year}年${Number(month)}月${Number(day)}日`
}

/** A period of validity with both of its days inside: 自2026年11月20日至2031年11月19日. */
export function validityText(from: string, to: string): string {
  if (to < from) throw new RangeError(`period ends before it starts: ${from} – ${to}`)
  return `自${chineseDate(from)}至${chineseDate(to)}`
}
