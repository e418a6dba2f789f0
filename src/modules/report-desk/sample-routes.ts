import { randomUUID } from 'node:crypto'
import { may } from '../../core/access.ts'
import { chineseDate } from '../../core/documents/dates.ts'
import { AppError } from '../../core/errors.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { readForm, validateFields, type FieldErrors } from '../../core/forms/page.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import { drawnOf, isSeed, quotaText, readQuota, shellOf, sizesOf, type Quotas } from '../../core/reports/sampling.ts'
import { classOf } from '../../core/identity/uscc.ts'
import { localDate, momentText } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { byStaff } from '../../web/acting.ts'
import { errorList, fieldViews } from '../../web/form-view.ts'
import { isId } from '../../web/params.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import { crumbs, ofYear, yearOf } from './frame.ts'
import { drawReportSample, findSample, isDrawnSo, populationOf, samplesOf, type Sample } from './samples.ts'

const title = '抽查名单'
const draw = '抽取名单'

const seedField: Field = {
  name: 'seed',
  label: '种子',
  kind: 'text',
  optional: true,
  max: 60,
  hint: '不填写的，由平台在抽取时随机生成；填写的，用当众摇号等公开产生的号码',
}
const originField: Field = {
  name: 'seedOrigin',
  label: '种子的来源',
  kind: 'text',
  optional: true,
  max: 100,
  hint: '填写了种子的，写明从哪里来，例如某期公开摇奖的号码',
}

const quotaName = (type: OrgType): string => `quota-${type}`
const quotaField = (type: OrgType): Field => ({
  name: quotaName(type),
  label: `${ORG_TYPES[type].shortLabel}抽取比例或者数量`,
  kind: 'text',
  optional: true,
  max: 6,
  hint: '比例写5%，不足一家的按一家；数量写20；不抽的不填',
})

const typesAt = (deps: Deps, staff: Staff): readonly OrgType[] =>
  authorityById(deps.reference, staff.authority.id).orgTypes

const fieldsAt = (deps: Deps, staff: Staff): readonly Field[] => [
  ...typesAt(deps, staff).map(quotaField),
  seedField,
  originField,
]

const readQuotas = (types: readonly OrgType[], values: RawValues): Quotas =>
  Object.fromEntries(
    types.flatMap((type) => {
      const quota = readQuota(values[quotaName(type)] ?? '')
      return quota === undefined || quota === 'none' ? [] : [[type, quota]]
    }),
  )

const faultsIn = (types: readonly OrgType[], values: RawValues): FieldErrors => {
  const unread = types.filter((type) => readQuota(values[quotaName(type)] ?? '') === undefined)
  const [first] = types
  return {
    ...Object.fromEntries(unread.map((type) => [quotaName(type), '请填写1%到100%的比例，或者1以上的数量'])),
    ...(first && unread.length === 0 && Object.keys(readQuotas(types, values)).length === 0
      ? { [quotaName(first)]: '请至少填写一类的比例或者数量' }
      : {}),
    ...((values['seed'] ?? '') !== '' && !isSeed(values['seed'] ?? '')
      ? { seed: '种子只能用汉字、字母、数字、点和短横' }
      : {}),
    ...((values['seed'] ?? '') !== '' && (values['seedOrigin'] ?? '') === '' ? { seedOrigin: '请写明种子的来源' } : {}),
  }
}

const quotasText = (quotas: Quotas): string =>
  (Object.entries(quotas) as [OrgType, NonNullable<Quotas[OrgType]>][])
    .map(([type, quota]) => `${ORG_TYPES[type].shortLabel}${quotaText(quota)}`)
    .join('，')

const drawnAtText = ({ at, staffName }: Sample): string => `${momentText(at)} ${staffName}`

const showList = async (deps: Deps, { actor, query, view }: Context<Staff>): Promise<void> => {
  const year = yearOf(deps, query)
  const samples = await samplesOf(deps, actor, year)
  view('report-desk/samples.njk', {
    page: { title: `${String(year)}年度${title}`, ...crumbs(year, [{ text: title }]) },
    draw: may(actor.roles, 'report:decide')
      ? { text: draw, href: ofYear(paths.staffReportSampleNew, year) }
      : undefined,
    rows: samples.map((sample) => [
      { text: drawnAtText(sample), href: paths.staffReportSample(sample.id) },
      { text: quotasText(sample.quotas) },
      { text: String(sample.size), numeric: true },
      { text: String(sample.drawn), numeric: true },
      { text: sample.seed, sub: sample.seedOrigin === '' ? '平台生成' : sample.seedOrigin },
    ]),
  })
}

type Typed = { readonly values: RawValues; readonly errors: FieldErrors; readonly sure?: true }

const showForm = async (
  deps: Deps,
  { actor, query, view }: Context<Staff>,
  { values, errors, sure }: Typed,
  status = 200,
): Promise<void> => {
  const year = yearOf(deps, query)
  const types = typesAt(deps, actor)
  const sizes = sizesOf(await populationOf(deps, actor, year))
  const quotas = readQuotas(types, values)
  const back = ofYear(paths.staffReportSamples, year)
  view(
    'staff/certificate-act.njk',
    {
      page: {
        title: `${String(year)}年度：${draw}`,
        ...crumbs(year, [{ href: back, text: title }, { text: draw }]),
      },
      lead: `从应当报送${String(year)}年度工作报告的社会组织中抽取：${types
        .map((type) => `${ORG_TYPES[type].shortLabel}${String(sizes[type])}家`)
        .join('，')}。抽取以后不能撤销，可以再次抽取，每次都有记录。`,
      errors: errorList(errors),
      action: ofYear(paths.staffReportSampleNew, year),
      back,
      text: draw,
      fields: fieldViews(fieldsAt(deps, actor), values, errors),
      sure: sure && {
        rows: [
          ...types.flatMap((type) => {
            const quota = quotas[type]
            return quota
              ? [
                  {
                    label: ORG_TYPES[type].shortLabel,
                    text: `${String(sizes[type])}家中抽取${String(drawnOf(quota, sizes[type]))}家（${quotaText(quota)}）`,
                  },
                ]
              : []
          }),
          {
            label: '种子',
            text: values['seed'] ? `${values['seed']}（${values['seedOrigin'] ?? ''}）` : '由平台在抽取时随机生成',
          },
        ],
        warning: '确认后立即抽取，名单、种子、总体和您的姓名一并保存，不能撤销。',
        kept: Object.entries({ ...values, requestKey: randomUUID() }).map(([name, value]) => ({ name, value })),
      },
    },
    status,
  )
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, query, redirect } = context
  const types = typesAt(deps, actor)
  const fields = fieldsAt(deps, actor)
  const values = readForm(fields, body)
  const errors = { ...faultsIn(types, values), ...validateFields(fields, values, localDate(deps.clock.now())) }
  if (Object.keys(errors).length > 0) return showForm(deps, context, { values, errors }, 422)
  if (body['sure'] !== 'yes') return showForm(deps, context, { values, errors, sure: true })
  const requestKey = body['requestKey'] ?? ''
  if (!isId(requestKey)) throw new AppError('BAD_REQUEST')
  const seed = values['seed'] ?? ''
  const id = await drawReportSample(deps, actor, audit, {
    year: yearOf(deps, query),
    seed,
    seedOrigin: seed === '' ? '' : (values['seedOrigin'] ?? ''),
    quotas: readQuotas(types, values),
    requestKey,
  })
  redirect(paths.staffReportSample(id))
}

const requireSample = async (deps: Deps, { actor, param }: Context<Staff>) => {
  const found = await findSample(deps, actor, param('id'))
  if (!found) throw new AppError('NOT_FOUND')
  return found
}

const showSample = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const sample = await requireSample(deps, context)
  const sizes = sizesOf(sample.population)
  const types = Object.keys(sample.quotas) as OrgType[]
  const again = isDrawnSo(sample)
  context.view('report-desk/sample.njk', {
    page: {
      title: `${String(sample.year)}年度抽查：${chineseDate(localDate(sample.at))}`,
      ...crumbs(sample.year, [
        { href: ofYear(paths.staffReportSamples, sample.year), text: title },
        { text: drawnAtText(sample) },
      ]),
    },
    again,
    facts: [
      { label: '抽取人和时间', text: drawnAtText(sample) },
      { label: '抽取比例或者数量', text: quotasText(sample.quotas) },
      { label: '种子', text: sample.seed },
      { label: '种子的来源', text: sample.seedOrigin === '' ? '抽取时由平台随机生成' : sample.seedOrigin },
      { label: '总体', text: `${String(sample.size)}家` },
      { label: '总体名单的SHA-256', text: sample.sha256 },
      { label: '抽中', text: `${String(sample.drawn)}家` },
    ],
    populationHref: paths.staffReportPopulation(sample.id),
    sha256: sample.sha256,
    seed: sample.seed,
    types: types.map((type) => {
      const quota = sample.quotas[type]
      return {
        text: ORG_TYPES[type].shortLabel,
        start: classOf(type),
        size: sizes[type],
        drawn: quota ? drawnOf(quota, sizes[type]) : 0,
      }
    }),
    commands: shellOf(sample.quotas, sample.seed, sizes),
    rows: sample.picked.map(({ uscc, name, type }, index) => [
      { text: String(index + 1), numeric: true },
      { text: name, href: paths.staffOrganization(uscc) },
      { text: uscc, nowrap: true },
      { text: ORG_TYPES[type].shortLabel },
    ]),
  })
}

/** 抽查: samples of a year's reports, and what anybody needs to draw them again. */
export const sampleRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffReportSamples,
    handler: (context) => showList(deps, context),
  }),
  permittedRoute('report:decide', {
    method: 'get',
    path: paths.staffReportSampleNew,
    handler: (context) => showForm(deps, context, { values: {}, errors: {} }),
  }),
  permittedRoute('report:decide', {
    method: 'post',
    path: paths.staffReportSampleNew,
    handler: (context) => post(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffReportSample(':id'),
    handler: (context) => showSample(deps, context),
  }),
  permittedRoute('case:read', {
    method: 'get',
    path: paths.staffReportPopulation(':id'),
    handler: async (context) => {
      const { actor, audit, res } = context
      const sample = await requireSample(deps, context)
      await deps.command(byStaff(actor, audit), async (tx) => {
        tx.audit({
          chain: actor.authority.code,
          action: 'report.population-read',
          objectKind: 'report_sample',
          objectId: String(sample.id),
        })
      })
      res.setHeader('Content-Disposition', 'attachment; filename="population.txt"')
      res.setHeader('Cache-Control', 'no-store')
      res.type('text/plain').send(sample.population)
    },
  }),
]
