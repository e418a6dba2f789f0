import { isSamePersonName, isSameUnitName } from '../legal-persons/unit-name.ts'
import type { SigningRole } from '../papers/define.ts'

/** Who a certificate says its holder is. */
export type Holder = {
  readonly commonName: string
  readonly unit?: string | undefined
  readonly uscc?: string | undefined
  readonly person?: string | undefined
}

/** What may be wrong with a certificate that is in order and is to sign at a place of a file. */
export const signingFaults = {
  'other-unit': {
    title: '这不是本单位的证书',
    steps: ['加盖电子印章要用本单位的单位证书，请换选证书，或者换插本单位的介质。'],
  },
  renamed: {
    title: '证书上的单位名称不是现在的名称',
    steps: ['单位改过名称的，请带登记证书到证书颁发机构换发新名称的证书，绑定以后再签章。'],
  },
  'of-a-person': {
    title: '这是个人的证书，不能加盖单位的印章',
    steps: ['加盖电子印章要用单位证书；法定代表人、监事签名才用个人证书。'],
  },
  'of-the-unit': {
    title: '这是单位的证书，不能代替个人签名',
    steps: ['这一处由本人用个人证书签名。单位的印章和个人的签名互不代替。'],
  },
  'other-person': {
    title: '证书的持有人不是应当签名的人',
    steps: ['这一处由页面上写明的人用自己的证书签名，请换选证书。'],
  },
  unbound: {
    title: '这张证书没有绑定',
    steps: ['请先用这张证书从“法人登录—一证通方式”登录，绑定本单位的账号，再来签章。'],
  },
  'not-annual': {
    title: '年度报告要用选定的那张证书签章',
    steps: ['本单位绑定了几张证书，年度报告只用标明“用于年报”的一张。要换的，在“用户中心—证书绑定”里更改。'],
  },
  'seal-out-of-use': {
    title: '电子印章现在不能使用',
    steps: ['电子印章停用或者已经注销，在“机构主页—证书和印章”查看原因；停用的可以在那里启用。'],
  },
  'wrong-signature': {
    title: '签名没有通过核对，没有签上',
    steps: ['文件没有任何改动。请刷新页面，用同一张证书再试一次；一再出现的，请联系证书颁发机构。'],
  },
  'no-timestamp': {
    title: '时间戳服务暂时连接不上，没有签上',
    steps: ['签名要有可信的时间才算完成。文件没有任何改动，请过几分钟再试。'],
  },
  'too-late': {
    title: '停留的时间太长，没有签上',
    steps: ['从点“签章”到完成签名要在五分钟以内。文件没有任何改动，请再试一次。'],
  },
} as const satisfies Record<string, { readonly title: string; readonly steps: readonly string[] }>

export type SigningFault = keyof typeof signingFaults

/** Whoever a certificate of one person is of; nothing of a unit's. */
const personOf = ({ commonName, unit, person }: Holder): string | undefined =>
  person ?? (unit === undefined ? commonName : undefined)

/**
 * Why a certificate does not sign at a place: the seal belongs to the organization's own certificate (`organization`: as
 * registered now), a person's name to that person's, and neither takes the place of the other (E-09).
 */
export const signerFault = (
  place: { readonly role: SigningRole; readonly name: string },
  holder: Holder,
  organization: { readonly name: string; readonly uscc: string },
): SigningFault | undefined => {
  const person = personOf(holder)
  if (place.role === 'organization') {
    if (holder.uscc === undefined) return person === undefined ? 'other-unit' : 'of-a-person'
    if (holder.uscc !== organization.uscc) return 'other-unit'
    if (person !== undefined) return 'of-a-person'
    return isSameUnitName(holder.unit ?? holder.commonName, organization.name) ? undefined : 'renamed'
  }
  if (person === undefined) return 'of-the-unit'
  return isSamePersonName(person, place.name) ? undefined : 'other-person'
}
