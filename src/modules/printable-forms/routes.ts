import type { Deps } from '../../deps.ts'
import type { FormValues, PrintableForm, PrintableFormCode } from '../../core/printable-forms/define.ts'
import { isPrintableFormCode, printableForm } from '../../core/printable-forms/index.ts'
import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { charterRoute } from './charter-routes.ts'
import { qrPath } from './qr-path.ts'
import { lastDoorPath } from '../../web/door.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Applicant, type Context, type Route } from '../../web/route.ts'
import { formValuesOf } from './queries.ts'

type FormContext = Context<Applicant | undefined>

const codeOf = (context: FormContext): PrintableFormCode => {
  const code = context.param('form')
  if (!isPrintableFormCode(code)) throw new AppError('NOT_FOUND')
  return code
}

const mayFill = (form: PrintableForm, actor: Applicant): boolean => form.holders.some((holder) => holder === actor.kind)

/** The forms of a portal: as pages to print and as PDF files, blank or with one's own data. */
export const printableFormRoutes = (deps: Deps): readonly Route[] => {
  const { site } = deps
  const party = { siteName: site.name, agreement: site.agreement }
  const blank = (code: PrintableFormCode): PrintableForm => printableForm(code, party)

  /** What the code on paper leads to: the form's page, with the version that was printed. */
  const addressOf = (code: PrintableFormCode): string =>
    `${deps.publicUrl}${paths.helpForm(code)}?version=${encodeURIComponent(blank(code).version)}`

  /** Drawn once: the blank forms say the same to everybody. */
  const blankFiles = new Map<PrintableFormCode, Promise<Buffer>>()

  const file = (code: PrintableFormCode, form: PrintableForm): Promise<Buffer> =>
    deps.pdf.form(form, {
      code,
      address: addressOf(code),
      siteName: site.name,
      hostOrgan: site.hostOrgan,
      printedOn: localDate(deps.clock.now()),
    })

  const blankFile = (code: PrintableFormCode): Promise<Buffer> => {
    const made = blankFiles.get(code) ?? file(code, blank(code))
    blankFiles.set(code, made)
    made.catch(() => blankFiles.delete(code))
    return made
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

  /** A value with a character that no font has is left out of the file: its line is written by hand. */
  const printable = async (values: FormValues): Promise<FormValues> => {
    const entries = await Promise.all(
      Object.entries(values).map(async ([name, value]) =>
        (await deps.pdf.lacking(value)).length > 0 ? [] : [[name, value]],
      ),
    )
    return Object.fromEntries(entries.flat()) as FormValues
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
    if (version === undefined) return undefined
    return version === form.version
      ? `您扫描的表格是现行版本（${form.version}）。`
      : `您手中的表格不是现行版本。现行版本是${form.version}，请重新打印。`
  }

  return [
    charterRoute(deps),
    publicRoute({
      method: 'get',
      path: paths.helpForm(':form'),
      handler: async (context) => {
        const code = codeOf(context)
        const values = await wantedValues(context, code, paths.helpForm(code))
        if (values === 'away') return
        const form = printableForm(code, party, values)
        const may = context.actor === undefined || mayFill(form, context.actor)
        context.view('printable-forms/form.njk', {
          page: {
            title: form.title,
            sheetHead: '',
            sheetFoot: `${form.title}　表格代码：${code}　版本：${form.version}`,
            backHref: `${paths.help}#forms`,
            description: `${form.number}《${form.title}》：${form.purpose}可以打印，也可以下载PDF。`,
          },
          form,
          code,
          qr: qrPath(addressOf(code)),
          address: addressOf(code),
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
        const code = codeOf(context)
        const values = await wantedValues(context, code, paths.helpFormPdf(code))
        if (values === 'away') return
        if (values && context.actor) await deps.limits.use('own-form', context.actor.id)
        const form = printableForm(code, party, values && (await printable(values)))
        const pdf = values ? await file(code, form) : await blankFile(code)
        const name = encodeURIComponent(`${form.title}.pdf`)
        context.res.setHeader('Content-Disposition', `inline; filename*=UTF-8''${name}`)
        context.res.setHeader('Cache-Control', 'no-store')
        context.res.type('application/pdf').send(pdf)
      },
    }),
  ]
}
