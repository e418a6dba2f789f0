import { fields } from '../../forms/page.ts'
import type { Step } from '../procedure.ts'

/** The unit's consent comes before the case; whoever has it on paper submits without these (R250 art. 9, 19). */
export const unitSteps = {
  sendToUnit: {
    text: '送业务主管单位',
    from: ['DRAFT'],
    to: 'WAITING_CONSENT',
    by: ['applicant'],
    clock: 'consent',
    effects: ['askUnit'],
    notice: '您的申请已送业务主管单位，最迟{dueOn}答复是否同意。没有答复不等于同意；需要修改的，可以随时取回。',
    tone: 'forward',
  },
  takeBackFromUnit: {
    text: '取回修改',
    from: ['WAITING_CONSENT'],
    to: 'DRAFT',
    by: ['applicant'],
    clock: 'none',
    effects: ['closeRequest'],
    tone: 'back',
  },
  consent: {
    text: '同意',
    from: ['WAITING_CONSENT'],
    to: 'DRAFT',
    by: ['SUPERVISOR'],
    conclusion: 'optional',
    clock: 'none',
    effects: ['closeRequest'],
    form: fields({ name: 'documentNumber', label: '文号', kind: 'text', max: 50, example: '晋教函〔2026〕18号' }),
    notice: '业务主管单位已经同意（文号{documentNumber}），批准文件不用另外上传。请核对以后提交申请。',
    confirm: true,
    tone: 'forward',
  },
  refuseConsent: {
    text: '不同意',
    from: ['WAITING_CONSENT'],
    to: 'DRAFT',
    by: ['SUPERVISOR'],
    conclusion: 'required',
    clock: 'none',
    effects: ['closeRequest'],
    form: fields({ name: 'documentNumber', label: '文号', kind: 'text', max: 50, optional: true }),
    notice: '业务主管单位不同意：{conclusion} 您填写的内容都保留着，可以修改以后再次征求同意。',
    confirm: true,
    tone: 'back',
  },
} as const satisfies Readonly<Record<string, Step>>
