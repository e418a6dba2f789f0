import type { Field, RawValues } from '../../core/forms/field.ts'
import type { RuleContext } from '../../core/matters/contexts.ts'
import type { Rule } from '../../core/matters/define.ts'
import { nameKey } from '../../core/names/normalize.ts'
import { sealKinds } from '../../core/enumerations.ts'
import { officialSeal } from '../../core/register/holdings.ts'
import { sealIn, textOf } from '../establishment/shared/changes.ts'

import { chosenHeld, chosenOnce, NOT_REGISTERED } from '../shared/registered.ts'
import { filedUnder, ruleAt, type Filer, type Filing, ask, brought } from './define.ts'
import { heldToThen, pageThen } from './founding.ts'

const ways = [
  { value: 'NEW', text: '新刻印章' },
  { value: 'RENEWED', text: '更换印章（旧印章停用，启用新印章）' },
  { value: 'ENDED', text: '停用印章（不再刻制新的）' },
] as const
const handlings = [
  { value: 'RETURNED', text: '缴回登记管理机关' },
  { value: 'DESTROYED', text: '销毁' },
  { value: 'LOST', text: '遗失' },
] as const

const withNew = { field: 'how', is: ['NEW', 'RENEWED'] } as const
const withOld = { field: 'how', is: ['RENEWED', 'ENDED'] } as const
const lost = { field: 'handling', is: ['LOST'] } as const

/** How wide the seal with the name may be, in centimetres (domain-2 K4): a 基金会 has a ceiling only. */
const nameSealSize = ({ orgType }: Pick<Filer, 'orgType'>, level: RuleContext['level']): number =>
  level === 'NATION' || orgType === 'FOUNDATION' ? 4.5 : 4.2
const specialSeal = { from: 3, to: 4.2 } as const
const special: readonly string[] = ['FINANCE', 'CONTRACT', 'INVOICE']

const fieldsOf = (filer: Filer): readonly Field[] => [
  ask('choice', 'how', '办理内容', { options: ways, example: 'NEW' }),
  ask('registered', 'oldSeal', '旧印章', { lookup: 'seals', orElse: NOT_REGISTERED, when: withOld }),
  ask('text', 'oldEngraving', '旧印章的印文', {
    min: 2,
    max: 100,
    hint: '印章上刻的文字，可以是原来的名称',
    when: { field: 'oldSeal', is: [NOT_REGISTERED] },
  }),
  ask('choice', 'handling', '旧印章的处理', { options: handlings, when: withOld }),
  ask('date', 'lostOn', '遗失日期', { noLaterThanToday: true, when: lost }),
  ask('text', 'noticeMedia', '遗失公告刊登在', { max: 100, example: '山西日报', when: lost }),
  ask('date', 'noticeOn', '遗失公告日期', { noLaterThanToday: true, when: lost }),
  ask('choice', 'material', '印章形态', {
    options: [
      { value: 'PHYSICAL', text: '实体印章' },
      { value: 'ELECTRONIC', text: '电子印章' },
    ],
    example: 'PHYSICAL',
    when: withNew,
  }),
  ...(pageThen(filer, 'seals').list?.fields ?? []).map((field) => ({
    ...field,
    when: field.name === 'sealSize' ? ({ field: 'material', is: ['PHYSICAL'] } as const) : withNew,
  })),
  ask('personName', 'collectedBy', '印章保管人', { example: '顾砚秋', when: withNew }),
]

const sealRules = (filer: Filer): readonly Rule[] => {
  const { law, orgType } = filer
  const strictly = { ...ruleAt(filer, law.seals), level: 'BLOCK' } as const
  return [
    ...heldToThen(filer, 'SEAL-NAME', 'SEAL-ENABLED'),
    {
      ...strictly,
      code: 'SEAL-ENGRAVING',
      check: (answers, { register }) =>
        answers.items('seals').flatMap(({ id, values: { sealKind, engraving = '' } }) => {
          const own = { OFFICIAL: register?.name, LEGAL_REPRESENTATIVE: register?.legalRepresentative }[sealKind ?? '']
          if (!own || engraving === '' || nameKey(engraving).startsWith(nameKey(own))) return []
          const what = sealKind === 'OFFICIAL' ? '名称' : '法定代表人'
          const message = `印文“${engraving}”与登记的${what}“${own}”不一致`
          return [{ page: 'seals', field: 'engraving', itemId: id, message }]
        }),
    },
    {
      ...strictly,
      code: 'NAME-SEAL-SIZE',
      check: (answers, { level }) =>
        answers.items('seals').flatMap(({ id, values: { sealKind, sealSize } }) => {
          const most = nameSealSize(filer, level)
          return sealKind === 'OFFICIAL' && Number(sealSize) > most
            ? [{ page: 'seals', field: 'sealSize', itemId: id, message: `公章直径不得超过${most}厘米` }]
            : []
        }),
    },
    {
      ...strictly,
      code: 'SPECIAL-SEAL-SIZE',
      level: orgType === 'PRIVATE_NON_ENTERPRISE' ? 'BLOCK' : 'WARN',
      check: (answers, { level }) =>
        answers.items('seals').flatMap(({ id, values: { sealKind = '', sealSize } }) => {
          const size = Number(sealSize ?? '')
          if (!special.includes(sealKind) || !sealSize || orgType === 'FOUNDATION') return []
          const { from, to } = specialSeal
          const fits = size >= from && size <= to && size < nameSealSize(filer, level)
          const message = `专用章直径或边长应当在${from}至${to}厘米之间，并且小于公章`
          return fits ? [] : [{ page: 'seals', field: 'sealSize', itemId: id, message }]
        }),
    },
    {
      ...strictly,
      code: 'ONE-NAME-SEAL',
      check: (answers, { holdings }) => {
        const items = answers.items('seals')
        const ended = items.map(({ values }) => values['oldSeal'] ?? '')
        const there = holdings?.seals.filter((seal) => seal.kind === officialSeal).length ?? 0
        const leaving = ended.filter((text) => text.startsWith(`${officialSeal}“`)).length
        const made = items.filter(
          ({ values }) => values['sealKind'] === 'OFFICIAL' && values['material'] === 'PHYSICAL',
        )
        // An electronic one goes beside the other.
        if (made.length === 0 || made.length + Math.max(there - leaving, 0) <= 1) return []
        const message = '公章只能有一枚：登记簿中已有公章的，请选“更换印章”，并写明旧公章的处理'
        return made.map(({ id }) => ({ page: 'seals', field: 'how', itemId: id, message }))
      },
    },
    { ...strictly, code: 'SEAL-ONCE', check: chosenOnce('seals', 'oldSeal') },
    {
      ...strictly,
      code: 'LOSS-NOTICE',
      check: (answers) =>
        answers
          .items('seals')
          .flatMap(({ id, values: { lostOn, noticeOn } }) =>
            lostOn && noticeOn && noticeOn < lostOn
              ? [{ page: 'seals', field: 'noticeOn', itemId: id, message: '公告日期早于遗失日期，请核对' }]
              : [],
          ),
    },
  ]
}

/** 印章备案: new ones, and those that are renewed, lost, given back or destroyed. */
export const seals = (filer: Filer): Filing => {
  const basis = filedUnder(filer)
  return {
    code: 'seal',
    title: '印章备案',
    keywords: ['印章', '公章', '刻章', '换章', '印章遗失', '补刻', '财务章', '电子印章'],
    summary: `已登记的${filer.law.own === '本会' ? '社会团体' : '单位'}刻制、更换、停用印章，或者印章遗失的，将印章式样报登记管理机关备案。`,
    conditions: [
      { text: '凭登记证书到公安机关备案的单位刻制，印文与登记的名称一致，启用前报登记管理机关备案。', basis },
      { text: '公章为圆形，在地方登记的直径4.2厘米；专用章小于公章。', basis: filer.law.seals },
      { text: '印章遗失的，先登报或者在公开媒体公告作废。', basis: '登记管理机关要求' },
      { text: '名称变更以后，原名称的印章全部更换，旧印章缴回或者销毁。', basis: filer.law.seals },
    ],
    basis,
    pages: [
      {
        code: 'seals',
        title: '印章',
        intro: '逐一添加这次新刻、更换、停用的印章。更换的，在同一项中选择旧印章并填写新印章。',
        fields: [],
        list: {
          noun: '印章',
          measure: '枚',
          min: 1,
          max: 20,
          titleField: 'engraving',
          titleElse: ['oldEngraving', 'oldSeal'],
          summaryFields: ['how', 'sealKind', 'handling'],
          examples: [{ sealKind: 'CONTRACT', engraving: `${filer.name}合同专用章`, sealSize: '4' }],
          fields: fieldsOf(filer),
        },
      },
    ],
    materials: [
      brought(
        'F02',
        '遗失公告',
        '刊登公告的报纸版面或者网页，能看清媒体名称和日期',
        '登记管理机关要求',
        '由报社或者网站刊登，写明印章名称和“遗失作废”即可。',
        { when: { page: 'seals', ...lost } },
      ),
      brought(
        'F03',
        '旧印章缴回、销毁的凭证',
        '缴回的上传登记管理机关出具的收条，销毁的上传刻制单位或者公安机关出具的销毁证明',
        filer.law.seals,
        '由收回或者销毁印章的单位出具',
        { when: { page: 'seals', field: 'handling', is: ['RETURNED', 'DESTROYED'] } },
      ),
    ],
    rules: sealRules(filer),
    checks: [
      {
        code: 'SEALS',
        text: '印文与登记的名称一致，规格符合规定，备案表上印模清晰',
        basis: filer.law.seals,
        rules: [
          'SEAL-ENGRAVING',
          'NAME-SEAL-SIZE',
          'SPECIAL-SEAL-SIZE',
          `${filer.law.prefix}-SEAL-NAME`,
          `${filer.law.prefix}-SEAL-ENABLED`,
        ],
        counts: ['seals'],
      },
      {
        code: 'OLD-SEALS',
        text: '停用的印章是本组织的（印文是现在或者以前的名称），已经缴回、销毁，或者已经公告遗失作废',
        basis: filer.law.seals,
        rules: ['LOSS-NOTICE', 'SEAL-ONCE'],
        when: { page: 'seals', ...withOld },
        counts: ['seals'],
      },
    ],
    clears: (answers) =>
      answers
        .items('seals')
        .flatMap(({ values: { sealKind, oldSeal } }) => [
          ...(sealKind === 'OFFICIAL' ? [{ duty: 'SEAL' } as const] : []),
          ...(oldSeal ? [{ duty: 'SEAL_NAME', held: oldSeal } as const] : []),
        ]),
    exampleFor: (held): Readonly<Record<string, RawValues>> =>
      held.seals.every(({ kind }) => kind !== officialSeal)
        ? { seals: { sealKind: 'OFFICIAL', engraving: filer.name, sealSize: '4.2' } }
        : {},
    formParts: [{ type: 'places', page: 'seals', of: 'print', asked: 'engraving' }],
    changes: (context) =>
      context.answers.items('seals').flatMap(({ values }) => {
        const { oldSeal = '', oldEngraving = '', handling = '', engraving = '', material } = values
        const made = sealIn(values)
        const how = textOf(handlings, handling, '')
        return [
          ...(oldSeal === '' || oldEngraving !== ''
            ? []
            : [{ kind: 'sealEnd', seal: chosenHeld(context, 'seals', oldSeal), how } as const]),
          // What the register never had cannot end in it: that it is used no more is noted.
          ...(oldEngraving === ''
            ? []
            : [{ kind: 'note', what: '印章停用', text: `“${oldEngraving}”（${how}）` } as const]),
          ...(engraving === ''
            ? []
            : [material === 'ELECTRONIC' ? { ...made, filed: { ...made.filed, size: '电子印章' } } : made]),
        ]
      }),
    filed: (answers) =>
      answers
        .items('seals')
        .map(({ values: { oldSeal = '', oldEngraving = '', handling = '', sealKind = '', engraving = '' } }) =>
          [
            oldSeal &&
              `停用${oldEngraving === '' ? oldSeal : `印章“${oldEngraving}”`}：${textOf(handlings, handling, '')}`,
            engraving && `启用${textOf(sealKinds, sealKind, '印章')}“${engraving}”`,
          ]
            .filter(Boolean)
            .join('；'),
        ),
    next: '公章、财务专用章更换的，请到开户银行变更预留印鉴。',
  }
}
