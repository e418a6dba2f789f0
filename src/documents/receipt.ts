import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, days, notice, text } from '../core/documents/define.ts'
import { APL, caseFacts, center, fact, left, paragraph, SIGNED_RECEIPT, you } from '../core/documents/words.ts'

const forms = { ORIGINAL: '原件', COPY: '复印件' } as const

/** 收件凭证: what came in, and until when the authority answers (行政许可法 art. 32). */
export const receipt = notice({
  title: '收件凭证',
  shortName: '收件凭证',
  numberWord: '收',
  copies: 2,
  appealable: false,
  schema: z.object({
    receivedOn: date,
    /** Local time of day, HH:mm. */
    receivedTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    receiverName: text,
    materials: z
      .array(z.object({ name: text, form: z.enum(['ORIGINAL', 'COPY']), copies: days, note: text.nullable() }))
      .min(1),
    /** The day by which the applicant is told of acceptance or correction. */
    replyBy: date,
  }),
  gather: (facts) => ({
    receivedOn: facts.today,
    receivedTime: facts.time,
    receiverName: facts.handlerName,
    materials: [...facts.materials],
    replyBy: facts.dueOnBefore ?? facts.today,
  }),
  letter: (data) => ({
    blocks: [
      paragraph(`现收到${you(data)}就“${data.organizationName}”${data.matterTitle}提交的申请材料，登记如下：`),
      {
        type: 'facts',
        rows: [
          ...caseFacts(data),
          fact('收件时间', `${chineseDate(data.receivedOn)} ${data.receivedTime}`),
          fact('收件人', data.receiverName),
        ],
      },
      {
        type: 'table',
        caption: '收到材料清单',
        columns: [center('序号', 1.4), left('材料名称', 7), center('形式', 2), center('份数', 1.4), left('备注', 3)],
        rows: data.materials.map(({ name, form, copies, note }, index) => [
          String(index + 1),
          name,
          forms[form],
          String(copies),
          note ?? '',
        ]),
      },
      paragraph(
        `本机关将在收到申请材料之日起5个工作日内（${chineseDate(data.replyBy)}前，含当日）作出是否受理的处理，或者一次性告知需要补正的全部内容；逾期不告知的，自收到申请材料之日起即为受理。`,
      ),
      paragraph('本凭证仅证明本机关已收到上述材料，不表示申请已被受理，也不表示材料已经审查合格。'),
    ],
    legalBasis: `${APL}第三十二条`,
    signOff: [`收件人：${data.receiverName}`, SIGNED_RECEIPT],
  }),
  example: {
    receivedOn: '2026-11-20',
    receivedTime: '10:35',
    receiverName: '孙窗口',
    materials: [
      { name: '登记申请书', form: 'ORIGINAL', copies: 1, note: null },
      { name: '业务主管单位批准文件', form: 'ORIGINAL', copies: 1, note: null },
      { name: '验资报告', form: 'ORIGINAL', copies: 1, note: '电子件' },
      { name: '住所使用权证明', form: 'COPY', copies: 1, note: '原件已核对' },
      { name: '章程草案', form: 'ORIGINAL', copies: 2, note: null },
    ],
    replyBy: '2026-11-27',
  },
  mustSay: [
    'SX-2026-000123',
    '赵明远',
    '社会团体成立登记',
    '登记申请书',
    '原件',
    '2026年11月20日 10:35',
    '收件人',
    '5个工作日',
  ],
})
