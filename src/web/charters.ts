import type { Response } from 'express'
import { charterKinds } from '../core/charters/index.ts'
import type { OrgType } from '../core/org-types.ts'
import { paths } from './paths.ts'

/** What a charter can be had as: to go on writing in, and to read. */
export type CharterFormat = 'docx' | 'pdf'

export const isCharterFormat = (text: string): text is CharterFormat => text === 'docx' || text === 'pdf'

/** The blank model charters of a type, as components/materials.njk links them. */
export const charterLinks = (orgType: OrgType) =>
  charterKinds
    .filter((kind) => kind.orgType === orgType)
    .map(({ code, label }) => ({
      label,
      docxHref: paths.helpCharter(code, 'docx'),
      pdfHref: paths.helpCharter(code, 'pdf'),
    }))

const MIME: Readonly<Record<CharterFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
}

/** A charter as a file: a PDF opens in the browser, the other is saved. */
export const sendCharter = (res: Response, title: string, format: CharterFormat, file: Buffer): void => {
  const place = format === 'pdf' ? 'inline' : 'attachment'
  res.setHeader('Content-Disposition', `${place}; filename*=UTF-8''${encodeURIComponent(`${title}.${format}`)}`)
  res.setHeader('Cache-Control', 'no-store')
  res.type(MIME[format]).send(file)
}
