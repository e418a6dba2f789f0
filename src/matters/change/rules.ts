import { chineseDate } from '../../core/documents/dates.ts'
import { CHAIR_POSTS, postText } from '../../core/posts.ts'
import { identityKey } from '../../core/identity/documents.ts'
import type { Answers, Rule } from '../../core/matters/define.ts'
import { registerItems } from '../../core/register/items.ts'
import { addMonths } from '../../core/workflow/calendar.ts'
import { domicileRules } from '../shared/rules-domicile.ts'
import { numbersOf } from '../shared/numbers.ts'
import { consentRules } from '../shared/rules-consent.ts'
import { voteRules } from '../shared/votes.ts'
import { foundingLaws } from '../establishment/index.ts'
import { heldToThen } from './founding.ts'
import { changeOf, tickedItems, wantedItems } from './items.ts'
import type { ChangeLaw } from './law.ts'

/** How long ahead a change may be planned. */
const MONTHS_AHEAD = 12

const changesCharter = (answers: Answers): boolean =>
  answers.value('resolution', 'charterChanged') === 'yes' ||
  tickedItems(answers).some((item) => changeOf(item).inCharter)

/** What speaks against a change, for the applicant and for the reviewer. */
export const changeRules = (law: ChangeLaw): readonly Rule[] => {
  const inForce = { effectiveFrom: law.inForce, stages: ['change'] } as const
  const basis = `${law.regulation}${law.article}`
  const { charter } = foundingLaws[law.orgType]
  // Who may change the charter, where that is another organ than the council.
  const decides = law.organs.filter(({ value }) => !value.endsWith('COUNCIL'))
  const resolution = (field: string, message: string) => [{ page: 'resolution', field, message }]
  return [
    {
      ...inForce,
      code: 'CHANGES-SOMETHING',
      basis,
      level: 'BLOCK',
      check: (answers, { register }) => {
        if (!register) return []
        const wanted = wantedItems(answers)
        return tickedItems(answers).flatMap((item) => {
          const { page, sets } = changeOf(item)
          const items = [...new Set(Object.values(sets))]
          // A namesake may follow: of people the number tells.
          if (item === 'legalRepresentative' || items.some((one) => wanted[one] !== register[one])) return []
          // Nothing answered is nothing unchanged: that it is missing is told already.
          const [field = ''] = Object.keys(sets)
          const given = answers.value(page, field) !== ''
          const message = `与现在登记的${registerItems[item].text[law.orgType] ?? ''}相同，没有变更`
          return given ? [{ page, field, message }] : []
        })
      },
    },
    {
      ...inForce,
      code: 'ONE-AT-A-TIME',
      basis: '登记管理机关要求',
      level: 'BLOCK',
      check: (answers, { underWay }) =>
        tickedItems(answers).flatMap((item) => {
          const by = Object.values(changeOf(item).sets).flatMap((set) => underWay?.get(set) ?? [])[0]
          const text = registerItems[item].text[law.orgType] ?? ''
          const message = `${text}正在办理变更（${by ?? ''}），办结或者撤回以前不能再次申请。取消这一项，其他事项可以照常申请`
          return by === undefined ? [] : [{ page: 'items', field: 'items', message }]
        }),
    },
    {
      ...inForce,
      code: 'ANOTHER-PERSON',
      basis,
      level: 'BLOCK',
      check: (answers, { posts }) =>
        answers.items('officers').flatMap(({ id, values: { idType = '', idNumber = '' } }) => {
          const key = identityKey(idType, idNumber)
          const own = posts.some((post) => post.own && post.person === key && post.legalRepresentative)
          return own
            ? [{ page: 'officers', field: 'idNumber', itemId: id, message: '已经是登记的法定代表人，没有变更' }]
            : []
        }),
    },
    {
      ...inForce,
      code: 'ONE-CHAIR',
      basis: charter,
      level: 'BLOCK',
      check: (answers, { holdings }) =>
        answers.items('officers').flatMap(({ values: { name = '', orgPost = '' } }) => {
          const stays = answers.value('officers', 'predecessorStays')
          const held = holdings?.people.find((one) => CHAIR_POSTS.includes(one.post) && one.name !== name)
          if (!held || !CHAIR_POSTS.includes(orgPost)) return []
          const is = `登记簿中的${postText(held.post)}是${held.name}`
          if (held.legalRepresentative)
            return stays === 'yes'
              ? [
                  {
                    page: 'officers',
                    field: 'predecessorStays',
                    message: `${is}，${postText(held.post)}只能有一名，请选“否”`,
                  },
                ]
              : []
          return [{ page: 'officers', message: `${is}，不是${name}。请核对；已经换届的，先办理换届备案` }]
        }),
    },
    {
      ...inForce,
      code: 'EFFECTIVE',
      basis: '登记管理机关要求',
      level: 'BLOCK',
      check: (answers, { today }) => {
        const on = answers.value('items', 'effectiveOn')
        const last = addMonths(today, MONTHS_AHEAD)
        if (on === '' || (on > today && on <= last)) return []
        const message =
          on > today
            ? `生效日期最迟为${chineseDate(last)}`
            : '生效日期应当在今天以后；希望准予变更之日起生效的，不用填写'
        return [{ page: 'items', field: 'effectiveOn', message }]
      },
    },
    {
      ...inForce,
      code: 'WITHIN-AREA',
      basis: '《行政许可法》第三十二条（管辖）',
      level: 'WARN',
      check: (answers, { placesOutside }) => {
        const places = placesOutside?.(answers.value('domicile', 'address')) ?? []
        const message = `新住所提到“${places.join('、')}”，不在登记管理机关的管辖区域内，请先向登记管理机关咨询`
        return places.length > 0 ? [{ page: 'domicile', field: 'address', message }] : []
      },
    },
    {
      ...inForce,
      code: 'CHARTER-TOLD',
      basis: charter,
      level: 'BLOCK',
      check: (answers) => {
        if (answers.value('resolution', 'charterChanged') !== 'no') return []
        const named = tickedItems(answers).filter((item) => changeOf(item).inCharter)
        const texts = named.map((item) => registerItems[item].text[law.orgType] ?? '')
        return named.length > 0
          ? resolution('charterChanged', `章程应当写明${texts.join('、')}，变更时要同时修改章程，请选“是”`)
          : []
      },
    },
    ...(law.organs.length === 1
      ? []
      : [
          {
            ...inForce,
            code: 'ORGAN',
            basis: charter,
            level: 'WARN',
            check: (answers) => {
              const organ = answers.value('resolution', 'organ')
              if (organ === '' || !changesCharter(answers) || decides.some(({ value }) => value === organ)) return []
              const who = decides.map(({ text }) => text).join('或者')
              return resolution('organ', `修改章程一般由${who}决定，由登记管理机关核实`)
            },
          } satisfies Rule,
        ]),
    ...voteRules(
      { prefix: 'CHANGE', basis: charter, page: 'resolution', ...inForce },
      {
        meeting: '会议',
        members: '应到人员',
        ...(law.twoThirds ? { quorum: law.twoThirds } : {}),
        resolutions: [{ prefix: 'resolution', text: '变更的决议' }],
      },
    ),
    {
      ...inForce,
      code: 'TWO-THIRDS',
      basis: law.twoThirds ?? charter,
      level: law.twoThirds ? 'BLOCK' : 'WARN',
      check: (answers) => {
        const votes = numbersOf(answers, 'resolution', ['presentCount', 'resolutionFor'])
        if (!votes) return []
        const { presentCount: present, resolutionFor: yes } = votes
        // What changes the charter, and whatever a council decides, whose model charter asks it of every resolution.
        const asked = changesCharter(answers) || answers.value('resolution', 'organ').endsWith('COUNCIL')
        // What half of them did not want is told already.
        if (!asked || yes * 2 <= present || yes * 3 >= present * 2) return []
        const message = `${law.twoThirds ? '须' : '一般须'}经到会人员三分之二以上通过；同意${yes}票，实到${present}人`
        return resolution('resolutionFor', message)
      },
    },
    ...consentRules({ ...inForce, basis }, { charter, days: law.days, title: '变更登记' }),
    ...domicileRules({ prefix: 'CHANGE', basis, ...inForce }),
    ...heldToThen(
      law.orgType,
      'change',
      'FUND',
      'CERTIFICATE-SCOPE',
      'LEGAL-REPRESENTATIVE-POST',
      'LEGAL-REPRESENTATIVE-REGISTER',
      'LEGAL-REPRESENTATIVE-ELSEWHERE',
      'LEGAL-REPRESENTATIVE-RESIDENT',
      'CIVIL-SERVANT',
      'OFFICER-ADULT',
      'OFFICER-AGE',
      'NUMBER-REGISTER-NAME',
    ),
  ]
}
