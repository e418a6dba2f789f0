import { z } from 'zod'
import { chineseDate, dueDate } from '../core/documents/dates.ts'
import { correctionPeriod, date, notice, text } from '../core/documents/define.ts'
import { APL, center, handler, left, paragraph, sentence, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

/** 补正材料告知书: everything that has to be put right, told once (行政许可法 art. 32(4)). */
export const correctionNotice = notice({
  title: '补正材料告知书',
  shortName: '补正告知',
  numberWord: '补',
  copies: 2,
  appealable: false,
  schema: z.object({
    receivedOn: date,
    /** What was received then answered an earlier notice. */
    again: z.boolean().default(false),
    items: z.array(z.object({ target: text, reason: text })).min(1),
    correctBy: date,
    provisional: z.boolean().default(false),
    handlerName: text,
    /** The rule that sets the period; older documents did not name it. */
    period: correctionPeriod,
  }),
  gather: (facts) => ({
    receivedOn: facts.receivedOn,
    again: facts.correctedOn !== undefined,
    items: facts.corrections.map(({ title, note }) => ({ target: title, reason: note })),
    correctBy: facts.dueOn ?? facts.today,
    provisional: facts.dueProvisional,
    handlerName: facts.handlerName,
    period: facts.correctionRule,
  }),
  letter: (data) => ({
    blocks: [
      paragraph(
        `本机关于${chineseDate(data.receivedOn)}收到${you(data)}就“${data.organizationName}”提${data.again ? `交的${data.matterTitle}补正材料` : `出的${data.matterTitle}申请`}（办件编号：${data.applicationNumber}）。经审查，申请材料${data.again ? '仍' : ''}不齐全或者不符合法定形式，现将需要补正的全部内容一次性告知如下：`,
      ),
      {
        type: 'table',
        caption: `需要补正的内容（共${data.items.length}项）`,
        columns: [center('序号', 1.4), left('材料或填报项目', 4.5), left('存在的问题及补正要求', 8.5)],
        rows: data.items.map(({ target, reason }, index) => [String(index + 1), target, sentence(reason)]),
      },
      paragraph(
        `${data.period ? `依照${data.period.rule}，补正期限为${data.period.days}个工作日。` : ''}请于${dueDate(data.correctBy, data.provisional)}前（含当日）通过${data.siteName}一次补齐上述内容并重新提交。本机关收到全部补正材料后，在5个工作日内作出是否受理的处理；补正所用时间不计入办理时限。逾期未补正的，本机关将终止办理本次申请，${you(data)}可以重新提出申请。`,
      ),
      paragraph('上表所列为需要补正的全部内容，未列明的内容无需补正。'),
    ],
    legalBasis: data.period
      ? `${APL}第三十二条第一款第（四）项，${data.period.rule}`
      : `${APL}第三十二条第一款第（四）项和第二款`,
    signOff: [handler(data.handlerName), SIGNED_RECEIPT],
  }),
  example: {
    receivedOn: '2026-11-18',
    again: false,
    items: [
      { target: '住所使用权证明', reason: '租赁合同缺少出租方签章，请补签后重新上传' },
      { target: '会员名单', reason: '单位会员与个人会员合计不足50个，请补充或者说明。' },
      { target: '章程草案', reason: '缺少资产管理和使用原则的条款' },
    ],
    correctBy: '2026-12-20',
    provisional: false,
    handlerName: '孙窗口',
    period: { rule: '《山西省社会组织登记补正期限规定》（示例）', days: 30 },
  },
  mustSay: [
    '一次性告知',
    '《山西省社会组织登记补正期限规定》',
    '30个工作日',
    '住所使用权证明',
    '缺少出租方签章',
    '2026年12月20日',
    '第三十二条',
    '签收人',
  ],
})
