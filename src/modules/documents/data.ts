import type { DocumentDataOf } from '../../core/documents/data.ts'
import type { DocumentKind } from '../../core/documents/kinds.ts'
import { remediesIn } from '../../core/documents/remedies.ts'
import { maskBankAccount } from '../../core/identity/mask.ts'
import { materialNeed, materialOf, stageOf } from '../../core/matters/journey.ts'
import { accountKinds, sealKinds } from '../../core/enumerations.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import { AppError } from '../../core/errors.ts'
import { authorityById } from '../catalogue/reference.ts'
import { loadCase } from '../cases/load.ts'
import type { StepContext } from '../cases/take-step.ts'
import type { EventRow } from '../cases/store.ts'

type Register = {
  uscc: string
  name: string
  legal_representative: string
  business_scope: string
  activity_area: string
  domicile: string
  fund_ten_thousands: string
  supervisory_unit: string | null
  valid_from: string | null
  valid_to: string | null
}

/** What the documents of one step say about the case: gathered once, in the step's transaction. */
export const commonFacts = async (context: StepContext) => {
  const { tx, deps, caseFile, events } = context
  const { matter, stored, answers, facts } = await loadCase(tx.trx, deps.crypto, caseFile)
  const account = await tx.trx('account').where({ id: caseFile.account_id }).first<{ name: string }>('name')
  const register = await tx.trx('organization').where({ case_id: caseFile.id }).first<Register | undefined>()
  const correctionNotice = await tx
    .trx('document')
    .where({ case_id: caseFile.id, kind: 'CORRECTION_NOTICE', status: 'VALID' })
    .first<{ number: string } | undefined>('number')
  const reservation = await tx
    .trx('name_reservation')
    .where({ case_id: caseFile.id })
    .whereNull('released_at')
    .first<{ until: string } | undefined>('until')
  const authority = authorityById(deps.reference, caseFile.authority_id)
  const stageEvents = events.filter((event) => event.stage === caseFile.stage)
  const latest = (...actions: readonly EventRow['action'][]): Date | undefined =>
    stageEvents.findLast((event) => actions.includes(event.action))?.at
  return {
    matter,
    stored,
    answers,
    facts,
    register,
    correctionNoticeNumber: correctionNotice?.number,
    reservedUntil: reservation?.until,
    applicantName: account.name,
    authority,
    submittedOn: localDate(latest('submit', 'resubmit') ?? tx.now),
    acceptedOn: localDate(latest('accept', 'deemAccepted') ?? tx.now),
    divisionName: deps.reference.divisions.get(authority.divisionCode)?.name ?? '',
  }
}

type Facts = Awaited<ReturnType<typeof commonFacts>>

type Make<K extends DocumentKind> = (
  context: StepContext,
  facts: Facts,
) => Omit<DocumentDataOf<K>, 'kind' | keyof ReturnType<typeof heading>>

const heading = (context: StepContext, facts: Facts, number: string, code: string) => ({
  number,
  authorityName: facts.authority.name,
  issuedOn: context.today,
  applicantName: facts.applicantName,
  organizationName: facts.register?.name ?? facts.facts.name,
  applicationNumber: context.caseFile.number ?? '',
  matterTitle: `${facts.matter.title}（${context.stage.title}）`,
  verificationCode: code,
  demo: context.deps.config.sandbox,
})

const remedies = (facts: Facts) => remediesIn(facts.divisionName)

const handler = (context: StepContext): string => context.event.actor_name

const orNull = (text: string): string | null => (text === '' ? null : text)

const registerOf = (facts: Facts): Register => {
  if (!facts.register) throw new AppError('NOT_ALLOWED_NOW', '该办件尚无登记的社会组织。')
  return facts.register
}

/** Ten thousands with at most four decimals and no trailing zeros, as the certificate takes them. */
const fundText = (stored: string): string => (stored.includes('.') ? stored.replace(/\.?0+$/, '') : stored)

const certificate = (facts: Facts) => {
  const register = registerOf(facts)
  if (!register.valid_from || !register.valid_to) throw new Error('a certificate without a term')
  return {
    uscc: register.uscc,
    legalRepresentative: register.legal_representative,
    businessScope: register.business_scope,
    activityArea: register.activity_area,
    domicile: register.domicile,
    registeredFundTenThousands: fundText(register.fund_ten_thousands),
    supervisoryUnit: register.supervisory_unit,
    validFrom: register.valid_from,
    validTo: register.valid_to,
  }
}

const materialsReceived = (context: StepContext, facts: Facts) => {
  const generated = {
    name: `${facts.matter.title}申请表（系统生成）`,
    form: 'ORIGINAL' as const,
    copies: 1,
    note: null,
  }
  const uploaded = stageOf(facts.matter, context.caseFile.stage)
    .materials.map((code) => materialOf(facts.matter, code))
    .filter((material) => material !== undefined && materialNeed(material, facts.answers) === 'required')
    .map((material) => ({
      name: material?.title ?? '',
      form: material?.form === '原件' ? ('ORIGINAL' as const) : ('COPY' as const),
      copies: material?.copies ?? 1,
      note: '电子扫描件',
    }))
  return [generated, ...uploaded]
}

const opinionReason = (context: StepContext) => [{ text: context.event.opinion, basis: null }]

const makers = {
  CONSULTATION_REPLY: (context, facts) => {
    const outcome = context.event.to_status === 'SUGGESTED_OK' ? 'SUGGESTED_OK' : 'NOT_SUITABLE'
    return {
      consultedOn: facts.submittedOn,
      outcome,
      names: [
        {
          name: facts.facts.name,
          conclusion: outcome === 'SUGGESTED_OK' ? '建议可用' : '不宜使用',
          findings: context.event.opinion === '' ? [] : [context.event.opinion],
        },
      ],
      opinion: orNull(context.event.opinion),
    }
  },
  RECEIPT: (context, facts) => ({
    receivedOn: context.today,
    receivedTime: localDateTime(context.tx.now).time,
    receiverName: handler(context),
    materials: materialsReceived(context, facts),
    replyBy: context.caseFile.clock_due_on ?? context.today,
  }),
  ACCEPTANCE_NOTICE: (context, facts) => {
    const { clock } = context
    if (!clock) throw new Error('acceptance without a clock')
    return {
      appliedOn: facts.submittedOn,
      acceptedOn: clock.startedOn,
      contactName: facts.answers.value('contact', 'contactName') || facts.applicantName,
      // A phone number does not belong in stored document data.
      contactPhone: null,
      handlerName: handler(context),
      committedWorkingDays: clock.limit.committed,
      committedDueOn: clock.dueOn,
      statutoryWorkingDays: clock.limit.statutory,
      statutoryDueOn: clock.statutoryDueOn,
      deemed: context.event.action === 'deemAccepted',
    }
  },
  CORRECTION_NOTICE: (context, facts) => ({
    receivedOn: facts.submittedOn,
    items: (context.details.correctionItems ?? []).map((item) => ({ target: item.title, reason: item.note })),
    correctBy: context.clock?.dueOn ?? context.today,
    handlerName: handler(context),
  }),
  REFUSAL_NOTICE: (context, facts) => {
    const { refusalGround, competentAuthority } = context.details
    return {
      receivedOn: facts.submittedOn,
      ground:
        refusalGround === 'OTHER_AUTHORITY'
          ? { type: 'OTHER_AUTHORITY', competentAuthority: competentAuthority ?? '' }
          : { type: refusalGround ?? 'OTHER' },
      explanation: context.event.opinion,
      handlerName: handler(context),
      remedies: remedies(facts),
    }
  },
  NAME_APPROVAL: (context, facts) => ({
    appliedOn: facts.submittedOn,
    approvedName: facts.facts.name,
    validFrom: context.today,
    validTo: facts.reservedUntil ?? context.today,
    supervisoryUnit: orNull(facts.facts.supervisoryUnit),
  }),
  NAME_REJECTION: (context, facts) => ({
    appliedOn: facts.submittedOn,
    proposedName: facts.facts.name,
    reasons: opinionReason(context),
    remedies: remedies(facts),
  }),
  DECISION_GRANTED: (context, facts) => {
    const register = registerOf(facts)
    return {
      acceptedOn: facts.acceptedOn,
      findings: context.event.opinion || '申请材料齐全、符合法定形式，具备社会团体法人条件。',
      uscc: register.uscc,
      registeredItems: [
        { label: '名称', value: register.name },
        { label: '法定代表人', value: register.legal_representative },
        { label: '业务范围', value: register.business_scope },
        { label: '活动地域', value: register.activity_area },
        { label: '住所', value: register.domicile },
        { label: '活动资金', value: `${fundText(register.fund_ten_thousands)}万元` },
        { label: '业务主管单位', value: register.supervisory_unit ?? '无（直接登记）' },
      ],
    }
  },
  DECISION_DENIED: (context, facts) => ({
    acceptedOn: facts.acceptedOn,
    reasons: opinionReason(context),
    remedies: remedies(facts),
  }),
  FILING_RECEIPT: (context, facts) => ({
    uscc: registerOf(facts).uscc,
    filedOn: context.today,
    seals: facts.answers.items('seals').map(({ values }) => ({
      type: sealKinds.find((kind) => kind.value === values['sealKind'])?.text ?? '印章',
      engraving: values['engraving'] ?? '',
      specification: values['sealSize'] ? `${values['sealSize']}厘米` : null,
    })),
    account: {
      type:
        accountKinds.find((kind) => kind.value === facts.answers.value('bankAccount', 'accountKind'))?.text ??
        '银行账户',
      bankName: facts.answers.value('bankAccount', 'bank'),
      accountName: facts.answers.value('bankAccount', 'accountName'),
      accountNumber: maskBankAccount(facts.answers.value('bankAccount', 'accountNo')),
    },
    handlerName: handler(context),
  }),
  CERTIFICATE_ORIGINAL: (_context, facts) => certificate(facts),
  CERTIFICATE_DUPLICATE: (_context, facts) => certificate(facts),
  TERMINATION_NOTICE: (context, facts) => ({
    receivedOn: facts.submittedOn,
    cause: {
      type: 'NOT_CORRECTED',
      correctionNoticeNumber: facts.correctionNoticeNumber ?? '',
      correctBy: context.caseFile.clock_due_on ?? context.today,
    },
    remedies: remedies(facts),
  }),
} as const satisfies { [K in DocumentKind]: Make<K> }

/** The whole data of one document. What it says later is what was true now. */
export const documentData = (kind: DocumentKind, context: StepContext, facts: Facts, number: string, code: string) => ({
  kind,
  ...heading(context, facts, number, code),
  ...makers[kind](context, facts),
})
