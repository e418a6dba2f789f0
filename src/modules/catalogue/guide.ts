import type { DocumentKind } from '../../core/documents/kinds.ts'
import { kindOf } from '../../core/forms/kinds.ts'
import { withWords } from '../../core/forms/words.ts'
import { fieldsOf, type AnyStage, type Limit, type Material, type Matter } from '../../core/matters/define.ts'
import { isRetiredMaterial, limitOf, onOutcome } from '../../core/matters/journey.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { CLOCKS, type Clock } from '../../core/workflow/clocks.ts'
import { procedureOf } from '../../core/workflow/procedures/index.ts'
import type { Site } from '../../sites/define.ts'
import { charterLinks } from '../../web/charters.ts'
import { formLink } from '../../web/material-forms.ts'
import { paths } from '../../web/paths.ts'
import { nearFirst, siteAuthorities, type Authority, type ReferenceData } from '../../reference/reference.ts'
import type { Deps } from '../../deps.ts'
import { departmentText } from './departments.ts'
import { owedDays, owedInAll } from '../../core/matters/owed.ts'
import { whereToGo } from './start-options.ts'

/** What each limit is about, as the guide calls it. */
const limitNames = {
  reply: '答复咨询',
  consent: '业务主管单位答复是否同意',
  receipt: '受理或者一次性告知补正',
  correction: '申请人补正材料',
  revision: '申请人修改后重新提交',
  decision: '作出决定',
  certificate: '颁发证书',
  completion: '申请人填报印章和银行账户',
  filing: '办理备案',
  conclusion: '作出结论',
  rectification: '申请人整改',
} as const satisfies Record<Clock, string>

/** Who founds an organization of each type, as its regulation calls them. */
const founders = {
  SOCIAL_GROUP: '发起人',
  PRIVATE_NON_ENTERPRISE: '举办者',
  FOUNDATION: '发起人',
} as const satisfies Record<OrgType, string>

/** Limits of a stage, with what the site promises. */
const limitsOf = (
  matter: Matter,
  stage: AnyStage,
  site: Site,
): readonly (Limit & { readonly clock: Clock; readonly name: string })[] =>
  CLOCKS.flatMap((clock) => {
    const limit = limitOf(matter, stage, clock, site.matters)
    if (!limit) return []
    const name = limit.due ?? limitNames[clock]
    const special = stage.special?.limits[clock]
    const ofSpecial = special && {
      clock,
      name: `${name}（${stage.special?.text}）`,
      ...special,
      committed: Math.min(limit.committed, special.committed),
    }
    return [{ clock, name, ...limit }, ...(ofSpecial ? [ofSpecial] : [])]
  })

const lengthText = (count: number, { inMonths }: Limit): string => `${String(count)}${inMonths ? '个月' : '个工作日'}`

/** The promise of a stage in a few words: all its authority owes in it, as the self-check counts it. */
const promiseOf = (matter: Matter, stage: AnyStage, site: Site): string => {
  const days = owedDays(matter, stage, site.matters)
  return days > 0 ? `承诺${days}个工作日` : '即时办理'
}

/** Documents a stage may issue, in the order of its steps: the procedure's own and what hangs on its outcomes. */
const documentsOf = (stage: AnyStage): readonly DocumentKind[] => {
  const kinds = Object.values(procedureOf(stage.procedure).steps).flatMap((step) => [
    ...(step.documents ?? []),
    ...(onOutcome(stage, step.outcome)?.documents ?? []),
  ])
  return [...new Set(kinds)]
}

/** Whether everybody hands the material in. */
export const requiredAlways = ({ optional, when }: Material): boolean => !optional && when === undefined

/** How many materials there are, those everybody hands in apart from those only some do. */
export const materialCountText = (materials: readonly Material[]): string => {
  const always = materials.filter(requiredAlways).length
  const some = materials.length - always
  if (materials.length === 0) return '不需要上传材料'
  return [always > 0 && `必须提交${always}份`, some > 0 && `有的情形才要或者选交${some}份`].filter(Boolean).join('，')
}

/** When a material is needed, in words made of the question its condition names. */
export const materialNeedText = (matter: Matter, material: Material): string => {
  if (material.optional) return '选交'
  const condition = material.when
  if (!condition) return '必须提交'
  const page = matter.pages.find(({ code }) => code === condition.page)
  const field = page && fieldsOf(page).find(({ name }) => name === condition.field)
  if (!field) throw new Error(`${matter.code}: material ${material.code} depends on no field`)
  const values = 'is' in condition ? condition.is : 'has' in condition ? [condition.has] : []
  const texts = values.map((value) => `“${kindOf(field).toText(value, field)}”`).join('或者')
  return `“${field.label}”选${texts}时必须提交`
}

const acceptText = (material: Material): string =>
  `${material.accept.map((type) => type.toUpperCase()).join('、')}，最多${material.maxFiles}个文件`

const materialRow = (matter: Matter, material: Material) => [
  { text: material.code, nowrap: true },
  {
    text: material.title,
    sub: material.hint,
    forms: material.forms?.map(formLink) ?? [],
    charters: material.charter && charterLinks(matter.orgType),
  },
  { text: material.form, nowrap: true },
  { text: `${material.copies}份`, nowrap: true },
  { text: materialNeedText(matter, material), sub: `依据：${material.basis}` },
  { text: acceptText(material) },
]

const materialHead = ['编码', '材料名称', '形式', '纸质份数', '要求', '上传格式'].map((text) => ({ text }))
const limitHead = ['环节', '内容', '法定时限', '承诺时限', '依据'].map((text) => ({ text }))

const stageView = (deps: Pick<Deps, 'documents'>, matter: Matter, stage: AnyStage) => ({
  title: stage.title,
  intro: stage.intro,
  asks: stage.pages.flatMap((code) => matter.pages.filter((page) => page.code === code).map((page) => page.title)),
  flow: stage.flow,
  documents: documentsOf(stage).map((kind) => deps.documents.of(kind).title),
  materials: {
    caption: `${stage.title}：需要上传的材料`,
    head: materialHead,
    rows: stage.materials.flatMap((code) =>
      matter.materials
        .filter((material) => material.code === code && !isRetiredMaterial(material))
        .map((material) => materialRow(matter, material)),
    ),
  },
})

/** What an unverified account may do, in words. */
const realNameText = (matter: Matter): string => {
  const { draft, submitFrom } = matter.realName
  const title = matter.stages.find(({ code }) => code === submitFrom)?.title ?? ''
  return draft ? `未实名认证的可以填写和保存申请；从“${title}”环节起，实名认证以后才能提交` : '实名认证以后才能填写申请'
}

/** Authorities of the site that register the kind of organization. */
const authoritiesFor = (
  { site, reference }: { readonly site: Site; readonly reference: Pick<ReferenceData, 'authorities' | 'divisions'> },
  matter: Matter,
): readonly Authority[] =>
  siteAuthorities(reference, site.rootDivisionCode).filter(({ orgTypes }) => orgTypes.includes(matter.orgType))

/** The authority that does the matter for a division: its own, else the nearest above it. */
export const authorityNear = (
  deps: Parameters<typeof authoritiesFor>[0],
  matter: Matter,
  division: string,
): Authority | undefined => nearFirst(authoritiesFor(deps, matter), deps.reference, division)[0]

type Known = Pick<Deps, 'site' | 'documents'> & {
  readonly reference: Pick<ReferenceData, 'authorities' | 'divisions'>
}

/** Where the matter is done for somebody of a division: its authority, else the nearest above it; all others to choose from. */
const placeView = (deps: Known, matter: Matter, division: string) => {
  const { reference, site } = deps
  const all = authoritiesFor(deps, matter)
  const own = authorityNear(deps, matter, division)
  const contacts = own && [
    { label: '登记管理机关', text: departmentText(own) },
    { label: '地址', text: own.address },
    { label: '办公时间', text: own.hours },
    { label: '咨询电话', text: own.phone },
    { label: '投诉电话', text: own.complaintPhone },
    { label: '行政复议', text: `${own.reconsiderationOrgan}，自收到决定之日起60日内` },
    { label: '行政诉讼', text: `${own.court}，自收到决定之日起6个月内` },
  ]
  return {
    facts: [
      ...(contacts ?? []),
      { label: '办理地点', text: matter.guide.place },
      {
        label: '服务热线',
        lines: site.hotlines.map(({ name, phone, note }) => `${name} ${phone}${note ? `（${note}）` : ''}`),
      },
    ],
    /** Said where the division somebody switched to has no authority of its own. */
    elsewhere:
      own?.divisionCode === division || !reference.divisions.has(division)
        ? undefined
        : whereToGo(reference, site.rootDivisionCode, matter.orgType, division),
    // The same choice as 切换区划: it is kept, and the start form and the contacts follow it.
    choice: all.map(({ divisionCode, name }) => ({ value: divisionCode, text: name, selected: name === own?.name })),
    action: paths.divisionPreference,
    next: `${paths.guide(matter.code)}#authorities`,
    allHref: paths.contact,
  }
}

const longText = ({ committed, statutory }: Pick<Limit, 'committed' | 'statutory'>): string =>
  `登记管理机关各环节承诺合计${committed}个工作日（法定${statutory}个），不算您填写和补正的时间`

/**
 * A whole 办事指南, made from the declaration of the matter, and the authority that does it for somebody of `division`
 * (the site's own where nothing was chosen).
 */
export const guideView = (deps: Known, matter: Matter, division: string = deps.site.rootDivisionCode) => ({
  title: matter.title,
  summary: matter.guide.summary,
  /** What decides whether to read on: who, how long, what it costs. */
  facts: [
    {
      label: '谁可以办',
      text:
        matter.begunBy === 'person'
          ? `个人（${founders[matter.orgType]}或者经办人）`
          : `法人（${ORG_TYPES[matter.orgType].label}）`,
    },
    { label: '要多久', text: longText(owedInAll(matter, deps.site.matters)) },
    { label: '收费', text: matter.guide.fee },
  ],
  realName: realNameText(matter),
  formsHref: `${paths.helpForms}?type=${matter.orgType}`,
  /** Whether a name is asked for, which one may try before. */
  named: matter.facts.names !== undefined,
  parts: matter.guide.parts ?? [],
  conditions: matter.guide.conditions,
  legalBasis: matter.guide.legalBasis,
  steps: matter.stages.map((stage) => ({
    title: stage.title,
    state: 'todo',
    text: promiseOf(matter, stage, deps.site),
  })),
  stages: matter.stages.map((stage) => stageView(deps, matter, stage)),
  materialCount: materialCountText(matter.materials.filter((material) => !isRetiredMaterial(material))),
  limits: {
    caption: '各环节办理时限',
    head: limitHead,
    rows: matter.stages.flatMap((stage) =>
      limitsOf(matter, stage, deps.site).map((limit) => [
        { text: stage.title },
        { text: limit.name },
        { text: lengthText(limit.statutory, limit), nowrap: true },
        { text: lengthText(limit.committed, limit), nowrap: true },
        { text: limit.basis },
      ]),
    ),
  },
  place: placeView(deps, matter, division),
  faq: matter.guide.faq.map(({ question, answer }) => ({ question, answer: withWords(answer, deps.site.matters) })),
  startHref: paths.start(matter.code),
  beforeHref: matter.selfCheck && paths.beforeStart(matter.code),
  printHref: `${paths.guide(matter.code)}?print=1`,
})
