import type { Procedure } from '../procedure.ts'
import { handOver, printCertificate } from './certificate.ts'
import { file } from './filing.ts'
import { resubmit, returnForChange, submit } from './acceptance.ts'

/** What was filed before the certificate was there waits for the authority from the hand-over on. */
const handedIn = {
  to: 'SUBMITTED',
  clock: 'filing',
  notice: '{handed}。您提交的印章、银行账户等材料由登记管理机关办理备案，不需要再次提交。',
} as const

/**
 * 补充完善材料: the certificate is made and handed over, and with it in hand seal and account are obtained and filed;
 * the filing ends the founding (社会团体登记管理条例 art. 12, 16; R251 art. 14; R400 art. 14; domain-2 K11). Cases that
 * filed first, as was asked before, go on from where they stand.
 */
export const completion = {
  start: { status: 'CERT_DUE', clock: 'certificate' },
  steps: {
    printCertificate: { ...printCertificate, from: ['CERT_DUE'] },
    handOver: {
      ...handOver,
      effects: [...handOver.effects, 'letFounderAct'],
      to: 'HANDED_OVER',
      toAfter: [
        { action: 'submit', ...handedIn },
        { action: 'resubmit', ...handedIn },
        {
          action: 'returnForChange',
          to: 'RETURNED',
          clock: 'revision',
          notice: '{handed}。您提交的印章、银行账户等材料已被退回，请在{dueOn}前按修改意见改好以后重新提交。',
        },
        { action: 'file', to: 'COMPLETED', clock: 'none', notice: '登记证书已领取，成立登记全部办结。' },
      ],
      clock: 'completion',
      notice: '{handed}。请在{dueOn}前凭证书刻制印章、开立银行账户，填报备案。',
    },
    submit: { ...submit, from: ['HANDED_OVER'], clock: 'filing' },
    resubmit: { ...resubmit, from: ['RETURNED'], clock: 'filing' },
    returnForChange,
    file: { ...file, to: 'COMPLETED', notice: '您的印章、银行账户等材料已备案，成立登记全部办结。' },
  },
} as const satisfies Procedure
