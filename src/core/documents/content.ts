import type { DocumentContent } from './blocks.ts'
import { certificateContent } from './certificates.ts'
import type { DocumentData } from './data.ts'
import { noticeContent } from './notices.ts'
import { substituted, substitutesNote } from './substitutes.ts'

const DEMO_NOTE = '本文书由社会组织服务平台生成，扫描二维码可核验真伪；演示环境签发，不具法律效力。'
const NOTE = '本文书由社会组织服务平台生成，扫描二维码可核验真伪。'

/** What a document says, in reading order, from its stored data. The same data always gives the same content. */
export function documentContent(stored: DocumentData): DocumentContent {
  const { substitutes = {}, ...rest } = stored
  const data = substituted(rest, substitutes)
  const verification = {
    verificationCode: data.verificationCode,
    qrCaption: `文书核验码：${data.verificationCode}`,
    note: `${data.demo ? DEMO_NOTE : NOTE}${substitutesNote(substitutes)}`,
  }
  return data.kind === 'CERTIFICATE_ORIGINAL' || data.kind === 'CERTIFICATE_DUPLICATE'
    ? certificateContent(data, verification)
    : noticeContent(data, verification)
}
