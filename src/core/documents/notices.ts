import type { Block, Column, Fact, NoticeContent } from './blocks.ts'
import type { DocumentData, DocumentDataOf } from './data.ts'
import { chineseDate, validityText } from './dates.ts'
import { documentKinds } from './kinds.ts'
import type { DocumentKind } from './kinds.ts'
import { rightsText } from './remedies.ts'

const APL = '《中华人民共和国行政许可法》'
const REGULATION = '《社会团体登记管理条例》'
const NAME_MEASURES = '《社会组织名称管理办法》（民政部令第69号）'

/** Kinds whose layout is a letter. */
export type NoticeKind = {
  [K in DocumentKind]: (typeof documentKinds)[K]['layout'] extends 'notice' ? K : never
}[DocumentKind]

/** What a kind says of its own; the rest of the letter is the same for all. */
type Letter = {
  readonly blocks: readonly Block[]
  readonly legalBasis: string
  readonly signOff: readonly string[]
}

const paragraph = (text: string): Block => ({ type: 'paragraph', text })
const fact = (label: string, value: string): Fact => ({ label, value })
const left = (title: string, share: number): Column => ({ title, share, align: 'left' })
const center = (title: string, share: number): Column => ({ title, share, align: 'center' })

const handler = (name: string): string => `经办人：${name}`
const SIGNED_RECEIPT = '签收人：＿＿＿＿＿＿　　签收日期：＿＿＿＿年＿＿月＿＿日'

/** A full stop is added only where the officer's own words do not end with one. */
const sentence = (text: string): string => (/[。！？；]$/.test(text) ? text : `${text}。`)

const caseFacts = (data: DocumentData): Fact[] => [
  fact('办件编号', data.applicationNumber),
  fact('申请人', data.applicantName),
  fact('申请事项', data.matterTitle),
  fact('组织名称', data.organizationName),
]

const numberedReasons = (reasons: readonly { text: string; basis: string | null }[]): Block => ({
  type: 'list',
  items: reasons.map(({ text, basis }) => sentence(text) + (basis === null ? '' : `（依据：${basis}）`)),
})

const consultationNextStep = {
  SUGGESTED_OK: '上述结论为“建议可用”的名称，你（单位）可以据此通过社会组织服务平台申请名称核准。',
  SUGGESTED_CHANGE: '请你（单位）参照上述意见修改拟用名称后重新提交咨询，提交次数不受限制。',
  NOT_SUITABLE: '上述名称不宜使用，本次咨询办结。你（单位）可以另拟名称，重新发起咨询。',
} as const satisfies Record<DocumentDataOf<'CONSULTATION_REPLY'>['outcome'], string>

const materialForm = { ORIGINAL: '原件', COPY: '复印件' } as const

const letters: { readonly [K in NoticeKind]: (data: DocumentDataOf<K>) => Letter } = {
  CONSULTATION_REPLY: (data) => ({
    blocks: [
      paragraph(
        `你（单位）于${chineseDate(data.consultedOn)}提交的社会团体拟用名称咨询（办件编号：${data.applicationNumber}）收悉。经对照社会组织名称管理的有关规定，并与登记信息比对，现答复如下：`,
      ),
      {
        type: 'table',
        caption: '咨询名称及结论',
        columns: [center('序号', 1.4), left('拟用名称', 5), center('咨询结论', 2), left('说明', 6)],
        rows: data.names.map(({ name, conclusion, findings }, index) => [
          String(index + 1),
          name,
          conclusion,
          findings.length === 0 ? '未发现不符合名称管理规定的情形' : findings.map(sentence).join('\n'),
        ]),
      },
      ...(data.opinion === null ? [] : [paragraph(`答复意见：${sentence(data.opinion)}`)]),
      paragraph(consultationNextStep[data.outcome]),
      paragraph(
        '本答复供申请人拟定名称时参考，不是行政许可决定，不具有约束力，也不产生保留名称的效力。名称能否使用，以名称核准结果为准。',
      ),
    ],
    legalBasis: `${REGULATION}第十条、${NAME_MEASURES}`,
    signOff: [],
  }),

  RECEIPT: (data) => ({
    blocks: [
      paragraph(`现收到你（单位）就“${data.organizationName}”${data.matterTitle}提交的申请材料，登记如下：`),
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
          materialForm[form],
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

  ACCEPTANCE_NOTICE: (data) => ({
    blocks: [
      paragraph(
        data.deemed
          ? `你（单位）于${chineseDate(data.appliedOn)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}）收悉。本机关未在收到申请材料之日起5个工作日内告知补正内容，依法自收到申请材料之日即${chineseDate(data.acceptedOn)}起视为受理。`
          : `你（单位）于${chineseDate(data.appliedOn)}就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}）收悉。经审查，申请事项属于本机关职权范围，申请材料齐全、符合法定形式，本机关决定自${chineseDate(data.acceptedOn)}起予以受理。`,
      ),
      {
        type: 'facts',
        rows: [
          ...caseFacts(data),
          fact('联系人', data.contactPhone === null ? data.contactName : `${data.contactName}　${data.contactPhone}`),
          fact('申请日期', chineseDate(data.appliedOn)),
          fact('受理日期', chineseDate(data.acceptedOn)),
          fact('承诺办理时限', `${data.committedWorkingDays}个工作日，至${chineseDate(data.committedDueOn)}届满`),
          fact('法定办理时限', `${data.statutoryWorkingDays}个工作日，至${chineseDate(data.statutoryDueOn)}届满`),
        ],
      },
      paragraph(
        `本机关将自受理之日起${data.committedWorkingDays}个工作日内，即在${chineseDate(data.committedDueOn)}前（含当日）作出是否准予行政许可的决定。依法需要听证、检验、检测、鉴定和专家评审的，所需时间不计算在上述时限内，本机关将另行书面告知所需时间。`,
      ),
    ],
    legalBasis: data.deemed
      ? `${APL}第三十二条第一款第（四）项、第四十五条`
      : `${APL}第三十二条第一款第（五）项和第二款、第四十五条，${REGULATION}第十二条`,
    signOff: [handler(data.handlerName), SIGNED_RECEIPT],
  }),

  CORRECTION_NOTICE: (data) => ({
    blocks: [
      paragraph(
        `本机关于${chineseDate(data.receivedOn)}收到你（单位）就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}）。经审查，申请材料不齐全或者不符合法定形式，现将需要补正的全部内容一次性告知如下：`,
      ),
      {
        type: 'table',
        caption: `需要补正的内容（共${data.items.length}项）`,
        columns: [center('序号', 1.4), left('材料或填报项目', 4.5), left('存在的问题及补正要求', 8.5)],
        rows: data.items.map(({ target, reason }, index) => [String(index + 1), target, sentence(reason)]),
      },
      paragraph(
        `请于${chineseDate(data.correctBy)}前（含当日）通过社会组织服务平台一次补齐上述内容并重新提交。本机关收到全部补正材料后，在5个工作日内作出是否受理的处理；补正所用时间不计入办理时限。逾期未补正的，本机关将终止办理本次申请，你（单位）可以重新提出申请。`,
      ),
      paragraph('上表所列为需要补正的全部内容，未列明的内容无需补正。'),
    ],
    legalBasis: `${APL}第三十二条第一款第（四）项和第二款`,
    signOff: [handler(data.handlerName), SIGNED_RECEIPT],
  }),

  REFUSAL_NOTICE: (data) => {
    const grounds = {
      NO_LICENCE_NEEDED: {
        text: '该申请事项依法不需要取得行政许可，本机关不予受理。',
        article: '第三十二条第一款第（一）项和第二款',
      },
      OTHER_AUTHORITY: {
        text: '该申请事项依法不属于本机关职权范围，本机关决定不予受理。',
        article: '第三十二条第一款第（二）项和第二款',
      },
      OTHER: {
        text: '该申请不符合受理条件，本机关决定不予受理。',
        article: '第三十二条',
      },
    } as const satisfies Record<typeof data.ground.type, { text: string; article: string }>
    const ground = grounds[data.ground.type]
    return {
      blocks: [
        paragraph(
          `本机关于${chineseDate(data.receivedOn)}收到你（单位）就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}）。经审查，${ground.text}`,
        ),
        paragraph(`具体理由：${sentence(data.explanation)}`),
        ...(data.ground.type === 'OTHER_AUTHORITY'
          ? [paragraph(`请你（单位）向${data.ground.competentAuthority}提出申请。`)]
          : []),
      ],
      legalBasis: `${APL}${ground.article}`,
      signOff: [handler(data.handlerName), SIGNED_RECEIPT],
    }
  },

  NAME_APPROVAL: (data) => ({
    blocks: [
      paragraph(
        `你（单位）于${chineseDate(data.appliedOn)}提出的社会团体名称核准申请（办件编号：${data.applicationNumber}）收悉。经审查，该名称符合社会组织名称管理的有关规定，现核准名称为：`,
      ),
      { type: 'emphasis', text: data.approvedName },
      {
        type: 'facts',
        rows: [
          fact('申请人', data.applicantName),
          fact('业务主管单位', data.supervisoryUnit ?? '无（直接登记）'),
          fact('名称保留期', validityText(data.validFrom, data.validTo)),
        ],
      },
      paragraph(
        '请在名称保留期内通过社会组织服务平台提交成立登记材料。保留期届满未提交的，本通知书自行失效，名称不再保留；仍需使用的，应当重新申请名称核准。',
      ),
      paragraph(
        '本通知书不是准予成立登记的决定。在取得登记证书之前，不得以该名称开展筹备以外的活动。名称一经核准，在后续环节不得自行更改。',
      ),
    ],
    legalBasis: `${REGULATION}第十条、${NAME_MEASURES}`,
    signOff: [SIGNED_RECEIPT],
  }),

  NAME_REJECTION: (data) => ({
    blocks: [
      paragraph(
        `你（单位）于${chineseDate(data.appliedOn)}提出的社会团体名称核准申请（办件编号：${data.applicationNumber}）收悉。经审查，申请核准的名称“${data.proposedName}”不符合社会组织名称管理的有关规定，本机关决定不予核准。理由如下：`,
      ),
      numberedReasons(data.reasons),
      paragraph('你（单位）可以另拟名称，重新申请名称核准。'),
    ],
    legalBasis: `${REGULATION}第十条、${NAME_MEASURES}`,
    signOff: [SIGNED_RECEIPT],
  }),

  DECISION_GRANTED: (data) => ({
    blocks: [
      paragraph(
        `你（单位）提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}），本机关已于${chineseDate(data.acceptedOn)}受理。经审查查明：${sentence(data.findings)}`,
      ),
      paragraph(
        `本机关认为，上述申请符合法定条件、标准，决定准予“${data.organizationName}”成立登记，并核定登记事项如下：`,
      ),
      {
        type: 'facts',
        rows: [
          fact('统一社会信用代码', data.uscc),
          ...data.registeredItems.map(({ label, value }) => fact(label, value)),
        ],
      },
      paragraph(
        '请凭本决定书申请刻制印章、开立银行账户，并通过社会组织服务平台将印章式样和银行账号报本机关备案。本机关自收到齐全的备案材料之日起10个工作日内，向你（单位）颁发、送达《社会团体法人登记证书》。',
      ),
      paragraph('本决定依法予以公开，公众有权查阅。'),
    ],
    legalBasis: `${APL}第三十四条、第三十八条第一款、第四十条、第四十四条，${REGULATION}第十条、第十一条、第十二条、第十六条`,
    signOff: [SIGNED_RECEIPT],
  }),

  DECISION_DENIED: (data) => ({
    blocks: [
      paragraph(
        `你（单位）就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}），本机关已于${chineseDate(data.acceptedOn)}受理。经审查，该申请不符合法定条件、标准，本机关决定不予行政许可。理由如下：`,
      ),
      numberedReasons(data.reasons),
    ],
    legalBasis: `${APL}第三十八条第二款，${REGULATION}第十二条、第十三条`,
    signOff: [SIGNED_RECEIPT],
  }),

  FILING_RECEIPT: (data) => ({
    blocks: [
      paragraph(
        `你单位于${chineseDate(data.filedOn)}报送的印章式样和银行账号（办件编号：${data.applicationNumber}）收悉。经核对，报送内容齐全，本机关予以备案。`,
      ),
      {
        type: 'facts',
        rows: [
          fact('组织名称', data.organizationName),
          fact('统一社会信用代码', data.uscc),
          fact('备案日期', chineseDate(data.filedOn)),
        ],
      },
      {
        type: 'table',
        caption: '备案印章',
        columns: [center('序号', 1.4), left('印章种类', 3), left('印文', 6.5), left('规格', 3.5)],
        rows: data.seals.map(({ type, engraving, specification }, index) => [
          String(index + 1),
          type,
          engraving,
          specification ?? '',
        ]),
      },
      {
        type: 'table',
        caption: '备案银行账户',
        columns: [center('账户性质', 2.5), left('开户银行', 5), left('账户名称', 5), left('账号', 4)],
        rows: [[data.account.type, data.account.bankName, data.account.accountName, data.account.accountNumber]],
      },
      paragraph('印章式样或者银行账号发生变化的，应当及时重新报本机关备案。印章的启用、管理应当遵守国家有关规定。'),
    ],
    legalBasis: `${REGULATION}第十六条`,
    signOff: [handler(data.handlerName), SIGNED_RECEIPT],
  }),

  TERMINATION_NOTICE: (data) => {
    const { cause } = data
    const causeText =
      cause.type === 'WITHDRAWN'
        ? `你（单位）于${chineseDate(cause.withdrawnOn)}在本机关作出决定之前申请撤回该申请，本机关同意撤回。`
        : cause.type === 'NOT_CORRECTED'
          ? `本机关以${cause.correctionNoticeNumber}《补正材料告知书》一次性告知需要补正的全部内容，你（单位）在${chineseDate(cause.correctBy)}前未按要求补正，视为撤回该申请。`
          : sentence(cause.explanation)
    return {
      blocks: [
        paragraph(
          `本机关于${chineseDate(data.receivedOn)}收到你（单位）就“${data.organizationName}”提出的${data.matterTitle}申请（办件编号：${data.applicationNumber}）。${causeText}`,
        ),
        paragraph('本机关决定终止办理该申请，并自即日起予以办结。'),
        paragraph(
          '终止办理不影响你（单位）重新提出申请。重新申请时，可以在社会组织服务平台将本次已填报的内容和仍然适用的材料复制为新申请。',
        ),
      ],
      legalBasis:
        cause.type === 'NOT_CORRECTED' ? `${APL}第三十二条第一款第（四）项` : `${APL}第四章第一节（申请与受理）`,
      signOff: [SIGNED_RECEIPT],
    }
  },
}

function copiesText(copies: number): string {
  if (copies === 1) return '本文书一份，送达申请人。'
  return '本文书一式两份，一份送达申请人，一份由本机关存档。'
}

/** The letter of one kind with the parts all letters share. */
export function noticeContent<K extends NoticeKind>(
  data: DocumentDataOf<K> & DocumentData,
  verification: Pick<NoticeContent, 'verificationCode' | 'qrCaption' | 'note'>,
): NoticeContent {
  const kind: K = data.kind as K
  const row = documentKinds[kind]
  const word = row.title.endsWith('决定书') ? '决定书' : '通知书'
  return {
    layout: 'notice',
    kind,
    title: row.title,
    number: data.number,
    authorityName: data.authorityName,
    issuedOn: data.issuedOn,
    addressee: `${data.applicantName}：`,
    ...letters[kind](data),
    rights: 'remedies' in data ? rightsText(data.remedies, `本${word}`) : null,
    signature: { authorityName: data.authorityName, date: chineseDate(data.issuedOn) },
    copies: copiesText(row.copies),
    ...verification,
  }
}
