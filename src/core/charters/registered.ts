import { fundText } from '../documents/registered-items.ts'
import { foundationKinds } from '../enumerations.ts'
import type { Answers } from '../matters/define.ts'
import type { OrgType } from '../org-types.ts'
import type { RegisterItems } from '../register/changes.ts'
import type { Holdings } from '../register/holdings.ts'
import type { Trait } from './define.ts'
import { filledCharter, type Chosen } from './fill.ts'
import { charterOf } from './index.ts'
import { clausesOf, type Clause } from './text.ts'
import { traitsOf, type CharterCase } from './values.ts'

/** What the register says of an organization, as its charter takes it. */
export type Registered = {
  readonly orgType: OrgType
  readonly items: RegisterItems
  readonly holdings: Pick<Holdings, 'people' | 'term'> | undefined
  readonly authority: string
}

/** The register in the words of the founding, whose answers a model is filled from. */
const asAnswered = ({ orgType, items, holdings }: Registered): Answers => {
  const years = holdings?.term && Number(holdings.term.to.slice(0, 4)) - Number(holdings.term.from.slice(0, 4))
  const known: Readonly<Record<string, string>> = {
    'domicile.address': items.domicile,
    'purpose.purpose': items.purpose,
    'purpose.businessScope': items.businessScope,
    'purpose.activityArea': items.activityArea,
    'funds.fundAmount': items.fund === '' ? '' : `${fundText(items.fund)}万元`,
    'supervision.supervisoryUnit': items.supervisoryUnit,
    'supervision.directRegistration': items.supervisoryUnit === '' ? 'yes' : 'no',
    'term.termYears': years ? String(years) : '',
    'name.orgKind':
      orgType === 'FOUNDATION'
        ? (foundationKinds.find(({ text }) => text === items.foundationKind)?.value ?? '')
        : items.name.includes('行业协会')
          ? 'INDUSTRY'
          : '',
    'charity.charity': items.charity === '是' ? 'yes' : '',
  }
  const officers = (holdings?.people ?? []).map(({ id, post, legalRepresentative }) => ({
    id,
    values: { orgPost: post, isLegalRepresentative: legalRepresentative ? 'yes' : 'no' },
  }))
  const value: Answers['value'] = (page, field) => known[`${page}.${field}`] ?? ''
  return {
    value,
    number: () => undefined,
    has: () => false,
    items: (page) => (page === 'officers' ? officers : []),
  }
}

const caseOf = (registered: Registered): CharterCase => ({
  orgType: registered.orgType,
  pages: [],
  answers: asAnswered(registered),
  name: registered.items.name,
  authority: registered.authority,
})

/** What sets a registered organization apart, as far as the register says it. */
export const traitsRegistered = (registered: Omit<Registered, 'authority'>): readonly Trait[] =>
  traitsOf(caseOf({ ...registered, authority: '' }))

/** The model of its type filled with what the register says of an organization; `chosen`: options settled by hand. */
export const modelFor = (registered: Registered, chosen?: Chosen): readonly Clause[] =>
  clausesOf(filledCharter(charterOf(registered.orgType), caseOf(registered), chosen))
