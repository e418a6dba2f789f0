import type { Deps } from '../../deps.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import type { Field } from '../../core/forms/field.ts'
import { kindOf } from '../../core/forms/kinds.ts'
import { stepOf, type Action } from '../../core/workflow/procedures/index.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { paths } from '../../web/paths.ts'
import type { Staff } from '../../web/route.ts'
import { checkStageName, namesBefore, namesOf, othersWith } from '../cases/name.ts'
import { statusTag } from '../cases/progress.ts'
import { checkedText, nameRows } from '../organizations/name-view.ts'
import { grantsName, precedenceField } from './action-forms.ts'
import type { StaffCase } from './case-data.ts'

const placeText = (place: number): string => (place === 0 ? '拟用名称' : `备选名称${['一', '二'][place - 1] ?? place}`)

const orderText = (other: Date, own: Date): string =>
  other < own ? '先于本件' : other > own ? '后于本件' : '与本件同时'

const yesNo: Field = { name: '', label: '', kind: 'yesNo' }

/** The answers of the submission that is decided on, as far as they say something of a name. */
const submittedAnswers = ({ caseFile, submissions }: StaffCase) => {
  const sections = submissions.find(({ stage }) => stage === caseFile.stage)?.content.sections ?? []
  const yes = kindOf(yesNo).toText('yes', yesNo)
  return {
    value: (page: string, field: string): string => {
      const text = sections.find((one) => one.page === page)?.rows.find((row) => row.field === field)?.text ?? ''
      return text === yes ? 'yes' : text
    },
    items: (page: string) =>
      (sections.find((one) => one.page === page)?.items ?? []).map(({ id, rows }) => ({
        id,
        values: Object.fromEntries(rows.map(({ field, text }) => [field, text])),
      })),
  }
}

/** What the engine says of one name of the case; who else asks for it stands in a table of its own. */
const compared = async (deps: Deps, found: StaffCase, name: string, place: number) => {
  const checked = await checkStageName(deps, found.caseFile, name, submittedAnswers(found))
  return checked
    ? [
        {
          title: placeText(place),
          name: checked.normalized,
          parts: [
            { label: '行政区划', text: checked.parts.division ?? '无' },
            ...(deps.matters.require(found.caseFile.matter).orgType === 'SOCIAL_GROUP'
              ? []
              : [{ label: '字号', text: checked.parts.tradeName ?? '无' }]),
            { label: '业务领域', text: checked.parts.field || '无' },
            { label: '组织形式', text: checked.parts.form || '无' },
          ],
          rows: nameRows({ findings: checked.findings.filter(({ code }) => code !== 'N77') }),
          checked: checkedText(checked),
          nearest: checked.nearest.map(({ name: other, uscc, similarity, authorityName }) => [
            { text: other, sub: uscc },
            { text: authorityName ?? '' },
            { text: `${String(Math.round(similarity * 100))}%`, numeric: true },
          ]),
          elsewhere: checked.findings.some(({ code }) => code === 'N77'),
        },
      ]
    : []
}

/** The names the case asks for, each compared with the rules and the register, and other open cases that ask for them. */
export const namesPanel = async (deps: Deps, staff: Staff, found: StaffCase) => {
  const { caseFile } = found
  const { db } = deps
  const names = await namesOf(db, caseFile.id)
  const others = (
    await Promise.all(
      names.map(async (name, place) =>
        (await othersWith(db, caseFile.id, name)).map((other) => ({ other, name, place })),
      ),
    )
  ).flat()
  const { begunBy } = deps.matters.require(caseFile.matter)
  // Whoever is registered goes by the name it has until another one is granted.
  const asked = begunBy === 'person' ? caseFile.title : names[0]?.name
  const alternatives = names.slice(1)
  return {
    checks: (
      await Promise.all([
        ...(asked === undefined ? [] : [compared(deps, found, asked, 0)]),
        ...alternatives.map(({ name }, index) => compared(deps, found, name, index + 1)),
      ])
    ).flat(),
    others: others.map(({ other, name, place }) => [
      { text: placeText(place), sub: name.name },
      { text: other.name, sub: other.place === 0 ? '该件的拟用名称' : '该件的备选名称' },
      other.authorityId === staff.authority.id
        ? { href: paths.staffCase(other.caseId), text: other.number }
        : { text: other.authorityName },
      { text: chineseDate(localDate(other.since)), sub: orderText(other.since, name.since) },
      { tag: other.same ? { text: '相同', tone: 'danger' } : { text: '相近', tone: 'warning' } },
      { tag: statusTag(deps, other) },
    ]),
  }
}

/** What a step asks for besides its own form, because of other cases: a reason where it grants the later one a name. */
export const askedBeside = async (deps: Deps, { caseFile }: StaffCase, action: Action): Promise<readonly Field[]> =>
  grantsName(deps.matters.require(caseFile.matter), stepOf(caseFile.procedure, action)) &&
  (await namesBefore(deps.db, caseFile)).length > 0
    ? [precedenceField]
    : []

/** Decisions by which a later case got a name before an earlier one, as the officials of both are told. */
export const precedenceTexts = (found: StaffCase): readonly string[] =>
  found.precedences.map(
    ({ earlier, name, earlier_name: first, earlier_since: since, at, number, authority, reason }) => {
      const [granted, submitted] = [at, since].map((instant) => chineseDate(localDate(new Date(instant))))
      return earlier
        ? `“${name}”已于${granted ?? ''}核准给在后提交的申请（${authority}，办件编号${number}），本件的“${first}”与它相同或者相近。理由：${reason}`
        : `本件的名称“${name}”于${granted ?? ''}核准时，${authority}的办件${number}已在${submitted ?? ''}提交“${first}”。理由：${reason}`
    },
  )
