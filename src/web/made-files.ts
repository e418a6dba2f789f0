import type { Response } from 'express'

/** What a text the portal makes can be had as: to go on writing in, and to read or print. */
export type MadeFormat = 'docx' | 'pdf'

export const isMadeFormat = (text: string): text is MadeFormat => text === 'docx' || text === 'pdf'

const MIME: Readonly<Record<MadeFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
}

/** Answers with a file: a PDF opens in the browser, the other is saved. */
export const sendMade = (res: Response, title: string, format: MadeFormat, file: Buffer): void => {
  const place = format === 'pdf' ? 'inline' : 'attachment'
  res.setHeader('Content-Disposition', `${place}; filename*=UTF-8''${encodeURIComponent(`${title}.${format}`)}`)
  res.setHeader('Cache-Control', 'no-store')
  res.type(MIME[format]).send(file)
}
