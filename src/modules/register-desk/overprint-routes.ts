import type { Response } from 'express'
import { FURTHEST, offsetText, readMillimetres } from '../../core/documents/overprint.ts'
import { AppError } from '../../core/errors.ts'
import type { Field, RawValues } from '../../core/forms/field.ts'
import { fields, readForm, type FieldErrors } from '../../core/forms/page.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import { errorList, fieldViews } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import { permittedRoute, type Context, type Route, type Staff } from '../../web/route.ts'
import {
  BLANKS,
  blanks,
  offsetsOf,
  overprintOf,
  seenOffsets,
  setOffsets,
  testContent,
  type Blank,
  type Offsets,
} from './overprint.ts'

const sideNames = { right: '向右', down: '向下' } as const
type Side = keyof typeof sideNames
const sides = Object.keys(sideNames) as Side[]

const fieldName = (blank: Blank, side: Side): string => `${blank}-${side}`

const offsetFields = fields(
  ...BLANKS.flatMap((blank) =>
    sides.map((side): Field => ({
      name: fieldName(blank, side),
      label: `${blanks[blank]}${sideNames[side]}移动（毫米）`,
      kind: 'text',
      max: 10,
      hint: `${side === 'right' ? '向左' : '向上'}移动填负数，例如 -1.5；最多${FURTHEST}毫米`,
    })),
  ),
)

const asTyped = (offsets: Offsets): RawValues =>
  Object.fromEntries(
    BLANKS.flatMap((blank) => sides.map((side) => [fieldName(blank, side), String(offsets[blank][side])])),
  )

/** What was typed, as offsets where all of it can be read. */
const readOffsets = (values: RawValues): { readonly errors: FieldErrors; readonly wanted: Offsets } => {
  const errors: Record<string, string> = {}
  const amount = (blank: Blank, side: Side): number => {
    const name = fieldName(blank, side)
    const read = readMillimetres(values[name] ?? '')
    if (read === undefined)
      errors[name] =
        `${blanks[blank]}${sideNames[side]}移动应为-${FURTHEST}至${FURTHEST}的数字，最多一位小数，例如 1.5 或者 -1.5`
    return read ?? 0
  }
  const of = (blank: Blank) => ({ right: amount(blank, 'right'), down: amount(blank, 'down') })
  return {
    wanted: { CERTIFICATE_ORIGINAL: of('CERTIFICATE_ORIGINAL'), CERTIFICATE_DUPLICATE: of('CERTIFICATE_DUPLICATE') },
    errors,
  }
}

const typesOf = (deps: Pick<Deps, 'reference'>, { authority }: Staff): readonly OrgType[] =>
  authorityById(deps.reference, authority.id).orgTypes

type Form = { readonly values: RawValues; readonly errors: FieldErrors; readonly stale?: string }

const show = async (deps: Deps, context: Context<Staff>, form?: Form, status = 200): Promise<void> => {
  const { actor, query, req, view } = context
  const offsets = await offsetsOf(deps.db, actor.authority.id)
  const saved = req.method === 'GET' && query['done'] === 'saved'
  view(
    'staff/overprint.njk',
    {
      page: {
        title: '证书套打',
        breadcrumb: [{ href: paths.staffOrganizations, text: '登记簿' }, { text: '证书套打' }],
        ...(saved ? { flash: { kind: 'success', text: '套打位置已保存。请再打印一张测试页核对。' } } : {}),
      },
      notice: form?.stale && { kind: 'error', title: '没有保存', text: form.stale },
      errors: errorList(form?.errors ?? {}),
      now: BLANKS.map((blank) => ({ label: blanks[blank], text: offsetText(offsets[blank]) })),
      seen: seenOffsets(offsets),
      fields: fieldViews(offsetFields, form?.values ?? asTyped(offsets), form?.errors ?? {}),
      tests: typesOf(deps, actor).map((type) => ({
        text: ORG_TYPES[type].shortLabel,
        links: BLANKS.map((blank) => ({
          href: paths.staffOverprintTest(type, blank),
          text: `${ORG_TYPES[type].shortLabel}${blanks[blank]}测试页`,
        })),
      })),
    },
    status,
  )
}

const post = async (deps: Deps, context: Context<Staff>): Promise<void> => {
  const { actor, audit, body, redirect } = context
  const values = readForm(offsetFields, body)
  const { errors, wanted } = readOffsets(values)
  if (Object.keys(errors).length > 0) return show(deps, context, { values, errors }, 422)
  try {
    await setOffsets(deps, actor, audit, { seen: body['seen'] ?? '', wanted })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'STALE') throw error
    return show(deps, context, { values, errors, stale: error.detail ?? '' }, 409)
  }
  redirect(`${paths.staffOverprint}?done=saved`)
}

const sendPdf = (res: Response, pdf: Buffer, name: string): void => {
  res.setHeader('Content-Disposition', `inline; filename*=UTF-8''${encodeURIComponent(name)}`)
  res.setHeader('Cache-Control', 'no-store')
  res.type('application/pdf').send(pdf)
}

/** 套打: certificates on the ministry's blanks, where their fields land on them, and a test page to measure it. */
export const overprintRoutes = (deps: Deps): readonly Route[] => [
  permittedRoute('certificate:issue', {
    method: 'get',
    path: paths.staffOverprint,
    handler: (context) => show(deps, context),
  }),
  permittedRoute('certificate:issue', {
    method: 'post',
    path: paths.staffOverprint,
    handler: (context) => post(deps, context),
  }),
  permittedRoute('certificate:issue', {
    method: 'get',
    path: paths.staffOverprintTest(':type', ':part'),
    handler: async ({ actor, param, res }) => {
      const blank = BLANKS.find((known) => known === param('part'))
      const orgType = typesOf(deps, actor).find((type) => type === param('type'))
      if (!blank || !orgType) throw new AppError('NOT_FOUND')
      const offsets = await offsetsOf(deps.db, actor.authority.id)
      const pdf = await deps.pdf.overprintTest(testContent(deps, actor, { blank, orgType }), offsets[blank])
      sendPdf(res, pdf, `${ORG_TYPES[orgType].shortLabel}${blanks[blank]}套打测试页.pdf`)
    },
  }),
  permittedRoute('certificate:issue', {
    method: 'get',
    path: paths.staffOverprintPaper(':document'),
    handler: async ({ actor, audit, param, res }) => {
      const { pdf, name } = await overprintOf(deps, actor, audit, param('document'))
      sendPdf(res, pdf, name)
    },
  }),
]
