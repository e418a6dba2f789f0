import { fields } from '../../forms/page.ts'
import { lossFields } from '../../register/certificates.ts'
import { handOverFields } from '../../register/collector.ts'
import type { Procedure, Step } from '../procedure.ts'

/** 制作证书: the authority's duty of 行政许可法 art. 44 is met; the clock stops, whenever the holder comes. */
export const printCertificate = {
  text: '制作证书',
  to: 'CERT_PRINTED',
  by: ['CERT_CLERK'],
  outcome: 'made',
  clock: 'none',
  inForce: true,
  notice: '登记证书已制作完成，{collecting}；电子证书可在办件详情中下载。',
  confirm: true,
  tone: 'forward',
} as const satisfies Omit<Step, 'from'>

/** 登记发证: who took it away, and when; not by whoever made it, as with a certificate made anew. */
export const handOver = {
  text: '登记发证',
  from: ['CERT_PRINTED'],
  by: ['WINDOW', 'CERT_CLERK'],
  apartFrom: ['printCertificate'],
  outcome: 'handedOver',
  effects: ['recordHandOver'],
  form: handOverFields,
  confirm: true,
  tone: 'forward',
} as const satisfies Omit<Step, 'to'>

/** A certificate of an organization that is in the register: the old one comes back, a new one goes out. */
export const certificate = {
  start: { status: 'CERT_DUE', clock: 'certificate' },
  steps: {
    recoverCertificate: {
      text: '收回证书',
      from: ['CERT_DUE'],
      to: 'CERT_RECOVERED',
      by: ['CERT_CLERK'],
      inForce: true,
      form: fields({
        name: 'recoveredOn',
        label: '收回日期',
        kind: 'date',
        noLaterThanToday: true,
        optional: true,
        hint: '以前收回、今天补记的填写；不填的，为今天',
      }),
      notice: '原登记证书已收回。',
      tone: 'forward',
    },
    // Nothing to bring back: it is void from here on, by the notice that made it known.
    declareLost: {
      text: '登记遗失',
      from: ['CERT_DUE'],
      to: 'CERT_RECOVERED',
      by: ['CERT_CLERK'],
      outcome: 'lost',
      form: lossFields,
      notice: '原登记证书已登记遗失，声明作废。',
      confirm: true,
      tone: 'forward',
    },
    printCertificate: { ...printCertificate, from: ['CERT_RECOVERED'] },
    handOver: { ...handOver, to: 'COMPLETED' },
    // What was granted for a later day is the organization's to take back before it.
    callOff: {
      text: '撤回未生效的变更',
      from: ['CERT_DUE'],
      to: 'CALLED_OFF',
      by: ['applicant'],
      outcome: 'withdrawn',
      clock: 'none',
      effects: ['callOff'],
      notice: '您已撤回准予的变更，登记信息没有改变，原登记证书继续有效。',
      tone: 'end',
    },
    // An official took it back in the register, before its day or when it could not take effect.
    endPlanned: {
      text: '登记管理机关撤回未生效的变更',
      from: ['CERT_DUE'],
      to: 'CALLED_OFF',
      by: ['system'],
      outcome: 'withdrawn',
      clock: 'none',
      tone: 'end',
    },
  },
} as const satisfies Procedure
