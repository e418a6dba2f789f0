import type { Answers, Matter } from '../../core/matters/define.ts'

export type CasePerson = {
  readonly role: 'OFFICER' | 'SPONSOR'
  readonly name: string
  readonly idType: string
  readonly idNumber: string
  readonly post: string
  readonly legalRepresentative: boolean
}

/** The answers the portal itself works with, read through the matter's own map of where they are. */
export const caseFacts = (matter: Matter, answers: Answers) => {
  const { facts } = matter
  const at = (ref: { readonly page: string; readonly field: string }) => answers.value(ref.page, ref.field)
  const officers = answers.items(facts.people.page).map(({ values }): CasePerson => ({
    role: 'OFFICER',
    name: values[facts.people.name] ?? '',
    idType: values[facts.people.idType] ?? '',
    idNumber: values[facts.people.idNumber] ?? '',
    post: values[facts.people.post] ?? '',
    legalRepresentative: values[facts.people.legalRepresentative] === 'yes',
  }))
  const sponsors = answers.items(facts.sponsors.page).map(({ values }): CasePerson => ({
    role: 'SPONSOR',
    name: values[facts.sponsors.name] ?? '',
    idType: values[facts.sponsors.idType] ?? '',
    idNumber: values[facts.sponsors.idNumber] ?? '',
    post: '',
    legalRepresentative: false,
  }))
  return {
    name: at(facts.name),
    alternativeNames: facts.alternativeNames.map(at).filter((name) => name !== ''),
    purpose: at(facts.purpose),
    businessScope: at(facts.businessScope),
    certificateScope: at(facts.certificateScope),
    activityArea: at(facts.activityArea),
    domicile: at(facts.domicile),
    fund: at(facts.fund),
    supervisoryUnit: at(facts.supervisoryUnit),
    people: [...officers, ...sponsors].filter((person) => person.idNumber !== ''),
    contactPhone: answers.value(facts.contact.page, facts.contact.phone),
    legalRepresentative: officers.find((person) => person.legalRepresentative),
  }
}
