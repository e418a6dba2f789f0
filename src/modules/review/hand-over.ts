import type { Deps } from '../../deps.ts'
import { ID_TYPES } from '../../core/identity/documents.ts'
import { collectorIdType } from '../../core/register/collector.ts'
import { momentText } from '../../core/workflow/deadlines.ts'
import type { Telling } from './applicant-panel.ts'
import type { StaffCase } from './case-data.ts'
import { collectedBy } from './collector.ts'

/** The number of the parcel a certificate was sent in, where it was written down. */
const parcelOf = ({ events }: StaffCase): string | undefined =>
  events.findLast(({ action }) => action === 'handOver')?.details.form?.['parcelNumber']

/** Who fetched the certificate, as rows; nothing before that. */
export const handOverRows = async (deps: Deps, found: StaffCase, tell: Telling) => {
  const { hand_over: taken, caseFile } = found
  if (!taken) return undefined
  const { collector_id_number_enc: number, collector_phone_enc: phone } = taken
  const opened = (sealed: string, column: 'id_number' | 'phone'): string =>
    deps.crypto.decrypt(sealed, `certificate_hand_over.${column}:${caseFile.id}`)
  const parcel = parcelOf(found)
  return [
    ...(number ? [] : [{ label: '送达方式', text: `邮寄送达${parcel ? `，快递单号${parcel}` : ''}` }]),
    { label: number ? '领取人' : '收件人', text: taken.collector_name },
    ...(number
      ? [
          {
            label: ID_TYPES[collectorIdType({ collectorIdType: taken.collector_id_type })].label,
            text: tell.number(opened(number, 'id_number')),
          },
          { label: '核对', text: await collectedBy(deps, found) },
        ]
      : []),
    { label: '联系电话', text: tell.phone(opened(phone, 'phone')) },
    { label: number ? '领取时间' : '寄出时间', text: momentText(taken.collected_at) },
  ]
}
