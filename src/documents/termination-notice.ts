import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { correctionPeriod, date, nameGivenUp, notice, remedies, text } from '../core/documents/define.ts'
import { APL, nameEnds, paragraph, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

/**
 * 终止办理通知书: a case that ends without a decision. What was not corrected in time is ended by the authority, and that
 * can be appealed; what the applicant takes back needs nobody's consent, ends by the applicant's own word and rests on no
 * law: the authority only confirms it.
 */
export const terminationNotice = notice({
  title: '终止办理通知书',
  shortName: '终止办理',
  numberWord: '终',
  copies: 2,
  appealable: true,
  schema: z.object({
    receivedOn: date,
    cause: z.discriminatedUnion('type', [
      z.object({ type: z.literal('WITHDRAWN'), withdrawnOn: date }),
      z.object({
        type: z.literal('NOT_CORRECTED'),
        correctionNoticeNumber: text,
        correctBy: date,
        period: correctionPeriod,
      }),
    ]),
    nameGivenUp,
    remedies: remedies.nullable(),
  }),
  gather: (facts) => ({
    receivedOn: facts.receivedFirstOn,
    nameGivenUp: facts.nameGivenUp ?? null,
    ...(facts.action === 'withdraw'
      ? { cause: { type: 'WITHDRAWN' as const, withdrawnOn: facts.today }, remedies: null }
      : {
          cause: {
            type: 'NOT_CORRECTED' as const,
            correctionNoticeNumber: facts.correctionNoticeNumber ?? '',
            correctBy: facts.dueOnBefore ?? facts.today,
            period: facts.correctionRule,
          },
          remedies: facts.remedies,
        }),
  }),
  letter: (data) => {
    const { cause } = data
    const causeText =
      cause.type === 'WITHDRAWN'
        ? `${you(data)}于${chineseDate(cause.withdrawnOn)}在本机关作出决定之前撤回了该申请。`
        : `本机关以${cause.correctionNoticeNumber}《补正材料告知书》一次性告知需要补正的全部内容。${cause.period ? `依照${cause.period.rule}，补正期限为${cause.period.days}个工作日，` : ''}${you(data)}在${chineseDate(cause.correctBy)}前${cause.period ? '（含当日）' : ''}未按要求补正，视为撤回该申请。`
    return {
      blocks: [
        paragraph(
          `本机关于${chineseDate(data.receivedOn)}收到${you(data)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}）。${causeText}`,
        ),
        paragraph(
          cause.type === 'WITHDRAWN'
            ? '据此，本机关自撤回之日起终止办理该申请，予以办结。本机关没有对该申请作出是否准予的决定。'
            : '本机关决定终止办理该申请，并自即日起予以办结。',
        ),
        ...nameEnds(data),
        paragraph(
          `终止办理不影响${you(data)}重新提出申请。重新申请时，可以在${data.siteName}将本次已填报的内容和仍然适用的材料复制为新申请。`,
        ),
      ],
      legalBasis:
        cause.type === 'WITHDRAWN'
          ? null
          : `${cause.period ? `${cause.period.rule}，` : ''}${APL}第三十二条第一款第（四）项`,
      signOff: [SIGNED_RECEIPT],
    }
  },
  example: {
    receivedOn: '2026-10-12',
    cause: {
      type: 'NOT_CORRECTED',
      correctionNoticeNumber: '晋民社补〔2026〕7号',
      correctBy: '2026-11-16',
      period: { rule: '《山西省社会组织登记补正期限规定》（示例）', days: 30 },
    },
    nameGivenUp: '晋民社名核〔2026〕1号',
    remedies: { reconsiderationOrgan: '山西省人民政府', court: '太原市迎泽区人民法院' },
  },
  mustSay: [
    '终止办理',
    '依照《山西省社会组织登记补正期限规定》（示例）',
    '晋民社补〔2026〕7号',
    '2026年11月16日',
    '前（含当日）未按要求补正，视为撤回',
    '该名称不再保留',
    '重新提出申请',
  ],
})
