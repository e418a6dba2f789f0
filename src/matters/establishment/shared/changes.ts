import { accountKinds, foundationKinds, sealKinds } from '../../../core/enumerations.ts'
import type { Option, RawValues } from '../../../core/forms/field.ts'
import type { ChangeContext } from '../../../core/matters/contexts.ts'
import { normalizeName } from '../../../core/names/normalize.ts'
import type { OrgType } from '../../../core/org-types.ts'
import type { PostHolder, RegisterChange } from '../../../core/register/changes.ts'
import { lastDayOfMonths } from '../../../core/workflow/calendar.ts'

// The pages of founding are called alike in every type, so one function makes the register's changes of all of them.

/** What an option is called. */
export const textOf = (options: readonly Option[], value: string, otherwise: string): string =>
  options.find((option) => option.value === value)?.text ?? otherwise

/** 准予登记: the entry, and everybody who was elected. */
export const founded = (orgType: OrgType, { answers }: ChangeContext): readonly RegisterChange[] => {
  const until = answers.value('term', 'dueReElectionDate')
  const since = answers.value('term', 'startDate')
  const leaseTo = answers.value('domicile', 'leaseTo')
  const people = answers.items('officers').map(({ values }): PostHolder => ({
    name: values['name'] ?? '',
    idType: values['idType'] ?? '',
    idNumber: values['idNumber'] ?? '',
    post: values['orgPost'] ?? '',
    legalRepresentative: values['isLegalRepresentative'] === 'yes',
    ...(since === '' ? {} : { since }),
    ...(until === '' ? {} : { until }),
  }))
  return [
    {
      kind: 'found',
      items: {
        name: normalizeName(answers.value('name', 'proposedName')),
        domicile: answers.value('domicile', 'address'),
        foundationKind: textOf(foundationKinds, answers.value('name', 'orgKind'), ''),
        purpose: answers.value('purpose', 'purpose'),
        businessScope: answers.value('purpose', 'businessScope'),
        certificateScope: answers.value('registration', 'businessScopeForCertificate'),
        activityArea: answers.value('purpose', 'activityArea'),
        legalRepresentative: people.find((person) => person.legalRepresentative)?.name ?? '',
        fund: answers.value('funds', 'fundAmount'),
        supervisoryUnit: answers.value('supervision', 'supervisoryUnit'),
        contributors:
          orgType === 'PRIVATE_NON_ENTERPRISE'
            ? answers
                .items('contributors')
                .map(({ values }) => values['contributorName'] ?? '')
                .join('、')
            : '',
        charity: answers.value('charity', 'charity') === 'yes' ? '是' : '',
      },
    },
    ...people.map((enters): RegisterChange => ({ kind: 'person', enters })),
    ...(until === ''
      ? []
      : [
          {
            kind: 'term',
            name: answers.value('term', 'termName'),
            from: since,
            to: until,
          } as const,
        ]),
    ...(leaseTo === '' ? [] : [{ kind: 'lease', to: leaseTo } as const]),
  ]
}

/** 制证: the first certificate, good for as long as the province says. */
export const firstCertificate = ({ today, policies }: ChangeContext): readonly RegisterChange[] => [
  { kind: 'certificate', reason: 'FIRST', from: today, to: lastDayOfMonths(today, policies.certificateMonths) },
]

type Filed<K extends RegisterChange['kind']> = Extract<RegisterChange, { readonly kind: K }>

/** A seal as it is filed; what is no thing has no size. */
export const sealIn = (values: RawValues): Filed<'seal'> => ({
  kind: 'seal',
  filed: {
    kind: textOf(sealKinds, values['sealKind'] ?? '', '印章'),
    engraving: values['engraving'] ?? '',
    size: values['sealSize'] ? `${values['sealSize']}厘米` : '',
  },
})

/** An account as it is filed. */
export const accountIn = (values: RawValues): Filed<'account'> => ({
  kind: 'account',
  filed: {
    kind: textOf(accountKinds, values['accountKind'] ?? '', '银行账户'),
    bank: values['bank'] ?? '',
    accountName: values['accountName'] ?? '',
    accountNumber: values['accountNo'] ?? '',
  },
})

/** 备案: seals and bank account. */
export const sealsAndAccount = ({ answers }: ChangeContext): readonly RegisterChange[] => [
  ...answers.items('seals').map(({ values }) => sealIn(values)),
  accountIn(
    Object.fromEntries(
      ['accountKind', 'bank', 'accountName', 'accountNo'].map((name) => [name, answers.value('bankAccount', name)]),
    ),
  ),
]
