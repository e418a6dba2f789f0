import { roles as roleFacts } from '../../core/access.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import type { StaffCase } from './case-data.ts'
import { mayVisit, mostPhotos, visitConclusions, type Colleague } from './visit-fields.ts'
import type { Visit } from './visit-queries.ts'

const at = (instant: string): string => localDateTime(new Date(instant)).text

type Confirmations = Pick<Visit, 'opener' | 'second' | 'opener_at' | 'second_at' | 'event_id'> & {
  /** A confirmed correction of it. */
  readonly corrected: boolean
  /** Its officials belong to the authority the case was with before. */
  readonly elsewhere?: boolean
}

/** Whether a record counts, and whose confirmation is missing. */
const stateOf = ({ opener, second, opener_at: first, second_at: other, event_id: event, ...more }: Confirmations) => {
  if (event !== null)
    return more.corrected ? { text: '已更正', tone: 'neutral' } : { text: '两人均已确认', tone: 'success' }
  if (more.elsewhere) return { text: '转办前没有确认，不计入', tone: 'neutral' }
  const missing = [...(first === null ? [opener] : []), ...(other === null ? [second] : [])]
  return { text: `待${missing.join('、')}确认，不计入办件`, tone: 'warning' }
}

/** Every visit of a case, as rows of its page. */
export const visitRows = ({ caseFile, visits }: StaffCase) =>
  visits.map((visit) => [
    { text: at(visit.visited_at), nowrap: true },
    { text: visit.place },
    { tag: visitConclusions[visit.conclusion] },
    { tag: stateOf(visit), sub: visit.corrects_id === null ? undefined : '更正以前的记录' },
    visit.elsewhere
      ? { text: '由原登记管理机关填写' }
      : { href: paths.staffVisit(caseFile.id, visit.id), text: '查看记录' },
  ])

/** Names for the choice of the other official. */
export const colleagueOptions = (colleagues: readonly Colleague[]) =>
  colleagues.map(({ id, name, roles }) => ({
    value: String(id),
    text: `${name}（${roles.map((role) => roleFacts[role].text).join('、')}）`,
  }))

const confirmation = (name: string, confirmed: string | null): string =>
  confirmed === null ? `${name}：尚未确认` : `${name}：${at(confirmed)}确认`

/** One record, for reading and print, and what this official may do with it. */
export const visitView = (found: StaffCase, staff: Staff, visit: Visit) => {
  const { caseFile } = found
  const counted = visit.event_id !== null
  const mine = [visit.opened_by, visit.second_by].includes(staff.id)
  const now = mayVisit(caseFile, staff.roles)
  const open = mine && now && !counted
  const confirmed = visit.opened_by === staff.id ? visit.opener_at : visit.second_at
  const step = (name: string): string => paths.staffVisitStep(caseFile.id, visit.id, name)
  return {
    number: caseFile.number,
    name: caseFile.title,
    version: visit.version,
    state: stateOf({ ...visit, corrected: visit.corrected_by !== null }),
    rows: [
      { label: '办件', text: `${caseFile.number} ${caseFile.title}` },
      { label: '核查机关', text: staff.authority.name },
      { label: '核查时间', text: at(visit.visited_at) },
      { label: '核查地点', text: visit.place },
      { label: '对方人员', lines: visit.people.map(({ name, post }) => `${name}，${post}`) },
      { label: '核查情况', lines: visit.findings.split('\n') },
      { label: '核查结论', tag: visitConclusions[visit.conclusion] },
      ...(visit.note === '' ? [] : [{ label: '结论说明', lines: visit.note.split('\n') }]),
      {
        label: '核查人员',
        lines: [confirmation(visit.opener, visit.opener_at), confirmation(visit.second, visit.second_at)],
      },
    ],
    photos: visit.photos.map(({ id, name }, index) => ({
      id,
      href: paths.staffVisitPhoto(caseFile.id, visit.id, id),
      alt: `现场照片${index + 1}：${name}`,
    })),
    corrects: visit.corrects_id === null ? undefined : paths.staffVisit(caseFile.id, visit.corrects_id),
    correctedBy: visit.corrected_by === null ? undefined : paths.staffVisit(caseFile.id, visit.corrected_by),
    caseHref: paths.staffCase(caseFile.id),
    printHref: step('print'),
    over: !counted && !now,
    work: open
      ? {
          editHref: step('edit'),
          photos: step('photos'),
          removePhoto: step('remove-photo'),
          confirm: confirmed === null ? step('confirm') : undefined,
          discard: step('discard'),
          full: visit.photos.length >= mostPhotos,
        }
      : undefined,
    correctHref:
      counted && now && visit.corrected_by === null
        ? `${paths.staffVisitNew(caseFile.id)}?${new URLSearchParams({ corrects: visit.id }).toString()}`
        : undefined,
  }
}
