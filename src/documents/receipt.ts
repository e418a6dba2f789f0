import { z } from 'zod'
import { chineseDate } from '../core/documents/dates.ts'
import { date, days, notice, text } from '../core/documents/define.ts'
import {
  AFTER_HOURS,
  APL,
  caseFacts,
  center,
  fact,
  handler,
  left,
  paragraph,
  SIGNED_RECEIPT,
  you,
} from '../core/documents/words.ts'

const forms = {
  ONLINE: '在线填报',
  FILE: '电子文件',
  CONSENT: '在线同意',
  ORIGINAL: '原件',
  COPY: '复印件',
} as const

const material = z.object({
  name: text,
  form: z.enum(['ONLINE', 'FILE', 'CONSENT', 'ORIGINAL', 'COPY']),
  /** Copies on paper, as receipts of earlier releases told what was asked for. */
  copies: days.nullable().default(null),
  files: z.int().nonnegative().nullable().default(null),
  pages: days.nullable().default(null),
  note: text.nullable(),
})

const count = (number: number | null): string => (number === null ? '—' : String(number))

/** 收件凭证: what came in, and until when the authority answers (行政许可法 art. 32). */
export const receipt = notice({
  title: '收件凭证',
  shortName: '收件凭证',
  numberWord: '收',
  copies: 2,
  appealable: false,
  schema: z.object({
    /** What it is of when not of everything; of an answered notice it tells what came with the answer. */
    titleNote: text.nullable().default(null),
    receivedOn: date,
    /** Local time of day, HH:mm. */
    receivedTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    receiverName: text,
    /** How it came; receipts of earlier releases were dated when the official made them out. */
    online: z
      .object({
        /** What comes after closing time counts from the next working day. */
        countsFrom: date,
        submittedOn: date,
        /** Another authority gave it. */
        forwarded: z.boolean(),
      })
      .optional(),
    materials: z.array(material).min(1),
    /** The day by which the applicant is told of acceptance or correction. */
    replyBy: date,
    provisional: z.boolean().default(false),
  }),
  gather: ({ received, ...facts }) => {
    if (!received) throw new Error('a receipt for nothing')
    return {
      titleNote: received.corrects ? '补正材料' : null,
      receivedOn: received.on,
      receivedTime: received.time,
      receiverName: facts.handlerName,
      online: {
        countsFrom: received.countsFrom,
        submittedOn: received.submittedOn,
        forwarded: received.forwarded,
      },
      materials: received.parts.map((part) => ({ copies: null, ...part })),
      replyBy: received.replyBy,
      provisional: received.provisional,
    }
  },
  letter: (data) => {
    const { online } = data
    const what = data.titleNote ?? '申请材料'
    const later = online && online.countsFrom !== data.receivedOn
    return {
      blocks: [
        paragraph(
          `现收到${online?.forwarded ? '其他登记管理机关转来的、' : ''}${you(data)}就“${data.organizationName}”${data.matterTitle}提交的${what}，登记如下：`,
        ),
        {
          type: 'facts',
          rows: [
            ...caseFacts(data),
            ...(online?.forwarded ? [fact('提交日期', chineseDate(online.submittedOn))] : []),
            fact('收件时间', `${chineseDate(data.receivedOn)} ${data.receivedTime}`),
            ...(later ? [fact('收件日期', `${chineseDate(online.countsFrom)}${AFTER_HOURS}`)] : []),
            fact('收件人', online ? `${data.authorityName}（通过${data.siteName}在线接收）` : data.receiverName),
          ],
        },
        {
          type: 'table',
          caption: data.titleNote ? '收到的补正材料' : '收到材料清单',
          columns: [
            center('序号', 1.4),
            left('材料名称', 5),
            center('形式', 2.5),
            ...(online ? [center('文件数', 2), center('页数', 1.5)] : [center('份数', 1.4)]),
            left('备注', 3.6),
          ],
          rows: data.materials.map((one, index) => [
            String(index + 1),
            one.name,
            forms[one.form],
            ...(online ? [count(one.files), count(one.pages)] : [count(one.copies)]),
            one.note ?? '',
          ]),
        },
        paragraph(
          `本机关将在收到${what}之日起5个工作日内（${chineseDate(data.replyBy)}前，含当日${data.provisional ? '；暂定，以国务院公布的节假日安排为准' : ''}）作出是否受理的处理，或者一次性告知需要补正的全部内容；逾期不告知的，自收到${what}之日起即为受理。`,
        ),
        ...(data.titleNote ? [paragraph('本凭证只列本次收到的补正材料，以前出具的收件凭证继续有效。')] : []),
        paragraph('本凭证仅证明本机关已收到上述材料，不表示申请已被受理，也不表示材料已经审查合格。'),
      ],
      legalBasis: `${APL}第三十二条`,
      signOff: [online ? handler(data.receiverName) : `收件人：${data.receiverName}`, SIGNED_RECEIPT],
    }
  },
  example: {
    titleNote: null,
    receivedOn: '2026-11-20',
    receivedTime: '17:35',
    receiverName: '孙窗口',
    online: { countsFrom: '2026-11-23', submittedOn: '2026-11-20', forwarded: false },
    materials: [
      {
        name: '在线填报的申请信息',
        form: 'ONLINE',
        copies: null,
        files: null,
        pages: null,
        note: '第1次提交，2026年11月20日',
      },
      {
        name: '业务主管单位批准文件',
        form: 'CONSENT',
        copies: null,
        files: null,
        pages: null,
        note: '山西省文物局2026年11月16日在线同意，文号晋文物函〔2026〕18号',
      },
      { name: '验资报告', form: 'FILE', copies: null, files: 1, pages: 6, note: null },
      { name: '住所使用权证明', form: 'FILE', copies: null, files: 2, pages: null, note: null },
    ],
    replyBy: '2026-11-30',
    provisional: false,
  },
  mustSay: [
    'SX-2026-000123',
    '赵明远',
    '社会团体成立登记',
    '在线填报的申请信息',
    '电子文件',
    '页数',
    '2026年11月20日 17:35',
    '2026年11月23日（办公时间以外提交',
    '收件人',
    '在线接收',
    '5个工作日',
    '2026年11月30日',
  ],
})
