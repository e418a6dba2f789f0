import { blankCharter } from '../../core/charters/fill.ts'
import { charterKind, charterOf, type CharterKind } from '../../core/charters/index.ts'
import { charterPaper } from '../../core/charters/paper.ts'
import { AppError } from '../../core/errors.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { isMadeFormat, sendMade, type MadeFormat } from '../../web/made-files.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, type Route } from '../../web/route.ts'

/** Blank model charters, for everybody. */
export const charterRoute = (deps: Deps): Route => {
  const make = ({ orgType, label, traits }: CharterKind, format: MadeFormat): Promise<Buffer> => {
    const text = blankCharter(charterOf(orgType), label, traits)
    const origin = { siteName: deps.site.name, madeOn: localDate(deps.clock.now()) }
    return format === 'docx' ? deps.pdf.charterDocx(text, origin) : deps.pdf.paper(charterPaper(text, origin))
  }

  /** Made once: they say the same to everybody. */
  const files = new Map<string, Promise<Buffer>>()
  const kept = (kind: CharterKind, format: MadeFormat): Promise<Buffer> => {
    const key = `${kind.code}.${format}`
    const made = files.get(key) ?? make(kind, format)
    files.set(key, made)
    made.catch(() => files.delete(key))
    return made
  }

  return publicRoute({
    method: 'get',
    path: paths.helpCharter(':charter', ':format'),
    handler: async ({ param, audit, res }) => {
      const format = param('format')
      const kind = charterKind(param('charter'))
      if (!kind || !isMadeFormat(format)) throw new AppError('NOT_FOUND')
      await deps.limits.use('blank-charter-address', networkOf(audit.ip))
      sendMade(res, `${charterOf(kind.orgType).title}（${kind.label}）`, format, await kept(kind, format))
    },
  })
}
