import type { PageData, RawValues } from '../core/forms/field.ts'
import { exampleValues, type Page } from '../core/forms/page.ts'
import { residentIdCheckChar } from '../core/identity/resident-id.ts'
import { fieldsOf, type AnswerSet, type Matter } from '../core/matters/define.ts'
import { represents } from '../core/matters/facts.ts'
import type { ApplicantRole } from '../core/matters/applicant-role.ts'
import { changedPage, inOtherWords, sampleOf, type Words } from '../core/matters/sample.ts'
import { addDays, addMonths, toDayNumber } from '../core/workflow/calendar.ts'

/** The day for which the examples are written: they name past meetings and days to come. */
export const EXAMPLES_WRITTEN_ON = '2026-11-20'

const writtenIn = Number(EXAMPLES_WRITTEN_ON.slice(0, 4))

/** What the organization of an example does, and, where names have one, its 字号. */
export type Subject = { readonly craft: string; readonly english: string; readonly tradeName: string }

/** Whoever applies, as their account has it. */
type Teller = {
  readonly name: string
  readonly idType: string
  readonly idNumber: string
  readonly phone: string
  readonly role: ApplicantRole | null
}

/** Somebody who can really be asked for, instead of a person the example invents. */
export type StandIn = { readonly name: string; readonly idNumber: string; readonly phone: string }

/** What makes an example somebody's own; without any it is the sample of the matter. */
export type Own = {
  /** Sets the invented people of a case apart from those of all others. */
  readonly seed: string
  /** What the organization is called, where it is not by its subject. */
  readonly name?: string
  readonly subject?: Subject
  /** Other words for what the examples say of Shanxi. */
  readonly words?: Words
  /** ISO date the example is filled in on. */
  readonly today?: string
  /** Of a report the year it is about; without it the one the examples are written in. */
  readonly fiscalYear?: number
  readonly teller?: Teller
  /** Whoever is to represent is the first of them, others listed are the next. */
  readonly standIns?: readonly StandIn[]
}

/** A number for a text, always the same (FNV-1a). */
const numberOf = (text: string): number => {
  let hash = 0x81_1c_9d_c5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01_00_01_93) >>> 0
  return hash
}

const crafts: readonly (readonly [string, string])[] = [
  ['竹编', 'Bamboo Weaving'],
  ['剪纸', 'Paper Cutting'],
  ['面塑', 'Dough Figurines'],
  ['砖雕', 'Brick Carving'],
  ['漆器', 'Lacquerware'],
  ['皮影', 'Shadow Puppetry'],
  ['花馍', 'Festive Breads'],
  ['刺绣', 'Embroidery'],
  ['年画', 'New Year Pictures'],
  ['陶艺', 'Pottery'],
  ['木刻', 'Woodcuts'],
  ['琉璃', 'Glazed Tiles'],
]
const tradeBeginnings = '嘉瑞沐澄朗煦峻皓悠恒'
const tradeEndings = '彩艺匠韵禾岚墨璟'

/** Subjects in an order of the seed's own, each once: different cases begin with different ones. */
export const subjectsFor = (seed: string): readonly Subject[] => {
  const pairs = crafts.flatMap((first) => crafts.filter((second) => second !== first).map((second) => [first, second]))
  const begin = numberOf(seed) % pairs.length
  return [...pairs.slice(begin), ...pairs.slice(0, begin)].map((pair, index) => {
    const at = begin + index
    return {
      craft: pair.map(([word]) => word).join(''),
      english: pair.map(([, word]) => word).join(' and '),
      tradeName: `${tradeBeginnings.charAt(at % tradeBeginnings.length)}${tradeEndings.charAt(at % tradeEndings.length)}`,
    }
  })
}

/** How the examples call their own subject. */
const subjectWords = ({ craft, english, tradeName }: Subject): Words => ({
  古建筑彩绘: craft,
  古建彩绘: craft,
  彩绘: craft,
  晋彩: tradeName,
  'Painted Ancient Architecture': english,
  SAPA: `SA${english.replaceAll(/[^A-Z]/g, '')}`,
})

/** An invented resident number like another: born in the same year, of the same sex, for another person. */
const otherNumber = (number: string, seed: string): string => {
  const hash = numberOf(`${seed} ${number}`)
  const two = (value: number): string => String(value).padStart(2, '0')
  const serial = (Math.floor(hash / 336) % 500) * 2 + (Number(number.charAt(16)) % 2)
  const body = `${number.slice(0, 10)}${two((hash % 12) + 1)}${two((Math.floor(hash / 12) % 28) + 1)}${String(serial).padStart(3, '0')}`
  return body + residentIdCheckChar(body)
}

/** Nobody else has the account of an example. */
const otherAccount = (number: string, seed: string): string =>
  number.slice(0, -6) + String(numberOf(`${seed} ${number}`) % 1_000_000).padStart(6, '0')

/** A day of an example as far from today as it was from the day the examples are written for. */
const movedDate = (date: string, today: string): string => {
  const years = Number(date.slice(0, 4)) - writtenIn
  // What happened in somebody's life stays; of the years to come whole years are counted, as terms are.
  if (years < 0) return date
  const here = addMonths(date, -12 * years)
  return addMonths(addDays(here, toDayNumber(today) - toDayNumber(EXAMPLES_WRITTEN_ON)), 12 * years)
}

const listedPeople = (matter: Matter, sample: AnswerSet) =>
  matter.facts.people.flatMap((list) =>
    (sample[list.page]?.items ?? []).map(({ values }) => ({
      name: values[list.name] ?? '',
      idNumber: values[list.idNumber] ?? '',
      represents: represents(list, values),
    })),
  )

/** Who stands in for whom, by the name in the sample; nobody for a namesake of somebody listed. */
const standingIn = (matter: Matter, sample: AnswerSet, { standIns = [], teller }: Own) => {
  const people = listedPeople(matter, sample).toSorted(
    (one, other) => Number(other.represents) - Number(one.represents),
  )
  const listed = [...new Map(people.map((person) => [person.name, person])).values()]
  const free = standIns.filter(
    ({ name, idNumber }) => idNumber !== teller?.idNumber && listed.every((person) => person.name !== name),
  )
  return listed.flatMap((person, index) => {
    const by = free[index]
    return by ? [{ person, by }] : []
  })
}

/** People of the sample under numbers of their own; whoever applies is one of them only when they are to represent. */
const peopleWords = (matter: Matter, sample: AnswerSet, own: Own): Words => {
  const { seed, teller } = own
  const people = listedPeople(matter, sample)
  const numbers = Object.fromEntries(people.map(({ idNumber }) => [idNumber, otherNumber(idNumber, seed)]))
  const representative = people.find(({ represents }) => represents)
  if (teller?.role === 'LEGAL_REPRESENTATIVE' && teller.idType === 'RESIDENT_ID' && representative)
    return { ...numbers, [representative.name]: teller.name, [representative.idNumber]: teller.idNumber }
  return {
    ...numbers,
    ...(teller && people.some(({ name }) => name === teller.name) ? { [teller.name]: '贺知微' } : {}),
    ...Object.fromEntries(
      standingIn(matter, sample, own).flatMap(({ person, by }) => [
        [person.name, by.name],
        [person.idNumber, by.idNumber],
      ]),
    ),
  }
}

/** Whoever stands in is called by their own phone. */
const withOwnPhone = ({ facts }: Matter, page: Page, data: PageData, standIns: readonly StandIn[]): PageData => {
  const list = facts.people.find((people) => people.page === page.code)
  const phone = list?.phone
  if (!list || !phone) return data
  const phoneOf = (values: RawValues) => standIns.find(({ idNumber }) => idNumber === values[list.idNumber])?.phone
  return {
    ...data,
    items: data.items.map((item) => {
      const own = phoneOf(item.values)
      return own ? { ...item, values: { ...item.values, [phone]: own } } : item
    }),
  }
}

/** What whoever applies says of themselves, by page. */
const tellerValues = ({ facts }: Matter, teller: Teller | undefined): Readonly<Record<string, RawValues>> => {
  if (!teller) return {}
  const { contact, agent, applicantRole } = facts
  const contactValues = { [contact.name]: teller.name, [contact.phone]: teller.phone }
  const role = applicantRole && { [applicantRole.field]: teller.role ?? 'HANDLER' }
  return {
    [contact.page]: { ...contactValues, ...(applicantRole?.page === contact.page ? role : {}) },
    ...(agent
      ? {
          [agent.page]: {
            [agent.name]: teller.name,
            [agent.idType]: teller.idType,
            [agent.idNumber]: teller.idNumber,
            [agent.phone]: teller.phone,
          },
        }
      : {}),
  }
}

/** How the matter's example is called by its own field, before anything is changed; nothing where no name is asked. */
const writtenName = ({ pages, facts }: Matter): string => {
  const page = pages.find(({ code }) => code === facts.names?.proposed.page)
  return (page && exampleValues(page.fields)[facts.names?.proposed.field ?? '']) ?? ''
}

const nameWords = ({ name, subject, words }: Pick<Own, 'name' | 'subject' | 'words'>, written: string): Words => ({
  ...(subject ? subjectWords(subject) : {}),
  ...words,
  ...(name && written ? { [written]: name } : {}),
})

/** What an organization of that subject would be called. */
export const exampleName = (matter: Matter, own: Pick<Own, 'subject' | 'words'>): string => {
  const written = writtenName(matter)
  return inOtherWords(nameWords(own, written))(written)
}

/** A day of an example in another year. */
export const inFiscalYear = (date: string, year: number): string => addMonths(date, 12 * (year - writtenIn))

/** Makes pages of the matter's example somebody's own: names, people, places and days are changed, all alike. */
export const ownExample = (matter: Matter, own: Own): ((page: Page, example: PageData) => PageData) => {
  const sample = sampleOf(matter)
  const say = inOtherWords({ ...nameWords(own, writtenName(matter)), ...peopleWords(matter, sample, own) })
  const told = tellerValues(matter, own.teller)
  return (page, example) => {
    const dates = new Set(fieldsOf(page).flatMap(({ name, kind }) => (kind === 'date' ? [name] : [])))
    const accounts = new Set(fieldsOf(page).flatMap(({ name, kind }) => (kind === 'bankAccount' ? [name] : [])))
    const changed = changedPage(example, (raw, field) => {
      if (dates.has(field) && raw !== '') {
        if (matter.family === 'report') return inFiscalYear(raw, own.fiscalYear ?? writtenIn)
        return own.today ? movedDate(raw, own.today) : raw
      }
      return accounts.has(field) ? otherAccount(raw, own.seed) : say(raw)
    })
    return withOwnPhone(
      matter,
      page,
      { ...changed, values: { ...changed.values, ...told[page.code] } },
      own.standIns ?? [],
    )
  }
}

/** The whole case of a matter's examples made somebody's own. */
export const exampleCase = (matter: Matter, own: Own): AnswerSet => {
  const change = ownExample(matter, own)
  const sample = sampleOf(matter)
  return Object.fromEntries(
    matter.pages.flatMap((page) => {
      const data = sample[page.code]
      return data ? [[page.code, change(page, data)]] : []
    }),
  )
}
