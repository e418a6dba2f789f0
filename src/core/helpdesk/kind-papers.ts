import { agreementCode, materialLines, type AgreementNames, type DeskUserType, type MaterialLine } from './materials.ts'
import type { DeskKind } from './operations.ts'

/** What an operation asks of whoever comes, beside or instead of the matrix of the type of user. */
type Papers = {
  /** Handed in besides. */
  readonly more: readonly MaterialLine[]
  /** `account`: the papers of the account's holder; `phone`: those of whoever uses the number, who holds another account or none. */
  readonly from: 'account' | 'phone'
  /** Whether the user's agreement is signed: not by somebody who wants to use the account no more, or never did. */
  readonly agreement: boolean
}

const request = (what: string): MaterialLine => ({
  code: 'request',
  text: `${what}（写明账号和原因，申请人签字，单位加盖公章）。`,
  originalSeen: false,
})

const usual: Papers = { more: [], from: 'account', agreement: true }

const papers = {
  REGISTER: usual,
  CHANGE_DATA: usual,
  RESET_PASSWORD: usual,
  UNLOCK: usual,
  CHANGE_PHONE: usual,
  CHANGE_REPRESENTATIVE: usual,
  UNFREEZE: { more: [request('解除冻结申请')], from: 'account', agreement: true },
  FREEZE: {
    more: [request('冻结账号申请；有权机关要求的，为其书面通知和经办人执法证件复印件')],
    from: 'account',
    agreement: false,
  },
  CLOSE: { more: [request('注销账号申请')], from: 'account', agreement: false },
  RELEASE_PHONE: {
    more: [
      {
        code: 'number-proof',
        text: '通信运营商出具的号码登记证明（写明号码和使用人姓名，运营商盖章），原件备查。',
        originalSeen: true,
      },
      request('移除手机号申请'),
    ],
    from: 'phone',
    agreement: false,
  },
} as const satisfies Record<DeskKind, Papers>

/** The exact check list of an operation in its order; `names` as for `materialLines`. */
export const operationPapers = (
  operation: { readonly kind: DeskKind; readonly userType: DeskUserType; readonly byAgent: boolean },
  names: AgreementNames,
): readonly MaterialLine[] => {
  const { more, from, agreement }: Papers = papers[operation.kind]
  const lines = materialLines(from === 'phone' ? 'NATURAL_PERSON' : operation.userType, operation.byAgent, names)
  return [...(agreement ? lines : lines.filter(({ code }) => code !== agreementCode)), ...more]
}
