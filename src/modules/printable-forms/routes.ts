import type { Deps } from '../../deps.ts'
import type { FormValues, PrintableForm, PrintableFormCode } from '../../core/printable-forms/define.ts'
import { isPrintableFormCode, printableForm } from '../../core/printable-forms/index.ts'
import type { MaterialForm } from '../../core/printable-forms/material-form.ts'
import { AppError } from '../../core/errors.ts'
import { charterRoute } from './charter-routes.ts'
import { qrPath } from './qr-path.ts'
import { lastDoorPath } from '../../web/door.ts'
import { sendMade } from '../../web/made-files.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { formAddress, formPrint, printable } from '../documents/form-print.ts'
import { formsView, materialFormsOf } from './material-forms.ts'
import { formValuesOf } from './queries.ts'

type FormContext = Context<Applicant | undefined>

const mayFill = (form: PrintableForm, actor: Applicant): boolean => form.holders.some((holder) => holder === actor.kind)

/** Whether the paper somebody holds is of the present version. */
const versionNotice = (form: PrintableForm, version: string | undefined): string | undefined => {
  if (version === undefined) return undefined
  return version === form.version
    ? `您扫描的表格是现行版本（${form.version}）。`
    : `您手中的表格不是现行版本。现行版本是${form.version}，请重新打印。`
}

/** The forms of a portal: as pages to print and as PDF files, blank or with one's own data. */
export const printableFormRoutes = (deps: Deps): readonly Route[] => {
  const { site } = deps
  const party = { siteName: site.name, agreement: site.agreement }
  const blank = (code: PrintableFormCode): PrintableForm => printableForm(code, party)

  const materialForms = materialFormsOf(deps.matters.all)

  /** Drawn once: blank forms and samples say the same to everybody. */
  const files = new Map<string, Promise<Buffer>>()

  const file = (code: string, form: PrintableForm): Promise<Buffer> => deps.pdf.form(form, formPrint(deps, code, form))

  const kept = (key: string, make: () => Promise<Buffer>): Promise<Buffer> => {
    const made = files.get(key) ?? make()
    files.set(key, made)
    made.catch(() => files.delete(key))
    return made
  }

  const materialForm = (code: string, needsBlank: boolean): MaterialForm => {
    const found = materialForms.get(code)
    if (!found || (needsBlank && found.writtenBy !== undefined)) throw new AppError('NOT_FOUND')
    return found
  }

  /**
   * The data of whoever asks for their own form, and of nobody else; 'away' when they were sent to log in or to do
   * something first. An account of the other kind gets the blank form.
   */
  const wantedValues = async (
    context: FormContext,
    code: PrintableFormCode,
    here: string,
  ): Promise<FormValues | 'away' | undefined> => {
    const { actor, query } = context
    if (query['prefill'] !== '1') return undefined
    if (!actor) {
      const next = encodeURIComponent(`${here}?prefill=1`)
      context.redirect(`${lastDoorPath(context.req)}?next=${next}`)
      return 'away'
    }
    if (actor.setup) {
      // The centre is closed until that is done, and says what it is.
      context.redirect(paths.account)
      return 'away'
    }
    return mayFill(blank(code), actor) ? formValuesOf(deps, actor.id) : undefined
  }

  /** What the bar above the sheet says: whether the paper somebody holds is of the present version, or why it is blank. */
  const notice = async (
    context: FormContext,
    form: PrintableForm,
    values: FormValues | undefined,
  ): Promise<string | undefined> => {
    const { version, prefill } = context.query
    const lacking = values ? await deps.pdf.lacking(values) : []
    if (lacking.length > 0) return `字库没有“${lacking.join('”“')}”，PDF里含有这些字的一栏留空，请打印后用笔写上。`
    if (prefill === '1' && !values)
      return context.actor?.kind === 'LEGAL_PERSON'
        ? '您登录的是法人账号，这张表由个人填写，以下是空白表。'
        : '您登录的是个人账号，这张表由单位填写，以下是空白表。'
    return versionNotice(form, version)
  }

  /** The sheet of a form as a page; `more` is what its bar leads to. */
  const showSheet = (
    context: FormContext,
    code: string,
    form: PrintableForm,
    more: Readonly<Record<string, unknown>>,
  ) =>
    context.view('printable-forms/form.njk', {
      page: {
        title: form.title,
        sheetHead: '',
        sheetFoot: `${form.title}　表格代码：${code}　版本：${form.version}`,
        backHref: more['backHref'],
        description: `${form.number}《${form.title}》：${form.purpose}可以打印，也可以下载PDF。`,
      },
      form,
      code,
      qr: qrPath(formAddress(deps, code, form)),
      address: formAddress(deps, code, form),
      ...more,
    })

  /** A blank of what founders bring; where somebody else writes it, the sample. */
  const showMaterialForm = (context: FormContext, { code, writtenBy, sheet }: MaterialForm): void => {
    const form = sheet(writtenBy === undefined ? 'blank' : 'sample')
    showSheet(context, code, form, {
      backHref: paths.helpForms,
      notice:
        writtenBy === undefined
          ? versionNotice(form, context.query['version'])
          : `由${writtenBy}出具，这是样例，不能作为材料提交。`,
      pdfHref: writtenBy === undefined ? paths.helpFormPdf(code) : undefined,
      docxHref: writtenBy === undefined ? paths.helpFormDocx(code) : undefined,
      sampleHref: paths.helpFormSample(code),
    })
  }

  return [
    charterRoute(deps),
    publicRoute({
      method: 'get',
      path: paths.helpForms,
      handler: (context) => context.view('printable-forms/index.njk', formsView(deps.matters.all, context.query)),
    }),
    publicRoute({
      method: 'get',
      path: paths.helpForm(':form'),
      handler: async (context) => {
        const code = context.param('form')
        const ofMaterial = materialForms.get(code)
        if (ofMaterial) return showMaterialForm(context, ofMaterial)
        if (!isPrintableFormCode(code)) throw new AppError('NOT_FOUND')
        const values = await wantedValues(context, code, paths.helpForm(code))
        if (values === 'away') return
        const form = printableForm(code, party, values)
        const may = context.actor === undefined || mayFill(form, context.actor)
        showSheet(context, code, form, {
          backHref: `${paths.help}#forms`,
          notice: await notice(context, form, values),
          pdfHref: values ? `${paths.helpFormPdf(code)}?prefill=1` : paths.helpFormPdf(code),
          otherHref: values ? paths.helpForm(code) : may ? `${paths.helpForm(code)}?prefill=1` : undefined,
          otherText: values ? '换成空白表' : '带出我的信息',
        })
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.helpFormPdf(':form'),
      handler: async (context) => {
        const code = context.param('form')
        if (materialForms.has(code)) {
          const { title, sheet } = materialForm(code, true)
          return sendMade(context.res, `${title}（空白表）`, 'pdf', await kept(code, () => file(code, sheet('blank'))))
        }
        if (!isPrintableFormCode(code)) throw new AppError('NOT_FOUND')
        const values = await wantedValues(context, code, paths.helpFormPdf(code))
        if (values === 'away') return
        if (values && context.actor) await deps.limits.use('own-form', context.actor.id)
        const form = printableForm(code, party, values && (await printable(deps, values)))
        const pdf = values ? file(code, form) : kept(code, () => file(code, form))
        sendMade(context.res, form.title, 'pdf', await pdf)
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.helpFormSample(':form'),
      handler: async (context) => {
        const { code, title, sheet } = materialForm(context.param('form'), false)
        const made = kept(`${code}/sample`, () => file(code, sheet('sample')))
        sendMade(context.res, `${title}（样例）`, 'pdf', await made)
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.helpFormDocx(':form'),
      handler: async (context) => {
        const { code, title, sheet } = materialForm(context.param('form'), true)
        const blank = sheet('blank')
        const made = kept(`${code}/docx`, () => deps.pdf.formDocx(blank, formPrint(deps, code, blank)))
        sendMade(context.res, `${title}（空白表）`, 'docx', await made)
      },
    }),
  ]
}
