import type { Site } from '../../sites/define.ts'
import { paths } from '../../web/paths.ts'
import { realNameChannelCodes, realNameChannels, consentDocument } from '../real-name/channels.ts'

type Terms = Pick<Site, 'agreement' | 'privacyNotice'>

/** What an account must have accepted in its present version, and where it is read. */
export const presentTerms = (site: Terms) =>
  [
    { document: 'user-agreement', text: site.agreement, href: paths.agreement, name: '《用户协议》' },
    { document: 'privacy-notice', text: site.privacyNotice, href: paths.privacy, name: '《隐私声明》' },
  ] as const

export type PresentTerm = ReturnType<typeof presentTerms>[number]

/** What was agreed to, in words. */
export const consentName = (site: Terms, document: string): string => {
  const term = presentTerms(site).find((known) => known.document === document)
  const channel = realNameChannelCodes.find((known) => consentDocument(known) === document)
  return term?.name ?? (channel ? `${realNameChannels[channel].title}：${realNameChannels[channel].consent}` : document)
}
