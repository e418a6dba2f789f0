/** Clocks of domain.md §6.2. Exactly one runs at a time, or none. */
export const CLOCKS = [
  'reply',
  'consent',
  'receipt',
  'correction',
  'revision',
  'decision',
  'certificate',
  'completion',
  'filing',
  'conclusion',
  'rectification',
] as const
export type Clock = (typeof CLOCKS)[number]

type ClockFacts = {
  /** What is due, after the name of whoever has to do it. */
  readonly due: string
  readonly turn: 'applicant' | 'authority' | 'unit'
  /** Runs from the day papers count as handed in (after 17:00: the next working day), not from the step's own day. */
  readonly startsAtReceipt?: true
}

/** One row a clock: its words and how it starts, for lists, cases, documents and reminders alike. */
export const clocks = {
  reply: { due: '答复咨询', turn: 'authority', startsAtReceipt: true },
  consent: { due: '答复是否同意', turn: 'unit' },
  receipt: { due: '告知是否受理', turn: 'authority', startsAtReceipt: true },
  correction: { due: '补正材料', turn: 'applicant' },
  revision: { due: '修改后重新提交', turn: 'applicant' },
  decision: { due: '作出决定', turn: 'authority' },
  certificate: { due: '颁发登记证书', turn: 'authority' },
  completion: { due: '填报印章和银行账户', turn: 'applicant' },
  filing: { due: '办理备案', turn: 'authority', startsAtReceipt: true },
  conclusion: { due: '作出结论', turn: 'authority', startsAtReceipt: true },
  rectification: { due: '提交整改报告', turn: 'applicant' },
} as const satisfies Record<Clock, ClockFacts>
