import type { ID_TYPES, IdType } from '../../core/identity/documents.ts'

/** The ways a person proves who they are, in the order and words of the guide. */
export type RealNameChannel = 'bank-card' | 'social-security-card' | 'face'

type ChannelFacts = {
  readonly title: string
  /** What is needed for it, in one line. */
  readonly text: string
  /** The card or picture, as consents and notices name it. */
  readonly means: string
  /** What is agreed to, separately from everything else (《个人信息保护法》第二十九条). */
  readonly consent: string
}

export const realNameChannels = {
  'bank-card': {
    title: '银联卡实名认证',
    text: '需要本人的银联卡和能接收短信的银行预留手机号。',
    means: '银联卡号和银行预留手机号',
    consent: '我单独同意处理我的银联卡号和银行预留手机号',
  },
  'social-security-card': {
    title: '社会保障卡实名认证',
    text: '需要本人的社会保障卡。',
    means: '社会保障卡卡号',
    consent: '我单独同意处理我的社会保障卡卡号',
  },
  face: {
    title: '刷脸实名认证',
    text: '需要拍摄本人面部；没有摄像头的，可以上传近期正面照片。',
    means: '面部照片（人脸信息）',
    consent: '我单独同意处理我的人脸信息',
  },
} as const satisfies Record<RealNameChannel, ChannelFacts>

export const realNameChannelCodes = Object.keys(realNameChannels) as readonly RealNameChannel[]

/** Edition of the statements agreed to; a change of their sense is a new edition. */
export const consentVersion = '2026-11-01'

/** Name of a channel's consent among an account's consents. */
export const consentDocument = (channel: RealNameChannel): string => `real-name-${channel}`

/** What is done with the card or picture: shown above the consent. */
export const consentStatement = (channel: RealNameChannel, hostOrgan: string): string =>
  `为核验您的身份，${hostOrgan}将您的姓名、身份证号码、${realNameChannels[channel].means}提供给身份核验服务进行比对。` +
  `本平台只保存认证方式、结果和时间，不保存${realNameChannels[channel].means}。` +
  '不同意的，可以选择其他认证方式，或者到登记管理机关窗口核验。'

/** Documents the identity gateway knows; holders of others are verified at the counter. */
const verifiable: readonly IdType[] = ['RESIDENT_ID']

export const isVerifiable = (type: string): type is keyof typeof ID_TYPES =>
  (verifiable as readonly string[]).includes(type)

/** How an account was verified, in words; what is none of the channels was seen by an official. */
export const channelText = (channel: string | null): string =>
  channel !== null && Object.hasOwn(realNameChannels, channel)
    ? realNameChannels[channel as RealNameChannel].title
    : '登记管理机关核验'
