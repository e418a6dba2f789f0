import { livedHeads } from '../../seeds/demo/index.ts'
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Request, Response } from 'express'
import type { Redis } from 'ioredis'
import type { Deps } from '../deps.ts'
import {
  identityChannels,
  identityQuestions,
  identitySignature,
  signatureHeaders,
  type IdentityAnswer,
  type IdentityChannel,
} from '../infra/identity/messages.ts'
import { sandboxEnterprises } from './enterprises.ts'
import { recognise } from './faces.ts'
import { sandboxPeople, type SandboxPerson } from './people.ts'

/** How a channel behaves: as it should, or ill in one of the ways outside services are. */
export const behaviours = {
  normal: '正常',
  slow: '缓慢（10秒后才应答）',
  down: '停机（应答503）',
  lying: '应答签名不符',
} as const

export type Behaviour = keyof typeof behaviours

export const channelTitles = {
  'bank-card': '银联卡核验',
  'social-security-card': '社会保障卡核验',
  face: '人脸比对',
  person: '姓名与身份证号码核验',
  'person-phone': '姓名、身份证号码与手机号核验',
  enterprise: '企业、事业单位、个体工商户核验',
} as const satisfies Record<IdentityChannel, string>

/** Cards whose holders reported them lost: a bank card and a social-security card. */
export const lostCards: ReadonlySet<string> = new Set(['6217000000000000095', 'A00000008'])

const switchesKey = 'sandbox:identity:behaviour'
/** A switch goes back by itself, so that nobody wonders the next day why nothing works. */
export const switchMinutes = 60

const isChannel = (name: string): name is IdentityChannel => (identityChannels as readonly string[]).includes(name)

const isBehaviour = (name: string | undefined): name is Behaviour =>
  name !== undefined && Object.hasOwn(behaviours, name)

export const readBehaviours = async (redis: Redis): Promise<Readonly<Record<IdentityChannel, Behaviour>>> => {
  const set = await redis.hgetall(switchesKey)
  const of = (channel: IdentityChannel): Behaviour => {
    const name = set[channel]
    return isBehaviour(name) ? name : 'normal'
  }
  return Object.fromEntries(identityChannels.map((channel) => [channel, of(channel)])) as Record<
    IdentityChannel,
    Behaviour
  >
}

/** Sets the behaviours that are named; what is no channel or no behaviour is left out. */
export const setBehaviours = async (redis: Redis, wanted: Readonly<Record<string, string>>): Promise<void> => {
  const named = Object.fromEntries(
    Object.entries(wanted).filter(([channel, name]) => isChannel(channel) && isBehaviour(name)),
  )
  if (Object.keys(named).length === 0) return
  await redis
    .multi()
    .hset(switchesKey, named)
    .expire(switchesKey, switchMinutes * 60)
    .exec()
}

const match: IdentityAnswer = { result: 'match' }
const mismatch = (reason: string): IdentityAnswer => ({ result: 'mismatch', reason })

/** Representatives of the demo organizations have a phone and no card. */
export const known: readonly Omit<SandboxPerson, 'note'>[] = [
  ...sandboxPeople,
  ...livedHeads.map((head) => ({ ...head, bankCard: '', socialSecurityCard: '' })),
]

const holderOf = (name: string, idNumber: string) =>
  known.find((person) => person.name === name && person.residentId === idNumber)

const wrongHolder = mismatch('姓名与身份证号码不一致')

/** The stand-in's answers. Each question is parsed by the contract both sides share. */
const answers: {
  readonly [Channel in IdentityChannel]: (question: unknown) => IdentityAnswer | Promise<IdentityAnswer>
} = {
  'bank-card': (question) => {
    const { name, idNumber, cardNumber, phone } = identityQuestions['bank-card'].parse(question)
    const holder = holderOf(name, idNumber)
    if (!holder) return wrongHolder
    if (holder.bankCard !== cardNumber) return mismatch('银行卡号与持卡人信息不一致')
    if (lostCards.has(cardNumber)) return mismatch('该银行卡已挂失')
    return holder.mobile === phone ? match : mismatch('手机号与银行预留手机号不一致')
  },
  'social-security-card': (question) => {
    const { name, idNumber, cardNumber } = identityQuestions['social-security-card'].parse(question)
    const holder = holderOf(name, idNumber)
    if (!holder) return wrongHolder
    if (holder.socialSecurityCard !== cardNumber) return mismatch('社会保障卡卡号与持卡人信息不一致')
    return lostCards.has(cardNumber) ? mismatch('该社会保障卡已挂失') : match
  },
  face: async (question) => {
    const { name, idNumber, photo } = identityQuestions.face.parse(question)
    const holder = holderOf(name, idNumber)
    if (!holder) return wrongHolder
    const seen = await recognise(Buffer.from(photo, 'base64'))
    if (seen === 'blank') return mismatch('照片中未检测到人脸，请在光线充足处重新拍摄')
    return seen === 'somebody' || seen.residentId === idNumber
      ? match
      : mismatch('人脸比对未通过，照片与身份证件照片相似度过低')
  },
  person: (question) => {
    const { name, idNumber } = identityQuestions.person.parse(question)
    return holderOf(name, idNumber) ? match : wrongHolder
  },
  'person-phone': (question) => {
    const { name, idNumber, phone } = identityQuestions['person-phone'].parse(question)
    const holder = holderOf(name, idNumber)
    if (!holder) return wrongHolder
    return holder.mobile === phone ? match : mismatch('手机号不是用这个姓名和身份证号码办理的')
  },
  enterprise: (question) => {
    const { type, name, uscc, representativeName, representativeIdNumber } =
      identityQuestions.enterprise.parse(question)
    // The first character says whose register keeps a code: 9 is market supervision's.
    if (type !== 'PUBLIC_INSTITUTION' && !uscc.startsWith('9')) return mismatch('非市场监督管理局管理企业')
    const unit = sandboxEnterprises.find((one) => one.uscc === uscc)
    if (!unit) return mismatch('验证失败，根据统一社会信用代码未查询到信息')
    const { representative } = unit
    if (representative.name !== representativeName || representative.residentId !== representativeIdNumber)
      return mismatch('验证失败，法定代表人姓名或者证件号码与登记信息不一致')
    if (unit.type !== type) return mismatch('验证失败，法人类型与登记信息不一致')
    return unit.name === name ? match : mismatch('验证失败，单位名称与登记信息不一致')
  },
}

/** How far the two clocks may be apart. */
const clockSkewMilliseconds = 5 * 60_000

/** Whether the question is signed, of this moment, and was never asked before. */
const isGenuine = async (deps: Deps, channel: IdentityChannel, req: Request): Promise<boolean> => {
  const header = (name: string): string => req.get(name) ?? ''
  const [time, nonce] = [header(signatureHeaders.time), header(signatureHeaders.nonce)]
  const body = req.rawBody?.toString('utf8') ?? ''
  const wanted = identitySignature(deps.identityGatewayKey, { direction: 'question', channel, time, nonce, body })
  const [a, b] = [Buffer.from(header(signatureHeaders.signature)), Buffer.from(wanted)]
  if (a.length !== b.length || !timingSafeEqual(a, b)) return false
  // Not a date at all is not within the span either.
  const apart = Math.abs(new Date(time).getTime() - deps.clock.now().getTime())
  if (!(apart <= clockSkewMilliseconds)) return false
  const kept = (2 * clockSkewMilliseconds) / 1000
  return (await deps.redis.set(`sandbox:identity:nonce:${nonce}`, '1', 'EX', kept, 'NX')) !== null
}

/** Answers one question as the gateway of the outside world would, or as ill as the channel is set to. */
export const answerQuestion = async (
  deps: Deps,
  name: string,
  { req, res }: { readonly req: Request; readonly res: Response },
): Promise<void> => {
  // The channel is part of what is signed, so nothing is signed for one that does not exist.
  if (!isChannel(name) || !(await isGenuine(deps, name, req))) {
    res.status(403).json({ error: 'not signed, too old, or asked before' })
    return
  }
  const behaviour = (await readBehaviours(deps.redis))[name]
  if (behaviour === 'down') {
    res.status(503).json({ error: 'down' })
    return
  }
  if (behaviour === 'slow') await sleep(10_000)
  let body: string
  try {
    body = JSON.stringify(await answers[name](req.body))
  } catch {
    res.status(400).json({ error: 'not a question of this channel' })
    return
  }
  const time = deps.clock.now().toISOString()
  const key = behaviour === 'lying' ? randomBytes(32).toString('hex') : deps.identityGatewayKey
  const nonce = req.get(signatureHeaders.nonce) ?? ''
  const signature = identitySignature(key, { direction: 'answer', channel: name, time, nonce, body })
  res.set(signatureHeaders.time, time).set(signatureHeaders.signature, signature).type('json').send(body)
}
