import type { RegisterChange } from '../../core/register/changes.ts'
import { localDate, localDateTime } from '../../core/workflow/deadlines.ts'
import type { Transaction } from '../../db/command.ts'
import type { Deps } from '../../deps.ts'
import { authorityById } from '../../reference/reference.ts'
import type { Staff } from '../../web/route.ts'
import type { Issue } from '../documents/issue.ts'
import { entryOf, type OrganizationRow } from '../register/entry.ts'

type Act = {
  readonly action: string
  readonly matterTitle: string
  readonly change: RegisterChange
  /** How long the certificate holds that is in force then. */
  readonly valid: { readonly from: string; readonly to: string }
}

/** What a paper is made of that goes out with an act of the authority: nobody applied for it. */
export const paperOf = (
  tx: Transaction,
  deps: Deps,
  staff: Staff,
  row: OrganizationRow,
  { action, matterTitle, change, valid }: Act,
): Omit<Issue, 'kinds'> => {
  const authority = authorityById(deps.reference, row.authority_id)
  const today = localDate(tx.now)
  const entry = entryOf(row)
  return {
    authority,
    heading: {
      authorityName: authority.name,
      issuedOn: today,
      applicantName: row.name,
      applicantKind: 'UNIT',
      organizationName: row.name,
      siteName: deps.site.name,
      applicationNumber: '依职权办理',
      matterTitle,
      demo: deps.config.sandbox,
    },
    facts: {
      today,
      time: localDateTime(tx.now).time,
      orgType: row.type,
      handlerName: staff.name,
      byTime: false,
      action,
      conclusion: '',
      proved: [],
      form: {},
      matterTitle,
      law: { accepted: '', decided: '' },
      decides: '',
      pausable: false,
      correctionRule: deps.site.matters.correction,
      remedies: authority,
      contactName: row.name,
      appliedOn: today,
      submittedOn: today,
      receivedFirstOn: today,
      receivedOn: today,
      acceptedOn: today,
      dueProvisional: false,
      corrections: [],
      proposedName: row.name,
      supervisoryUnit: entry.items.supervisoryUnit,
      changes: [change],
      effectiveOn: today,
      register: {
        ...entry,
        uscc: row.uscc,
        establishedOn: row.established_on,
        validFrom: valid.from,
        validTo: valid.to,
      },
    },
    writings: {},
    asksOfficial: false,
  }
}
