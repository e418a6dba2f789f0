import { chineseDate, validityText } from '../../core/documents/dates.ts'
import { registeredItems } from '../../core/documents/registered-items.ts'
import { postText } from '../../core/posts.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { certificateTag, wasIssued } from '../../core/register/certificates.ts'
import { toldBefore, type Duty } from '../../core/register/duties.ts'
import { unitKinds } from '../../core/register/holdings.ts'
import { ownLedgerText } from '../../core/register/ledger.ts'
import { isRegistered, registerStatuses } from '../../core/register/statuses.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { statuses } from '../../core/workflow/statuses.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { paths } from '../../web/paths.ts'
import type { OrganizationDetail } from '../organizations/queries.ts'
import { ledgerEvents } from '../organizations/view.ts'
import { dutiesOwed, type HomeCase, type Owing } from './owing.ts'
import type { HomeData, HomeDocument } from './queries.ts'
import { sealsView } from './seals.ts'
import { mendLink, wayLink, type Beginning } from './ways.ts'

/** What the home of an organization is made of. */
export type Home = {
  readonly organization: OrganizationDetail
  readonly owing: Owing
  readonly data: HomeData
  readonly beginning: Beginning
  /** Cases the reader may open. */
  readonly opens: (caseFile: HomeCase) => boolean
  /** Files somebody uploaded are open to whoever may fill in. */
  readonly readsFiles: boolean
}

const signs = { overdue: '!', due: '!', soon: '·', running: '·', ahead: '·' } as const
const words = { overdue: '已逾期', due: '该办了', soon: '快到了', running: '办理中', ahead: '' } as const

const dutyView = ({ owing, beginning, opens }: Home, duty: Duty) => {
  const caseFile = owing.cases.find(({ id }) => id === duty.caseId)
  const mine = caseFile?.onBehalf === null && statuses[caseFile.status].turn === 'applicant'
  return {
    text: duty.text,
    help: caseFile && !opens(caseFile) ? '由成立时的经办人用自己的账号办理。' : duty.help,
    urgency: duty.urgency,
    sign: signs[duty.urgency],
    word: words[duty.urgency],
    // A case says itself how it stands; of another duty whose case runs it is said.
    running: duty.urgency === 'running' && duty.kind !== 'CASE',
    links: caseFile
      ? opens(caseFile)
        ? [{ href: paths.case(caseFile.id), text: mine ? '继续办理' : '查看进度' }]
        : []
      : duty.ways.map((way) => wayLink(beginning, way)),
  }
}

const documentLinks = (deps: Pick<Deps, 'documents'>, { beginning: { chosen } }: Home, list: readonly HomeDocument[]) =>
  list.flatMap(({ id, kind, note, number, status, made }) =>
    made
      ? [
          {
            href: paths.organizationDocument(id, chosen),
            text: `${deps.documents.titleOf(kind, note)} ${number}${status === 'REVOKED' ? '（已失效）' : ''}`,
          },
        ]
      : [],
  )

const certificateRows = (deps: Pick<Deps, 'clock' | 'documents'>, home: Home) =>
  home.organization.certificates
    .filter(({ status }) => wasIssued(status))
    .map((one) => ({
      title: one.number === null ? '' : `编号${one.number}`,
      period: validityText(one.validFrom, one.validTo),
      tag: certificateTag(one, localDate(deps.clock.now())),
      files: documentLinks(
        deps,
        home,
        home.data.documents.filter(({ certificateId }) => certificateId === one.id),
      ),
      verifyHref: one.code === null ? undefined : paths.verifyDocument(one.code),
    }))

const charterFiles = (deps: Pick<Deps, 'matters'>, { data: { founding }, readsFiles, beginning: { chosen } }: Home) => {
  if (!founding || !readsFiles) return []
  const codes = deps.matters
    .require(founding.matter)
    .materials.filter(({ charter }) => charter)
    .map(({ code }) => code)
  return founding.files
    .filter(({ material }) => codes.includes(material))
    .map(({ id, name }) => ({ href: paths.organizationCharter(id, chosen), text: name }))
}

/** 登记沿革; what was entered on one day by no case of ours stands together. */
const ledgerView = (deps: Pick<Deps, 'documents'>, home: Home) => {
  const events = ledgerEvents(home.organization, ownLedgerText)
  const together = Map.groupBy(events, ({ effectiveOn, number, source }) =>
    number === null ? effectiveOn : `${effectiveOn} ${source}`,
  )
  return [...together.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const sources = group.map(({ source }) => source)
    return {
      on: chineseDate(first.effectiveOn),
      lines: group.toReversed().flatMap(({ lines }) => lines),
      number: first.number,
      files: documentLinks(
        deps,
        home,
        home.data.documents.filter(({ source }) => sources.includes(source)),
      ),
    }
  })
}

/** Everything the home of an organization shows. */
export const homeView = (deps: Deps, home: Home) => {
  const { organization, owing, beginning } = home
  const { holdings } = owing
  const duties = dutiesOwed(deps, owing)
  const today = localDate(deps.clock.now())
  const electronic = sealsView(organization, holdings, home.data.sealPaused, beginning.chosen)
  const authority = authorityById(deps.reference, organization.authorityId)
  return {
    name: organization.name,
    uscc: organization.uscc,
    status: registerStatuses[organization.status],
    since: organization.status === 'ACTIVE' ? undefined : chineseDate(organization.statusSince),
    validTo:
      organization.validTo === null || !isRegistered(organization.status)
        ? undefined
        : chineseDate(organization.validTo),
    matters: beginning.families.map(({ family, text, reason }) => ({
      ...wayLink(beginning, { family, text }),
      reason,
    })),
    todo: duties.filter(({ urgency }) => urgency !== 'ahead').map((duty) => dutyView(home, duty)),
    // What it will be told of: what the register knows no day of it cannot.
    reminds: duties
      .filter(({ kind }) => toldBefore[kind].length > 0 && !kind.startsWith('REPORT'))
      .map(({ title }) => title),
    ahead: duties
      .flatMap(({ dueOn, title, urgency }) =>
        dueOn !== undefined && dueOn >= today && urgency !== 'overdue'
          ? [{ on: chineseDate(dueOn), title, dueOn }]
          : [],
      )
      .toSorted((one, other) => one.dueOn.localeCompare(other.dueOn)),
    short: `法定代表人${organization.items.legalRepresentative}，住所${organization.items.domicile}`,
    items: [
      ...registeredItems(organization.type, organization.items, { none: '未登记', own: true }).map(
        ({ item, label, value }) => ({
          label,
          text: value,
          change: { ...mendLink(beginning, 'items', item), hidden: label },
        }),
      ),
      { label: '统一社会信用代码', text: organization.uscc },
      { label: '组织类型', text: ORG_TYPES[organization.type].label },
      { label: '成立日期', text: chineseDate(organization.establishedOn) },
      { label: '登记管理机关', text: authority.name },
    ],
    authority: { name: authority.name, phone: authority.phone },
    term: holdings.term && `${holdings.term.name}，${validityText(holdings.term.from, holdings.term.to)}`,
    people: {
      mend: mendLink(beginning, holdings.term ? 'people' : 'organs'),
      rows: holdings.people.map(({ name, post, legalRepresentative, since, until, terms }) => [
        { text: name },
        { text: `${postText(post)}${legalRepresentative ? '（法定代表人）' : ''}` },
        {
          text:
            [since && `${chineseDate(since)}起`, until && `至${chineseDate(until)}`].filter(Boolean).join('') || '—',
        },
        { text: terms > 1 ? `第${String(terms)}次当选` : terms === 1 ? '首次当选' : '任期内接任' },
      ]),
    },
    electronic,
    seals: {
      mend: mendLink(beginning, 'seals'),
      rows: holdings.seals.map(({ kind, engraving, size, filedOn }) => [
        { text: kind },
        { text: engraving },
        { text: size || '—' },
        { text: chineseDate(filedOn), nowrap: true },
      ]),
    },
    accounts: {
      mend: mendLink(beginning, 'accounts'),
      rows: holdings.accounts.map(({ kind, bank, end, filedOn }) => [
        { text: kind },
        { text: bank },
        { text: `尾号${end}` },
        { text: chineseDate(filedOn), nowrap: true },
      ]),
    },
    units: {
      mend: mendLink(beginning, 'units'),
      rows: holdings.units.map(({ kind, name, address, filedOn }) => [
        { text: unitKinds[kind] },
        { text: name },
        { text: address || '—' },
        { text: chineseDate(filedOn), nowrap: true },
      ]),
    },
    certificates: { mend: mendLink(beginning, 'certificates'), rows: certificateRows(deps, home) },
    charter: {
      mend: mendLink(beginning, 'charter'),
      files: charterFiles(deps, home),
      inForce: holdings.charter && `第${String(holdings.charter.n)}版，自${chineseDate(holdings.charter.from)}起生效`,
      href: paths.organizationCharters(beginning.chosen),
    },
    ledger: ledgerView(deps, home),
    ended: organization.status === 'DEREGISTERED',
    wholeFile: home.data.documents.some(({ made }) => made) ? paths.organizationFile(beginning.chosen) : undefined,
    publicHref: paths.organization(organization.uscc),
  }
}
