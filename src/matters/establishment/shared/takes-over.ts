import { HOLDER, type Offer, type Source, type TakesOver } from '../../../core/matters/take-over.ts'

const alone = (source: Source): readonly Source[] => [source]
export const usual = (value: string): readonly Source[] => alone({ follows: () => value })
const answer = (page: string, field: string): readonly Source[] => alone({ page, field })
const ofContact = (field: 'name' | 'idNumber' | 'phone'): readonly Source[] => alone({ person: 'contact', field })

/** Somebody as a page asks for them whose fields begin with that word. */
const person = (page: string, prefix: string): Offer => ({
  page,
  fields: {
    [`${prefix}Name`]: 'name',
    [`${prefix}IdType`]: 'idType',
    [`${prefix}IdNumber`]: 'idNumber',
    [`${prefix}Phone`]: 'phone',
  },
})

/** Amounts have four decimals at most (万元). */
const total = (amounts: readonly string[]): string => {
  const given = amounts.filter((raw) => /^\d+(\.\d+)?$/.test(raw)).map((raw) => Math.round(Number(raw) * 10_000))
  return given.length === 0 ? '' : String(given.reduce((sum, amount) => sum + amount, 0) / 10_000)
}

/** The seals every organization has, in the order they are engraved. */
const firstSeals = ['OFFICIAL', 'FINANCE'] as const
const engravedAfterName: Readonly<Record<string, string>> = { OFFICIAL: '', FINANCE: '财务专用章' }

/**
 * What founding knows already and does not ask again, for every type. The first founder and the future representative are
 * whoever applies only when they say so.
 */
export const foundingTakesOver: TakesOver = {
  fields: {
    'contact.contactName': alone({ account: 'name' }),
    'contact.contactPhone': alone({ account: 'phone' }),
    'sponsors.idType': usual('RESIDENT_ID'),
    'registration.mailingAddress': answer('domicile', 'address'),
    // What is longer than the certificate has room for is not taken over.
    'registration.businessScopeForCertificate': answer('purpose', 'businessScope'),
    'term.startDate': answer('foundingMeeting', 'meetingDate'),
    'officers.idType': usual('RESIDENT_ID'),
    'officers.isLegalRepresentative': [
      // There is one, and who applies as such has said so.
      {
        follows: ({ others }) => (others.some(({ values }) => values['isLegalRepresentative'] === 'yes') ? 'no' : ''),
      },
      {
        follows: ({ here, elsewhere, known }) =>
          elsewhere('contact', 'applicantRole').includes('LEGAL_REPRESENTATIVE') &&
          here['idNumber'] !== undefined &&
          here['idNumber'] === known.holder['idNumber']
            ? 'yes'
            : '',
        text: '联系人',
      },
    ],
    'agent.agentName': ofContact('name'),
    'agent.agentIdType': [{ person: 'contact', field: 'idType' }, ...usual('RESIDENT_ID')],
    'agent.agentIdNumber': ofContact('idNumber'),
    'agent.agentPhone': ofContact('phone'),
    'collection.deliveryAddress': [
      { page: 'registration', field: 'mailingAddress' },
      { page: 'domicile', field: 'address' },
    ],
    'collection.recipientName': answer('contact', 'contactName'),
    'collection.recipientPhone': answer('contact', 'contactPhone'),
    'collection.collectorKind': usual('LEGAL_REPRESENTATIVE'),
    'seals.sealKind': alone({
      follows: ({ others }) =>
        firstSeals.find((kind) => !others.some(({ values }) => values['sealKind'] === kind)) ?? '',
    }),
    'seals.engraving': alone({
      follows: ({ here, elsewhere }) => {
        const [name = ''] = elsewhere('name', 'proposedName')
        const after = engravedAfterName[here['sealKind'] ?? '']
        return name === '' || after === undefined ? '' : name + after
      },
      text: '登记的名称',
    }),
    'seals.engraver': alone({ before: 'engraver' }),
    'seals.enabledOn': alone({ before: 'enabledOn' }),
    'bankAccount.accountName': answer('name', 'proposedName'),
    'tax.taxNo': alone({ follows: ({ known }) => known.uscc, text: '登记的统一社会信用代码' }),
  },
  items: {
    sponsors: [{ page: HOLDER }],
    contributors: [
      { page: 'sponsors', fields: { contributorName: 'name' } },
      { page: 'sponsorOrgs', fields: { contributorName: 'orgName' } },
    ],
    officers: [{ page: 'sponsors' }, { page: HOLDER }],
    agent: [person('officers', 'agent'), person('sponsors', 'agent'), person(HOLDER, 'agent')],
  },
}

/** For a type that is asked what each gives before how much it is together. */
export const fromTotal: readonly Source[] = alone({
  follows: ({ elsewhere }) => total(elsewhere('contributors', 'amount')),
  text: '各出资人的金额合计',
})
