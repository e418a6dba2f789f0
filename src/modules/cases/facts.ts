import type { Posted } from '../../core/register/collector.ts'
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
export const caseFacts = ({ facts }: Pick<Matter, 'facts'>, answers: Answers) => {
  const at = (ref: { readonly page: string; readonly field: string } | undefined): string =>
    ref ? answers.value(ref.page, ref.field) : ''
  const people = facts.people
    .flatMap((list) =>
      answers.items(list.page).map(({ values }): CasePerson => ({
        role: list.role,
        name: values[list.name] ?? '',
        idType: values[list.idType] ?? '',
        idNumber: values[list.idNumber] ?? '',
        post: list.post === undefined ? '' : (values[list.post] ?? ''),
        legalRepresentative: list.legalRepresentative !== undefined && values[list.legalRepresentative] === 'yes',
      })),
    )
    .filter((person) => person.idNumber !== '')
  const { collector } = facts
  const postedTo = collector ? answers.value(collector.page, collector.postedTo) : ''
  const posted: Posted | undefined =
    collector && postedTo !== '' ? { to: postedTo, name: answers.value(collector.page, collector.name) } : undefined
  return {
    name: at(facts.names?.proposed),
    supervisoryUnit: at(facts.supervisoryUnit),
    people,
    collector: collector && {
      name: answers.value(collector.page, collector.name),
      idType: answers.value(collector.page, collector.idType),
      idNumber: answers.value(collector.page, collector.idNumber),
    },
    posted,
    contactName: answers.value(facts.contact.page, facts.contact.name),
    contactPhone: answers.value(facts.contact.page, facts.contact.phone),
  }
}
