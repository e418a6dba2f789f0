import { chineseDate } from '../../../core/documents/dates.ts'
import { toldByNumber } from '../../../core/identity/documents.ts'
import type { Said, Told } from '../../../core/printable-forms/material-form.ts'

// What several papers write of the people and units an application names.

type Rows = readonly (readonly string[])[]

/** 男, 女: as answered, or as the number says. */
export const sexOf = ({ text, value }: Said, { today }: Told): string =>
  text('sex') || (toldByNumber(value('idType'), value('idNumber'), today).sex ?? '')

/** ISO birth date, in the same way. */
export const bornOn = ({ value }: Said, { today }: Told): string =>
  value('birthDate') || (toldByNumber(value('idType'), value('idNumber'), today).birthDate ?? '')

export const sexAndBirth = (told: Told, person: Said): string => {
  const born = bornOn(person, told)
  return [sexOf(person, told), born === '' ? '' : chineseDate(born)].filter(Boolean).join('，')
}

export const joined = (...words: readonly string[]): string => words.filter((word) => word && word !== '无').join('，')

/** Who founds: people, then units, a row each with a place to sign. */
export const founderRows = (told: Told): Rows => [
  ...told.items('sponsors').map((person) => [person.text('name')]),
  ...told.items('sponsorOrgs').map((unit) => [unit.text('orgName')]),
]

/** A name by which something was entered has this number: of a unit or of a person. */
export const numberOf = (told: Told, name: string): string => {
  const unit = told.items('sponsorOrgs').find((one) => one.value('orgName') === name)
  const person = [...told.items('sponsors'), ...told.items('officers')].find((one) => one.value('name') === name)
  return unit?.value('orgUscc') || person?.value('idNumber') || ''
}

/** Entries of the same person, joined: what the first does not say, another may. */
const together = (entries: readonly Said[], own: Readonly<Record<string, string>>): Said => {
  const first = (read: (entry: Said) => string): string => entries.map(read).find((value) => value !== '') ?? ''
  return {
    text: (field) => own[field] ?? first((entry) => entry.text(field)),
    value: (field) => first((entry) => entry.value(field)),
  }
}

/** Everybody elected, then who only founds, each once; `orgPost` is all they are, `posts` what they are elected to. */
export const peopleOf = (told: Told): readonly Said[] => {
  const founders = told.items('sponsors')
  const byNumber = Map.groupBy([...told.items('officers'), ...founders], (one) => one.value('idNumber') || one)
  return [...byNumber.values()].map((entries) => {
    const represents = entries.some((one) => one.value('isLegalRepresentative') === 'yes')
    const posts = entries.map((one) => one.text('orgPost')).filter(Boolean)
    const founds = entries.some((one) => founders.includes(one)) ? [told.noun('sponsors')] : []
    return together(entries, {
      posts: posts.join('、'),
      orgPost: `${[...founds, ...posts].join('、')}${represents ? '（拟任法定代表人）' : ''}`,
    })
  })
}

/** 起止年月, 在何处, 任何职: as the hint of the question asks for them; another line stands as it was written. */
const CAREER = /^(\d{4}\S*?(?:\s*[—－–~至-]+\s*\S+)?)\s+(\S+)\s+(\S.*)$/u

export const careerRows = (_: Told, person: Said): Rows =>
  person
    .value('resume')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => CAREER.exec(line)?.slice(1) ?? ['', line])
