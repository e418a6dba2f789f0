import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import { loginNameKey } from '../../core/identity/login-name.ts'
import { heldSentence } from '../../core/identity/phone-hold.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import type { Applicant, Context } from '../../web/route.ts'
import { requireUnheld } from '../accounts/phone-hold.ts'
import { changeHandler, isTransferable } from '../cases/change-handler.ts'
import { caseName, tellSide } from '../cases/offers.ts'
import { lockAny, lockCase, type CaseRow } from '../cases/store.ts'
import { isId } from '../../web/params.ts'
import { authorityById } from '../../reference/reference.ts'
import { tellAccount } from '../messages/account-notice.ts'
import { byApplicant } from '../../web/acting.ts'

type Asker = Pick<Context<Applicant>, 'actor' | 'audit'>

const record = (tx: Transaction, deps: Deps, caseFile: CaseRow, action: string, transfer?: string): void =>
  tx.audit({
    chain: authorityById(deps.reference, caseFile.authority_id).code,
    action: `case.transfer-${action}`,
    objectKind: 'case',
    objectId: caseFile.id,
    details: transfer === undefined ? {} : { transfer },
  })

export type Offer = 'offered' | 'unknown' | 'already'

/**
 * Offers a case to the one personal account that has both this user name and this name. Whether there is an
 * account of that name alone is not told. Two offers at once are one: the second finds the first.
 */
export const offerTransfer = (
  deps: Deps,
  asker: Asker,
  wanted: {
    readonly caseId: string
    readonly loginName: string
    readonly name: string
    /** Of the one who offers: it is told at once, while the offer can be taken back. */
    readonly phone: string
  },
): Promise<Offer> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    const { actor } = asker
    const caseFile = await lockCase(tx, wanted.caseId, actor, 'own')
    if (!isTransferable(deps, caseFile)) throw new AppError('NOT_ALLOWED_NOW', '该办件已经结束或者删除，不能移交。')
    await requireUnheld(tx, actor.id, heldSentence('transfer'))
    const found = await tx
      .trx('account')
      .where({ login_key: loginNameKey(wanted.loginName), name: wanted.name, kind: 'PERSONAL' })
      .whereNull('closed_at')
      .whereNull('frozen_at')
      .whereNot({ id: actor.id })
      .first<{ id: string } | undefined>('id')
    if (!found) {
      record(tx, deps, caseFile, 'unknown')
      return 'unknown'
    }
    await deps.limits.use('transfer-receiver', `${actor.id}.${found.id}`, '今天请这位接手的次数已达上限，请明天再试')
    const id = randomUUID()
    const offered = await tx
      .trx('case_transfer')
      .insert({
        id,
        case_id: caseFile.id,
        from_account: actor.id,
        to_account: found.id,
        status: 'OFFERED',
        title: caseFile.title,
        offered_at: tx.now,
      })
      .onConflict()
      .ignore()
      .returning<{ id: string }[]>('id')
    if (offered.length === 0) {
      record(tx, deps, caseFile, 'offer-repeated')
      return 'already'
    }
    await tellSide(
      tx,
      deps,
      actor,
      {
        id: found.id,
        title: '有办件请您接手',
        body: `${actor.name}请您接手办理${caseName(deps, caseFile)}。接受以后，这件办件由您继续办理；不认识对方的，请谢绝。`,
      },
      { template: 'transfer-offered', number: caseFile.number },
    )
    await tellAccount(tx, deps, {
      accountId: actor.id,
      title: '您已提出移交办件',
      body: `您请${wanted.name}接手办理${caseName(deps, caseFile)}。对方接受以前，可以在“用户中心—办件移交”撤回；接受以后不能取回。不是本人操作的，请立即撤回，通过“忘记密码”重新设置登录密码，并联系服务热线。`,
      sms: { phones: [wanted.phone], template: 'transfer-made', facts: { number: caseFile.number } },
    })
    record(tx, deps, caseFile, 'offered', id)
    return 'offered'
  })

type Template = Parameters<typeof tellSide>[4]['template']

type TransferRow = {
  readonly id: string
  readonly case_id: string
  readonly from_account: string
  readonly to_account: string
  readonly title: string
  readonly status: 'OFFERED' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN'
}

const over = { ACCEPTED: '对方已经接受', DECLINED: '对方已经谢绝', WITHDRAWN: '移交人已经撤回' } as const

/**
 * Answers an offer: the receiver accepts or declines, the one who made it withdraws. Everything about one case happens
 * one after the other, so of an acceptance and a withdrawal at the same instant one finds what the other did. Anybody
 * else's offer is not found (S21).
 */
export const answerTransfer = (
  deps: Deps,
  asker: Asker,
  transferId: string,
  answer:
    | { readonly kind: 'accept'; readonly role: NonNullable<CaseRow['applicant_role']> }
    | { readonly kind: 'decline' | 'withdraw' },
): Promise<void> =>
  deps.command(byApplicant(asker.actor, asker.audit), async (tx) => {
    const { actor } = asker
    const mine = answer.kind === 'withdraw' ? 'from_account' : 'to_account'
    const named = isId(transferId)
      ? await tx
          .trx<TransferRow>('case_transfer')
          .where({ id: transferId, [mine]: actor.id })
          .first('case_id')
      : undefined
    if (!named) throw new AppError('NOT_FOUND')
    const caseFile = await lockAny(tx.trx, named.case_id)
    const transfer = await tx.trx<TransferRow>('case_transfer').where({ id: transferId }).first()
    if (!transfer) throw new AppError('NOT_FOUND')
    if (transfer.status !== 'OFFERED') throw new AppError('NOT_ALLOWED_NOW', `${over[transfer.status]}，不需要再处理。`)
    if (answer.kind === 'accept') {
      await requireUnheld(
        tx,
        transfer.from_account,
        '移交人的账号在安全保护期内，现在不能接受。请过一天再接受，移交仍然有效。',
      )
      await changeHandler(tx, deps, caseFile, { actor, role: answer.role })
    }
    const status = { accept: 'ACCEPTED', decline: 'DECLINED', withdraw: 'WITHDRAWN' }[answer.kind]
    const decided = await tx
      .trx('case_transfer')
      .where({ id: transferId, status: 'OFFERED' })
      .update({ status, decided_at: tx.now })
    if (decided !== 1) throw new AppError('NOT_ALLOWED_NOW', '移交的状态已经变化，不需要再处理。')
    const name = caseName(deps, { ...caseFile, title: transfer.title })
    const { number } = caseFile
    const toSender = (title: string, body: string, template: Template): Promise<void> =>
      tellSide(tx, deps, actor, { id: transfer.from_account, title, body }, { template, number })
    const toReceiver = (title: string, body: string, template: Template): Promise<void> =>
      tellSide(tx, deps, actor, { id: transfer.to_account, title, body }, { template, number })
    if (answer.kind === 'accept') {
      const gone = `${actor.name}已接手办理${name}，您不能再查看和办理这件办件。`
      await toSender('办件已移交', gone, 'transfer-accepted')
      await toReceiver('您已接手办件', `您已接手办理${name}，请在“我的办件”中继续办理。`, 'transfer-taken')
    } else if (answer.kind === 'decline') {
      const declined = `${actor.name}没有接手办理${name}，办件仍由您办理。`
      await toSender('办件移交被谢绝', declined, 'transfer-declined')
    } else {
      const withdrawn = `${actor.name}撤回了${name}的移交，您不需要处理。`
      await toReceiver('办件移交已撤回', withdrawn, 'transfer-withdrawn')
    }
    record(
      tx,
      deps,
      caseFile,
      { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' }[answer.kind],
      transferId,
    )
  })
