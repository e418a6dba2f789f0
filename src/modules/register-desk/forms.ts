import type { Field } from '../../core/forms/field.ts'
import { fields } from '../../core/forms/page.ts'
import {
  certificateActs,
  certificateReasons,
  lossFields,
  type CertificateAct,
} from '../../core/register/certificates.ts'

/** Why the desk does something. */
export const reasonField = {
  name: 'reason',
  label: '办理原因',
  kind: 'textarea',
  max: 300,
  hint: '写明事由和依据，随登记档案保存，不对外公示',
} as const

const returned = {
  name: 'returned',
  label: '原证书已经收回',
  kind: 'declaration',
  statement: '原登记证书正本、副本已经收回。',
} as const

/** What each act of the certificate desk asks. */
export const actFields = {
  recover: fields(reasonField, returned),
  exchange: fields(
    {
      name: 'ground',
      label: '换发情形',
      kind: 'choice',
      options: certificateActs.exchange.reasons.map((value) => ({ value, text: certificateReasons[value] })),
      hint: '印制有误和损毁的，新证书有效期限不变；到期换证从今天起重新计算',
    },
    reasonField,
    returned,
  ),
  reissue: fields(...lossFields, reasonField),
} as const satisfies Record<CertificateAct, readonly Field[]>

/** Why a change that waits for its day is taken back. */
export const withdrawFields = fields({ ...reasonField, label: '撤回原因', hint: '随登记档案保存' })
