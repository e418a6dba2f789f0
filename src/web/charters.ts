import { charterKinds } from '../core/charters/index.ts'
import type { OrgType } from '../core/org-types.ts'
import { paths } from './paths.ts'

/** The blank model charters of a type, as components/materials.njk links them. */
export const charterLinks = (orgType: OrgType) =>
  charterKinds
    .filter((kind) => kind.orgType === orgType)
    .map(({ code, label }) => ({
      label,
      docxHref: paths.helpCharter(code, 'docx'),
      pdfHref: paths.helpCharter(code, 'pdf'),
    }))
