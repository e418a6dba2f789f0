import { dueDate } from '../../core/documents/dates.ts'
import { withWords } from '../../core/forms/words.ts'
import type { Matter } from '../../core/matters/define.ts'
import { hopedFor, isRetiredMaterial } from '../../core/matters/journey.ts'
import { sponsorWords, type MatterPolicies } from '../../core/matters/policies.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { addWorkingDays, receiptStart } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Authority } from '../../reference/reference.ts'
import { owedDays } from '../../core/matters/owed.ts'
import { materialCountText, materialNeedText, requiredAlways } from './guide.ts'

const answers = ['yes', 'no'] as const
const fieldName = (index: number): string => `q${index + 1}`

/** What was answered to each question: yes, no, or nothing. */
const readAnswers = (matter: Matter, query: Readonly<Record<string, string>>) =>
  (matter.selfCheck?.questions ?? []).map((question, index) => ({
    ...question,
    name: fieldName(index),
    answer: answers.find((answer) => answer === query[fieldName(index)]),
  }))

/** The limits of the site that the questions name, at the level of the authority. */
const wordsFor = ({ site }: Pick<Deps, 'site'>, matter: Matter, { level }: Pick<Authority, 'level'>) => {
  const { leaseMonths, minimumFund, publicFoundationFund }: MatterPolicies = site.matters
  return {
    fund: minimumFund[matter.orgType][level],
    publicFund: publicFoundationFund[level],
    ...sponsorWords(site.matters, matter.orgType),
    leaseMonths,
  }
}

/** When each stage is over at the latest, if everything is handed in today, one stage the day the one before it ends. */
const datesOf = ({ site, reference, clock }: Pick<Deps, 'site' | 'reference' | 'clock'>, matter: Matter) => {
  const { calendar } = reference
  let day = receiptStart(clock.now(), calendar)
  let provisional = false
  return hopedFor(matter).map((stage) => {
    const days = owedDays(matter, stage, site.matters)
    if (days > 0) {
      const end = addWorkingDays(calendar, day, days)
      day = end.date
      provisional ||= end.provisional
    }
    return [
      { text: stage.title },
      { text: days > 0 ? `${days}个工作日` : '当场', nowrap: true },
      { text: dueDate(day, provisional), nowrap: true },
    ]
  })
}

/** What to have at hand for each stage: what is asked, what is always uploaded, and what only some upload. */
const preparationOf = (matter: Matter) =>
  hopedFor(matter).map((stage) => {
    const materials = matter.materials.filter(
      (material) => stage.materials.includes(material.code) && !isRetiredMaterial(material),
    )
    const always = materials.filter(requiredAlways)
    return {
      title: stage.title,
      asks: matter.pages.filter(({ code }) => stage.pages.includes(code)).map(({ title }) => title),
      count: materialCountText(materials),
      always: always.map(({ title }) => title),
      some: materials
        .filter((material) => !always.includes(material))
        .map((material) => `${material.title}（${materialNeedText(matter, material)}）`),
    }
  })

/**
 * Everything to know before a matter is begun with an authority: the questions with what was answered in the address,
 * what follows from a no, what to prepare and when it would be over.
 */
export const beforeStartView = (
  deps: Pick<Deps, 'site' | 'reference' | 'clock' | 'matters'>,
  matter: Matter,
  authority: Authority,
  query: Readonly<Record<string, string>>,
) => {
  const words = wordsFor(deps, matter, authority)
  const asked = readAnswers(matter, query)
  const open = asked.filter(({ answer }) => answer === undefined).length
  return {
    title: matter.title,
    action: paths.beforeStart(matter.code),
    formsHref: `${paths.helpForms}?type=${matter.orgType}`,
    authority: authority.name,
    types: deps.matters.all.flatMap(({ code, orgType, selfCheck }) =>
      selfCheck
        ? [
            {
              title: ORG_TYPES[orgType].label,
              text: selfCheck.fits,
              href: paths.beforeStart(code),
              current: code === matter.code,
            },
          ]
        : [],
    ),
    fields: asked.map(({ ask, hint, name, answer }) => ({
      id: name,
      name,
      kind: 'yesNo',
      label: withWords(ask, words),
      hint: hint === undefined ? undefined : withWords(hint, words),
      value: answer ?? '',
      required: true,
    })),
    answered: open < asked.length,
    open,
    faults: asked
      .filter(({ answer }) => answer === 'no')
      .map(({ name, ask, no, way, basis }) => ({
        href: `#${name}`,
        ask: withWords(ask, words),
        no: withWords(no, words),
        way: withWords(way, words),
        basis,
      })),
    preparation: preparationOf(matter),
    dates: {
      caption: '今天就提交，最迟什么时候办完',
      head: [{ text: '环节' }, { text: '承诺时间' }, { text: '最迟' }],
      rows: datesOf(deps, matter),
    },
    guideHref: paths.guide(matter.code),
    startHref: paths.start(matter.code),
    namesHref: `${paths.names}?${new URLSearchParams({ type: matter.orgType, authority: authority.divisionCode }).toString()}`,
  }
}
