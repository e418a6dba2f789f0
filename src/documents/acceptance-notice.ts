import { z } from 'zod'
import { chineseDate, dueDate } from '../core/documents/dates.ts'
import { date, days, notice, text } from '../core/documents/define.ts'
import { AFTER_HOURS, APL, caseFacts, fact, handler, paragraph, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

const TIME_THAT_DOES_NOT_COUNT =
  '依法需要听证、检验、检测、鉴定和专家评审的，所需时间不计算在上述时限内，本机关将另行书面告知所需时间。'

/** Acceptance by art. 32, the period by art. 42 or the regulation of the matter, what does not count by art. 45. */
const basisOf = (data: { deemed: boolean; ownPeriod: boolean | null; pausable: boolean; law: string }): string => {
  const articles = [
    data.deemed ? '第三十二条第一款第（四）项' : '第三十二条第一款第（五）项和第二款',
    ...(data.ownPeriod === false ? ['第四十二条第一款'] : []),
    ...(data.pausable ? ['第四十五条'] : []),
  ]
  const named = data.deemed && data.ownPeriod === null ? '' : `，${data.law}`
  return `${APL}${articles.join('、')}${named}`
}

/** 受理通知书: since when, and until when the authority decides (行政许可法 art. 32). */
export const acceptanceNotice = notice({
  title: '受理通知书',
  shortName: '受理通知',
  numberWord: '受',
  copies: 2,
  appealable: false,
  schema: z.object({
    appliedOn: date,
    /** When what had been sent back came again, null when nothing was; older documents do not know. */
    correctedOn: date.nullable().optional(),
    /** The day the papers, corrected where they had to be, were complete. */
    acceptedOn: date,
    /** They came after closing time or on a day without work, and count from the next working day. */
    afterHours: z.boolean().default(false),
    contactName: text,
    contactPhone: text.nullable(),
    /** Nobody where the law itself accepts. */
    handlerName: text.nullable(),
    committedWorkingDays: days,
    committedDueOn: date,
    statutoryWorkingDays: days,
    statutoryDueOn: date,
    provisional: z
      .object({ committed: z.boolean(), statutory: z.boolean() })
      .default({ committed: false, statutory: false }),
    /** Accepted by law because nobody answered within five working days (art. 32(4)). */
    deemed: z.boolean(),
    /** The law of the matter beside art. 32; older documents cited that of founding a 社会团体. */
    law: text.default('《社会团体登记管理条例》第十二条'),
    /** What will be decided; older documents spoke of a licence, whatever it was. */
    decides: text.default('准予行政许可'),
    /** Whether time of a special procedure does not count (art. 45). */
    pausable: z.boolean().default(true),
    /** The period is a regulation's own, or that of art. 42; older documents did not say. */
    ownPeriod: z.boolean().nullable().default(null),
  }),
  gather: (facts) => {
    const { started } = facts
    if (!started) throw new Error('acceptance without a clock')
    return {
      appliedOn: facts.appliedOn,
      correctedOn: facts.correctedOn ?? null,
      acceptedOn: started.startedOn,
      afterHours: started.afterHours,
      contactName: facts.contactName,
      // A phone number does not belong in stored document data.
      contactPhone: null,
      handlerName: facts.byTime ? null : facts.handlerName,
      committedWorkingDays: started.committedDays,
      committedDueOn: started.committedDueOn,
      statutoryWorkingDays: started.statutoryDays,
      statutoryDueOn: started.statutoryDueOn,
      provisional: started.provisional,
      deemed: facts.action === 'deemAccepted',
      law: facts.law.accepted,
      decides: facts.decides,
      pausable: facts.pausable,
      ownPeriod: started.ownPeriod,
    }
  },
  letter: (data) => {
    const { correctedOn } = data
    const papers = correctedOn ? '全部补正申请材料' : '申请材料'
    const received = `${you(data)}于${chineseDate(data.appliedOn)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}）收悉。`
    // The two cases of art. 32(1)(5).
    const complete = correctedOn ? `${you(data)}已经按照本机关的要求提交全部补正申请材料` : '申请材料齐全、符合法定形式'
    return {
      blocks: [
        paragraph(
          data.deemed
            ? `${received}本机关未在收到${papers}之日起5个工作日内告知补正内容，依法自收到${papers}之日即${chineseDate(data.acceptedOn)}起视为受理。`
            : `${received}经审查，申请事项属于本机关职权范围，${complete}，本机关决定自${chineseDate(data.acceptedOn)}${correctedOn === undefined ? '' : `（收到${papers}之日）`}起予以受理。`,
        ),
        {
          type: 'facts',
          rows: [
            ...caseFacts(data),
            fact('联系人', data.contactPhone === null ? data.contactName : `${data.contactName}　${data.contactPhone}`),
            fact('申请日期', chineseDate(data.appliedOn)),
            ...(correctedOn ? [fact('补正日期', chineseDate(correctedOn))] : []),
            fact('受理日期', `${chineseDate(data.acceptedOn)}${data.afterHours ? AFTER_HOURS : ''}`),
            fact(
              '承诺办理时限',
              `${data.committedWorkingDays}个工作日，至${dueDate(data.committedDueOn, data.provisional.committed)}届满`,
            ),
            fact(
              '法定办理时限',
              `${data.statutoryWorkingDays}个工作日，至${dueDate(data.statutoryDueOn, data.provisional.statutory)}届满`,
            ),
          ],
        },
        paragraph(
          `本机关将自受理之日起${data.committedWorkingDays}个工作日内，即在${chineseDate(data.committedDueOn)}前（含当日）作出是否${data.decides}的决定。${data.pausable ? TIME_THAT_DOES_NOT_COUNT : ''}`,
        ),
      ],
      legalBasis: basisOf(data),
      signOff: [...(data.handlerName === null ? [] : [handler(data.handlerName)]), SIGNED_RECEIPT],
    }
  },
  example: {
    appliedOn: '2026-11-10',
    correctedOn: '2026-11-20',
    acceptedOn: '2026-11-20',
    afterHours: false,
    contactName: '赵明远',
    contactPhone: '138****0001',
    handlerName: '孙窗口',
    committedWorkingDays: 20,
    committedDueOn: '2026-12-18',
    statutoryWorkingDays: 60,
    statutoryDueOn: '2027-02-22',
    provisional: { committed: false, statutory: true },
    deemed: false,
    law: '《社会团体登记管理条例》第十二条第一款',
    decides: '准予登记',
    pausable: true,
    ownPeriod: true,
  },
  mustSay: [
    '赵明远',
    '联系人',
    '138****0001',
    '社会团体成立登记',
    '2026年11月10日',
    '补正日期',
    '已经按照本机关的要求提交全部补正申请材料',
    '《中华人民共和国行政许可法》',
    '第三十二条',
    '作出是否准予登记的决定',
    '受理日期',
    '20个工作日',
    '2026年12月18日',
    '60个工作日',
    '2027年2月22日（暂定',
    '孙窗口',
    '一式两份',
  ],
})
