import type { Posted } from '../../core/register/collector.ts'
import { type Answers, type Matter } from '../../core/matters/define.ts'
import { represents } from '../../core/matters/facts.ts'

export type CasePerson = {
  readonly role: 'OFFICER' | 'SPONSOR'
  readonly name: string
  readonly idType: string
  readonly idNumber: string
  readonly phone: string
  readonly post: string
  readonly legalRepresentative: boolean
}

/** Who fetches the certificate: who was named for it, or who is what was said of them. */
const collectorIn = ({ collector, agent }: Matter['facts'], answers: Answers, people: readonly CasePerson[]) => {
  if (!collector) return undefined
  const read = (place: Pick<typeof collector, 'page' | 'name' | 'idType' | 'idNumber'>) => ({
    name: answers.value(place.page, place.name),
    idType: answers.value(place.page, place.idType),
    idNumber: answers.value(place.page, place.idNumber),
  })
  const named = read(collector)
  if (named.idNumber !== '') return named
  const kind = answers.value(collector.page, collector.kind)
  if (kind === 'LEGAL_REPRESENTATIVE') return people.find((person) => person.legalRepresentative)
  return kind === 'HANDLING_AGENT' && agent ? read(agent) : named
}

/** The page on which a registered organization names another representative, whose change leaves its account behind. */
export const representativePage = ({ facts, begunBy }: Pick<Matter, 'facts' | 'begunBy'>): string | undefined =>
  begunBy === 'organization' ? facts.people.find((list) => list.legalRepresentative === true)?.page : undefined

/** The answers the portal itself works with, read through the matter's own map of where they are. */
export const caseFacts = ({ facts, begunBy }: Pick<Matter, 'facts' | 'begunBy'>, answers: Answers) => {
  const at = (ref: { readonly page: string; readonly field: string } | undefined): string =>
    ref ? answers.value(ref.page, ref.field) : ''
  const people = facts.people
    .flatMap((list) =>
      answers.items(list.page).map(({ values }): CasePerson => ({
        role: list.role,
        name: values[list.name] ?? '',
        idType: values[list.idType] ?? '',
        idNumber: values[list.idNumber] ?? '',
        phone: list.phone === undefined ? '' : (values[list.phone] ?? ''),
        post: list.post === undefined ? '' : (values[list.post] ?? ''),
        legalRepresentative: represents(list, values),
      })),
    )
    .filter((person) => person.idNumber !== '')
  const { collector } = facts
  const postedTo = collector ? answers.value(collector.page, collector.postedTo) : ''
  const expected = collectorIn(facts, answers, people)
  const contactName = answers.value(facts.contact.page, facts.contact.name)
  const contactPhone = answers.value(facts.contact.page, facts.contact.phone)
  const posted: Posted | undefined =
    collector && postedTo !== ''
      ? {
          to: postedTo,
          name: answers.value(collector.page, collector.recipient) || expected?.name || contactName,
          phone: answers.value(collector.page, collector.recipientPhone) || contactPhone,
        }
      : undefined
  return {
    // What is to be registered is called by its name; what is registered, by the one it has.
    name: begunBy === 'person' ? at(facts.names?.proposed) : '',
    supervisoryUnit: at(facts.supervisoryUnit),
    people,
    collector: expected,
    preferredOn: collector ? answers.value(collector.page, collector.preferredOn) : '',
    collectorKind: collector ? answers.value(collector.page, collector.kind) : '',
    posted,
    contactName,
    contactPhone,
  }
}
