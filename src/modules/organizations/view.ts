import { chineseDate, validityText } from '../../core/documents/dates.ts'
import { registeredItems } from '../../core/documents/registered-items.ts'
import { nameKey } from '../../core/names/normalize.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { paths } from '../../web/paths.ts'
import { authorityById, type ReferenceData } from '../../reference/reference.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import {
  countCap,
  mostOfOneWord,
  type CertificateEntry,
  type OrganizationCursor,
  type OrganizationDetail,
  type FoundOrganization,
  type OrganizationPage,
  type OrganizationSearch,
} from './queries.ts'
import { certificateTag, wasIssued } from '../../core/register/certificates.ts'
import { ledgerText } from '../../core/register/ledger.ts'
import { reportConclusions, type ReportConclusion } from '../../core/register/reports.ts'
import { registerStatuses } from '../../core/register/statuses.ts'

/** Columns of a list of organizations. */
export const organizationHead = ['名称', '统一社会信用代码', '类型', '登记管理机关', '成立日期', '状态'].map(
  (text) => ({ text }),
)

type Wanted = Pick<OrganizationSearch, 'query' | 'key'>

/** The former names that were found, by all that was typed or else by its words, where the present one was not so. */
const foundBy = ({ name, calledBefore }: FoundOrganization, { query, key }: Wanted): readonly string[] => {
  if (query === '') return []
  const found = [nameKey(query), key].map((words) => {
    const holds = (text: string): boolean => words !== '' && nameKey(text).includes(words)
    return holds(name) ? [] : calledBefore.filter(holds)
  })
  return found.find((names) => names.length > 0) ?? []
}

/** One line of such a list; `wanted`: what was looked for, see organizationQuery. */
export const organizationRow = (reference: ReferenceData, line: FoundOrganization, wanted: Wanted) => {
  const former = foundBy(line, wanted)
  return [
    {
      text: line.name,
      href: paths.organization(line.uscc),
      ...(former.length > 0 ? { sub: `曾用名：${former.join('、')}` } : {}),
    },
    { text: line.uscc, nowrap: true },
    { text: ORG_TYPES[line.type].shortLabel },
    { text: authorityById(reference, line.authorityId).name },
    { text: chineseDate(line.establishedOn), nowrap: true },
    { tag: registerStatuses[line.status] },
  ]
}

/** How many were found, in words; above the cap it is time to write more of the name. */
export const countText = ({ count, cut }: Pick<OrganizationPage, 'count' | 'cut'>): string =>
  cut
    ? `符合条件的社会组织超过${mostOfOneWord}个，只列出其中${mostOfOneWord}个，请补充关键字`
    : count > countCap
      ? `共${countCap}+个结果，请输入更完整的名称缩小范围`
      : `共${count}个结果`

/** The address of a list of organizations. */
export const listHref = (query: string, after?: OrganizationCursor): string => {
  const parameters = new URLSearchParams({
    ...(query === '' ? {} : { q: query }),
    ...(after ? { after: `${after.rank}.${after.establishedOn}.${after.id}` } : {}),
  }).toString()
  return parameters === '' ? paths.organizations : `${paths.organizations}?${parameters}`
}

/** Columns of the certificates of an organization. */
const certificateHead = ['序号', '证书编号', '发证日期', '有效期限', '状态', '核验'].map((text) => ({ text }))

/** One certificate; what ended it has its day. */
const certificateRow = (certificate: CertificateEntry, today: string) => {
  const { code, endedOn, madeOn, number, serial, status, validFrom, validTo } = certificate
  return [
    { text: String(serial), nowrap: true },
    { text: number ?? '—' },
    { text: wasIssued(status) ? chineseDate(madeOn) : '—', nowrap: true },
    { text: validityText(validFrom, validTo) },
    { tag: certificateTag(certificate, today), ...(endedOn === null ? {} : { sub: chineseDate(endedOn) }) },
    code === null ? { text: '—' } : { text: '核验这份证书', href: paths.verifyDocument(code) },
  ]
}

const ledgerHead = ['生效日期', '变动', '决定文书', '登记管理机关'].map((text) => ({ text }))

/** 登记沿革: what changed, when, by which decision of which office; newest first, and never who handled it. */
export const ledgerEvents = (
  { ledger, type, certificates }: Pick<OrganizationDetail, 'ledger' | 'type' | 'certificates'>,
  textOf: typeof ledgerText = ledgerText,
) => {
  const numbers = new Map(certificates.map(({ serial, number }) => [serial, number]))
  return [...Map.groupBy(ledger, ({ source }) => source).values()].flatMap((together) => {
    const [first] = together
    const lines = together.toReversed().flatMap((line) => textOf(type, line, (serial) => numbers.get(serial)) ?? [])
    if (!first || lines.length === 0) return []
    const notice = first.notice && `遗失声明刊登于《${first.notice.paper}》，${chineseDate(first.notice.on)}`
    const { source, effectiveOn, number, authorityId } = first
    return [{ source, effectiveOn, number, authorityId, lines: notice ? [...lines, notice] : lines }]
  })
}

const ledgerRows = (reference: ReferenceData, organization: OrganizationDetail) =>
  ledgerEvents(organization).map(({ effectiveOn, lines, number, authorityId }) => [
    { text: chineseDate(effectiveOn), nowrap: true },
    { lines },
    { text: number ?? '—' },
    { text: authorityById(reference, authorityId).name },
  ])

const reportHead = ['年度', '年检结论', '结论日期', '说明'].map((text) => ({ text }))

/** 年度报告: a line a year, with what the conclusion was before. */
const reportRows = ({ uscc, reports, ledger }: Pick<OrganizationDetail, 'uscc' | 'reports' | 'ledger'>) =>
  reports.map(({ year, conclusion, concludedOn, late, rectification }) => {
    const earlier = ledger
      .filter(({ kind, item, before }) => kind === 'report' && item === String(year) && before !== null)
      .map(
        ({ before, effectiveOn }) =>
          `${chineseDate(effectiveOn)}以前为“${reportConclusions[before as ReportConclusion].text}”`,
      )
    const { text, tone } = reportConclusions[conclusion]
    const mended = rectification && (rectification.on ? `${chineseDate(rectification.on)}确认整改完成` : '正在整改')
    const notes = [...(late ? ['逾期报送'] : []), ...earlier, ...(mended ? [mended] : [])]
    return [
      { text: `${String(year)}年度`, href: paths.publicReport(uscc, String(year)), nowrap: true },
      { tag: { text, tone } },
      { text: chineseDate(concludedOn), nowrap: true },
      notes.length > 0 ? { lines: notes } : { text: '—' },
    ]
  })

/** What the certificate in force calls the same amount, where that is another word. */
const otherWords = (certificates: readonly CertificateEntry[], label: string): readonly string[] =>
  certificates
    .filter(({ status, fundLabel }) => status === 'VALID' && fundLabel !== null && fundLabel !== label)
    .map(({ fundLabel }) => `登记证书上称“${fundLabel}”`)

/** An organization as the public register shows it. */
export const organizationView = (
  { reference, clock }: Pick<Deps, 'clock' | 'reference'>,
  organization: OrganizationDetail,
) => {
  const { validFrom, validTo, formerNames, certificates } = organization
  const { text } = registerStatuses[organization.status]
  const items = registeredItems(organization.type, organization.items, { none: '未登记' })
  return {
    name: organization.name,
    certificateHead,
    ledgerHead,
    rows: [
      { label: '名称', text: organization.name },
      ...(formerNames.length > 0
        ? [{ label: '曾用名', lines: formerNames.map(({ name, endedOn }) => `${name}（用至${chineseDate(endedOn)}）`) }]
        : []),
      { label: '统一社会信用代码', text: organization.uscc },
      { label: '组织类型', text: ORG_TYPES[organization.type].label },
      { label: '状态', text: `${text}（自${chineseDate(organization.statusSince)}起）` },
      ...items.flatMap(({ item, label, value }) => {
        if (item === 'name') return []
        const more = item === 'fund' ? otherWords(certificates, label) : []
        return [more.length > 0 ? { label, lines: [value, ...more] } : { label, text: value }]
      }),
      { label: '登记管理机关', text: authorityById(reference, organization.authorityId).name },
      { label: '成立日期', text: chineseDate(organization.establishedOn) },
      ...(validFrom && validTo ? [{ label: '证书有效期', text: validityText(validFrom, validTo) }] : []),
    ],
    certificates: certificates.map((certificate) => certificateRow(certificate, localDate(clock.now()))),
    ledger: ledgerRows(reference, organization),
    reportHead,
    reports: reportRows(organization),
    announcements: organization.announcements.map(({ id, note, number, on }) => ({
      href: paths.announcement(id),
      text: `${note} ${number}`,
      on: chineseDate(on),
    })),
  }
}
