import { loginNameRule } from '../../core/identity/login-name.ts'
import { materialLines } from '../../core/helpdesk/materials.ts'
import { isLegalPersonType, legalPersonTypes, type LegalPersonType } from '../../core/legal-persons/types.ts'
import type { RawValues } from '../../core/forms/field.ts'
import { localDateTime } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { faqHref, faqMessage } from '../../web/faq.ts'
import { fieldViews, errorList } from '../../web/form-view.ts'
import { paths } from '../../web/paths.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { codeField, codeSubject, isProved, isSolved, typedPhone, type SentCode } from '../accounts/code-step.ts'
import { captchaField, ownNext, wantsQuestion, withQuery, type FieldView, fieldsFrom } from '../accounts/form-view.ts'
import type { FieldErrors } from '../../core/forms/page.ts'
import { nameTakenView } from '../accounts/queries.ts'
import { siteAuthorities } from '../../reference/reference.ts'
import { realNameChannelCodes, realNameChannels } from '../real-name/channels.ts'
import { sizeText } from '../../core/files.ts'
import { draftMinutes, type LegalDraft } from './draft.ts'
import { unitFields } from './form.ts'
import { nameDifference } from './name-difference.ts'
import { notFound, type Verification } from './verify.ts'

export type LegalContext = Context<Applicant | undefined>

/** Where the person was going before there was an account. */
export const nextOf = (context: LegalContext): string | undefined =>
  ownNext(context.body['next'] ?? context.query['next'])

/** Word for word what the FAQ of the service hall quotes (F-02). */
export const codeTaken = faqMessage('F-02')

/** Word for word what the FAQ of the service hall quotes (F-03). */
export const loginNameTaken = faqMessage('F-03')

/** What came of a verification that did not make an account. */
export type Outcome = {
  readonly verification: Exclude<Verification, { readonly kind: 'verified' }>
  /** Until when the form is kept; absent when it need not be. */
  readonly keptUntil?: Date
}

export type FormState = {
  readonly values: RawValues
  readonly draft: LegalDraft
  readonly errors?: FieldErrors
  /** A fault that belongs to no field. */
  readonly fault?: string
  readonly status?: number
  readonly outcome?: Outcome
  readonly sent?: SentCode
  readonly resumed?: boolean
}

/** The form's question for a code to the representative's phone. */
export const codeQuestion = (deps: Deps, { req }: LegalContext, phone: string | undefined) =>
  ({ purpose: 'register-legal', subject: phone === undefined ? undefined : codeSubject(deps, req, phone) }) as const

/** The authorities that can be chosen on the form. */
export const authorityNames = (deps: Pick<Deps, 'reference' | 'site'>): readonly string[] =>
  siteAuthorities(deps.reference, deps.site.rootDivisionCode).map(({ name }) => name)

/** The questions of the form on this site. */
export const siteFields = (deps: Pick<Deps, 'reference' | 'site'>) => unitFields(authorityNames(deps))

const hints: Readonly<Record<string, string>> = {
  name: '民办非企业单位、基金会和其他单位也在这里填写：登记证书（执照）上的单位名称，一字不差，包括括号和间隔号。',
  uscc: '登记证书上的18位代码。2015年以前的旧证书没有18位代码的，社会组织可以填写9位组织机构代码，或者证书编号（例如：晋民社证字第000001号）。',
  representativeName: '登记证书上的法定代表人。已经更换、还没有办理变更登记的，先办变更再注册。',
  phone: '法定代表人用本人姓名办理的手机号，会与姓名、证件号码核对。短信验证码发到这个号码，以后用它找回密码。',
  idNumber: '填写所选证件的号码。',
  handlerName: '实际来办事的人，可以是法定代表人本人。',
  authority: '登记证书（执照）上的发证机关。列表里没有的，选最后一项。',
  authorityName: '只用汉字，与证照上的名称一致，例如：太原市市场监督管理局。',
}

const ordered = (errors: FieldErrors, order: readonly string[]): FieldErrors =>
  Object.fromEntries(order.flatMap((name) => (errors[name] ? [[name, errors[name]]] : [])))

const groups = [
  { title: '账号', names: ['loginName', 'password', 'passwordAgain'] },
  { title: '单位', names: ['type', 'name', 'uscc'] },
  { title: '法定代表人', names: ['representativeName', 'idType', 'idNumber', 'phone'] },
  { title: '经办人', names: ['handlerName', 'handlerIdNumber', 'handlerPhone'] },
  { title: '登记机关和证书', names: ['authority', 'authorityName', 'certificate'] },
  { title: '手机验证和用户协议', names: ['captcha', 'smsCode', 'agreement'] },
] as const

/** Every control of the form in its order: what an error summary follows. */
const order = groups.flatMap(({ names }) => names)

const formFields = async (deps: Deps, context: LegalContext, state: FormState): Promise<readonly FieldView[]> => {
  const { values, draft } = state
  const errors = state.errors ?? {}
  const phone = typedPhone(values['phone'])
  const proved = await isProved(deps, codeQuestion(deps, context, phone))
  const solved = proved || isSolved(deps, draft, phone)
  const kept = (draft.password ?? draft.secret) !== undefined && !errors['password'] && !errors['passwordAgain']
  const field = fieldsFrom(values, errors)
  const questions = fieldViews(siteFields(deps), values, errors).map((view): FieldView => {
    const kind = view.name === 'uscc' ? 'uscc' : view.options ? 'select' : view.kind
    const hint = view.name === 'type' ? deps.site.legalPersonTypeHint : (hints[view.name] ?? view.hint)
    return { ...view, kind, hint }
  })
  const { certificate } = draft
  return [
    field('accountName', 'loginName', '用户账号', {
      hint: `${loginNameRule}${deps.site.loginNameHint || '可以与原系统的登录名相同。'}`,
      availabilityUrl: paths.availability,
    }),
    field('password', 'password', '登录密码', {
      value: '',
      hint: kept
        ? `已为您安全保留 ${draftMinutes} 分钟，无需重新填写；如需更换，请在两处重新填写。`
        : '至少8个字符，包含大写字母、小写字母、数字、符号中的三种，不能包含账号、手机号或证件号码。原系统的密码达不到要求的，请另设一个。',
      autocomplete: 'new-password',
      required: !kept,
    }),
    field('password', 'passwordAgain', '确认密码', {
      value: '',
      hint: kept ? '已保留，无需重新填写。' : undefined,
      autocomplete: 'new-password',
      required: !kept,
    }),
    ...questions,
    field('file', 'certificate', '法人证书图片', {
      name: 'files',
      accept: 'image/jpeg,image/png,application/pdf',
      hint: certificate
        ? `已收到：${certificate.name}（${sizeText(certificate.size)}），无需再次上传；如需更换，请重新选择文件。`
        : '登记证书（企业、个体工商户为营业执照）的照片或扫描件，JPG、PNG 或 PDF 格式，不超过 10 MB。照片里的拍摄地点等信息会自动去除。',
      required: !certificate,
    }),
    await captchaField(deps, context.req, {
      inWords: wantsQuestion(context.body['captchaMode'] ?? context.query['captcha']),
      error: errors['captcha'],
      beforeSms: true,
      required: !solved,
    }),
    codeField({
      proved,
      typed: values['smsCode'] ?? '',
      error: errors['smsCode'],
      hint: '发到法定代表人手机号的6位数字，5分钟内有效。其他内容填好后再获取，以免过期。',
      smsUrl: paths.registerLegalCode,
      sent: state.sent,
    }),
    field('declaration', 'agreement', '我已阅读并同意《用户协议》', {
      link: { href: paths.agreement, text: '查看《用户协议》' },
    }),
  ]
}

/** Papers and place for whoever goes to the counter instead (domain.md §7.4). */
const counterRoute = (deps: Deps, values: RawValues) => {
  const typed = values['type'] ?? ''
  const type: LegalPersonType = isLegalPersonType(typed) ? typed : 'SOCIAL_GROUP'
  const authorities = siteAuthorities(deps.reference, deps.site.rootDivisionCode)
  const authority = authorities.find(({ name }) => name === values['authority']) ?? authorities[0]
  const lines = (byAgent: boolean) =>
    materialLines(type, byAgent, deps.site).map((line) => ({
      text: line.text,
      formHref: line.form && paths.helpForm(line.form),
    }))
  return { typeText: legalPersonTypes[type].label, inPerson: lines(false), byAgent: lines(true), authority }
}

const titles = {
  'not-found': '实名认证没有通过',
  'name-differs': '单位名称与登记信息不一致',
  refused: '实名认证没有通过',
  ended: '这个社会组织不能注册法人账号',
  unproved: '还要核验法定代表人本人',
  taken: codeTaken,
  'not-an-enterprise': '法人类型可能选错了',
  unavailable: '实名核验服务暂时无法使用',
} as const satisfies Record<Outcome['verification']['kind'], string>

const outcomeView = (
  deps: Deps,
  values: RawValues,
  { verification, keptUntil }: Outcome,
  next: string | undefined,
) => ({
  kind: verification.kind,
  title: titles[verification.kind],
  text: verification.kind === 'refused' ? verification.text : verification.kind === 'not-found' ? notFound : undefined,
  difference:
    verification.kind === 'name-differs' ? nameDifference(values['name'] ?? '', verification.registered) : undefined,
  status: verification.kind === 'ended' ? verification.status : undefined,
  why: verification.kind === 'unproved' ? verification.why : undefined,
  channels:
    verification.kind === 'unproved' && verification.why !== 'other-document'
      ? realNameChannelCodes.map((code) => ({
          title: realNameChannels[code].title,
          text: realNameChannels[code].text,
          href: withQuery(paths.registerLegalProve(code), { next }),
        }))
      : [],
  keptUntil: keptUntil && localDateTime(keptUntil).text,
  resumeHref: paths.resumeLegal,
  counter: counterRoute(deps, values),
  enterpriseFaq: faqHref('F-11'),
  notFoundFaq: faqHref('F-10'),
  takenFaq: faqHref('F-02'),
})

const steps = (outcome: Outcome | undefined) => [
  { title: '填写信息', state: outcome ? 'done' : 'current' },
  outcome ? { title: '实名认证', state: 'current', text: '没有通过' } : { title: '实名认证', state: 'todo' },
  { title: '完成', state: 'todo' },
]

/** Shows the form with everything typed, what is wrong, and what came of a verification. */
export const showForm = async (deps: Deps, context: LegalContext, state: FormState): Promise<void> => {
  const errors = ordered(state.errors ?? {}, order)
  const list = await formFields(deps, context, { ...state, errors })
  const faults = [...(state.fault ? [{ text: state.fault }] : []), ...errorList(errors)]
  context.view(
    'legal-persons/register.njk',
    {
      page: {
        title: '法人注册',
        breadcrumb: [
          { href: paths.home, text: '首页' },
          { href: paths.register, text: '注册' },
          { href: '', text: '法人注册' },
        ],
      },
      groups: groups.map(({ title, names }) => ({
        title,
        fields: list.filter(({ id }) => (names as readonly string[]).includes(id)),
      })),
      errors: faults,
      nameTaken:
        errors['loginName'] === loginNameTaken && (await nameTakenView(deps.db, state.values['loginName'] ?? '')),
      sent: state.sent,
      resumed: state.resumed,
      steps: steps(state.outcome),
      outcome: state.outcome && outcomeView(deps, state.values, state.outcome, nextOf(context)),
      mayPutOff: !deps.site.policies.legalPersonMustVerify,
      types: Object.values(legalPersonTypes),
      captchaMode: wantsQuestion(context.body['captchaMode'] ?? context.query['captcha']) ? 'question' : 'picture',
      hotlines: deps.site.hotlines,
      next: nextOf(context),
      loginHref: withQuery(paths.loginLegal, { next: nextOf(context) }),
      recoverHref: withQuery(paths.recover, { door: 'legal', next: nextOf(context) }),
    },
    state.status ?? (faults.length > 0 ? 422 : 200),
  )
}
