import type { Field } from '../../core/forms/field.ts'
import type { Page } from '../../core/forms/page.ts'
import type { RuleContext } from '../../core/matters/contexts.ts'
import type { Answers, Check, Guide, Material, Rule } from '../../core/matters/define.ts'
import { nameKey } from '../../core/names/normalize.ts'
import { heldBy, unitKinds, type UnitKind } from '../../core/register/holdings.ts'
import { meetingOn } from '../shared/findings.ts'
import { chosenHeld } from '../shared/registered.ts'
import { ruleAt, type Filer, type Filing, ask } from './define.ts'
import { electionRules, meetingMaterial, meetingPage } from './meeting.ts'

/** Asked of a new one. */
export const opening = { field: 'what', is: ['OPEN'] } as const
const closing = { field: 'what', is: ['CLOSE'] } as const

/** What sets one kind of thing an organization sets up apart from the others. */
type UnitFiling = {
  readonly code: string
  readonly title: string
  readonly keywords: readonly string[]
  readonly summary: string
  readonly conditions: Guide['conditions']
  readonly basis: string
  /** Kinds of the register, the first of the example. */
  readonly kinds: readonly UnitKind[]
  /** 设立 and 撤销, as they are called of it. */
  readonly words?: { readonly open: string; readonly close: string }
  /** Asked of a new one beside its kind. */
  readonly asked: readonly Field[]
  /** Pages beside, asked of a new one. */
  readonly beside?: readonly Page[]
  /** Name and place of a new one, where they are not `name` and `address` of the page. */
  readonly called?: { readonly page: string; readonly name: string; readonly address: string }
  /** Decided by a meeting. */
  readonly meets: boolean
  /** What the meeting of the example decided. */
  readonly decided?: string
  readonly materials?: readonly Material[]
  /** What speaks against the name of a new one. */
  readonly nameFault?: (name: string, kind: UnitKind, context: RuleContext) => string | undefined
  readonly nameBasis?: string
  readonly rules?: readonly Rule[]
  readonly check: Omit<Check, 'stages' | 'code'>
  readonly next: string
}

const textIn = (answers: Answers, { page = 'unit', name = 'name' }: { page?: string; name?: string } = {}): string =>
  answers.value(page, name)

/** The filing of what an organization sets up or gives up: one unit at a time. */
export const unitFiling = (filer: Filer, one: UnitFiling): Filing => {
  const { words = { open: '设立', close: '撤销' }, kinds, called } = one
  const noun = kinds.map((kind) => unitKinds[kind]).join('、')
  const kindIn = (answers: Answers): UnitKind | undefined =>
    kinds.length === 1 ? kinds[0] : kinds.find((kind) => kind === answers.value('unit', 'kind'))
  const isNew = (answers: Answers): boolean => answers.value('unit', 'what') === 'OPEN'
  const meeting = meetingPage(filer, 'decision', '决议', one.decided ?? '')
  const strictly = { ...ruleAt(filer, one.basis), level: 'BLOCK' } as const
  const nameAt = { page: called?.page ?? 'unit', field: called?.name ?? 'name' }
  return {
    ...one,
    pages: [
      {
        code: 'unit',
        title: noun,
        fields: [
          ask('choice', 'what', '办理内容', {
            options: [
              { value: 'OPEN', text: words.open },
              { value: 'CLOSE', text: words.close },
            ],
            example: 'OPEN',
          }),
          ask('registered', 'closed', `${words.close}的${noun}`, { lookup: 'units', when: closing }),
          ask('date', 'closedOn', `${words.close}日期`, {
            noLaterThanToday: true,
            example: '2026-11-08',
            when: closing,
          }),
          ...(kinds.length > 1
            ? [
                ask('choice', 'kind', '类别', {
                  options: kinds.map((kind) => ({ value: kind, text: unitKinds[kind] })),
                  example: kinds[0] ?? '',
                  when: opening,
                }),
              ]
            : []),
          ...one.asked.map((field) => ({ ...field, when: field.when ?? opening })),
          ask('textarea', 'reason', '理由', { max: 500, example: '业务开展的需要。' }),
        ],
      },
      ...(one.beside ?? []).map((page) => ({ ...page, when: { page: 'unit', ...opening } })),
      ...(one.meets ? [meeting] : []),
    ],
    materials: [...(one.meets ? [meetingMaterial(filer)] : []), ...(one.materials ?? [])],
    rules: [
      ...(one.meets ? electionRules(filer, 'decision', '决议') : []),
      {
        ...strictly,
        code: 'UNIT-KIND',
        check: (answers, { holdings }) => {
          const text = answers.value('unit', 'closed')
          const held = holdings && heldBy(holdings, 'units', text)
          const unit = holdings?.units.find(({ id }) => id === held?.id)
          return unit && !kinds.includes(unit.kind)
            ? [{ page: 'unit', field: 'closed', message: `“${text}”不是${noun}，请办理相应的备案` }]
            : []
        },
      },
      {
        ...strictly,
        code: 'UNIT-NAME',
        basis: one.nameBasis ?? one.basis,
        check: (answers, context) => {
          const name = textIn(answers, nameAt.page === 'unit' ? {} : { page: nameAt.page, name: nameAt.field })
          const kind = kindIn(answers)
          if (name === '' || !kind || !isNew(answers)) return []
          const there = context.holdings?.units.some((unit) => unit.kind === kind && unit.name === name)
          const message = there ? `登记簿中已有${unitKinds[kind]}“${name}”` : one.nameFault?.(name, kind, context)
          return message === undefined ? [] : [{ ...nameAt, message }]
        },
      },
      ...(one.rules ?? []),
    ],
    checks: [
      { ...one.check, code: 'UNIT', rules: ['UNIT-NAME', 'UNIT-KIND', ...(one.check.rules ?? [])] },
      ...(one.meets
        ? [
            {
              code: 'DECIDED',
              text: '由章程规定的机构表决通过，有会议纪要和签到册',
              basis: filer.law.charter,
              rules: ['ELECTION-VOTES-COUNT', 'ELECTION-VOTES-PASSED', 'ELECTION-QUORUM'],
              shows: ['expectedCount', 'presentCount', 'decisionFor'].map((field) => ({ page: 'resolution', field })),
            },
          ]
        : []),
    ],
    changes: (context) => {
      const { answers } = context
      const kind = kindIn(answers)
      if (!isNew(answers))
        return [
          {
            kind: 'unitEnd',
            unit: chosenHeld(context, 'units', answers.value('unit', 'closed')),
            how: words.close,
          },
        ]
      if (!kind) throw new Error('a unit of no kind')
      return [
        {
          kind: 'unit',
          opened: {
            kind,
            name: answers.value(nameAt.page, nameAt.field),
            address: answers.value(called?.page ?? 'unit', called?.address ?? 'address'),
            head: answers.value('unit', 'head'),
          },
        },
      ]
    },
    filed: (answers) => {
      const kind = kindIn(answers)
      const name = answers.value(nameAt.page, nameAt.field)
      const closed = answers.value('unit', 'closed')
      return [
        one.meets ? (meetingOn(meeting)(answers) ?? '') : '',
        closed && `${words.close}${closed}`,
        kind && name && isNew(answers) ? `${words.open}${unitKinds[kind]}“${name}”` : '',
      ].filter(Boolean)
    },
  }
}

/** How a branch, an office of representation and a fund end, and what none of them may be called (domain.md §3.4 N80). */
const endings: Readonly<Partial<Record<UnitKind, readonly string[]>>> = {
  BRANCH: ['分会', '委员会'],
  REPRESENTATIVE: ['代表处', '办事处', '联络处'],
  SPECIAL_FUND: ['基金'],
}
const likeLegalPersons = [
  '中心',
  '联盟',
  '研究会',
  '研究院',
  '研究所',
  '促进会',
  '协会',
  '学会',
  '商会',
  '总会',
  '基金会',
  '学院',
  '公司',
]

/** N80, N82: what speaks against the name of a branch; undefined when nothing does. */
export const branchNameFault = (
  orgType: Filer['orgType'],
  name: string,
  kind: UnitKind,
  { register, placesNamed }: Pick<RuleContext, 'register' | 'placesNamed'>,
): string | undefined => {
  const parent = register?.name
  if (parent === undefined) return undefined
  if (!nameKey(name).startsWith(nameKey(parent))) return `名称应当以本组织的全称“${parent}”开头`
  const own = nameKey(name).slice(nameKey(parent).length)
  const ends = endings[kind] ?? []
  if (!ends.some((end) => own.endsWith(end) && own.length > 0))
    return `${unitKinds[kind]}的名称应当以${ends.map((end) => `“${end}”`).join('、')}结尾`
  const like = likeLegalPersons.find((word) => own.includes(word))
  if (like) return `名称中不得使用“${like}”，以免与独立的法人混淆`
  const [place] = orgType === 'SOCIAL_GROUP' && kind === 'BRANCH' ? (placesNamed?.(own) ?? []) : []
  return place ? `社会团体不得设立地域性分支机构，名称中的“${place}”请去掉` : undefined
}

/** N81. */
export const officeNameFault = (name: string): string | undefined =>
  /[部处室]$/.test(name) ? undefined : '名称应当以“部”“处”“室”结尾'
