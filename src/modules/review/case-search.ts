import { normalizeCode } from '../../core/identity/checked.ts'
import { ID_TYPES, identityKey, validateIdDocument, type IdType } from '../../core/identity/documents.ts'
import { normalizePersonName } from '../../core/identity/person-name.ts'
import { validateContactNumber, validateMobile } from '../../core/identity/phone.ts'
import { validateUscc } from '../../core/identity/uscc.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import { none, sql, type Sql } from '../../db/sql.ts'
import type { Deps } from '../../deps.ts'
import type { Staff } from '../../web/route.ts'

/**
 * What the cases of an authority are narrowed to. A list goes both ways, through `hits` and in its own order, and puts
 * together what it met; a way that is absent is not gone, and of two the statement itself rules one out.
 */
export type Narrowing = {
  /** Common table expressions the conditions read, each followed by a comma; `hits` among them has ids of cases. */
  readonly tables: Sql
  /** One more condition for a case `a` that is among the hits. */
  readonly amongHits?: Sql
  /** One more condition for a case `a` of the account `c` that is met in the order of the list. */
  readonly inOrder?: Sql
}

const everything: Narrowing = { tables: none, inOrder: none }

/** Whoever is looked for is in exactly these cases. */
const exactly = (ids: Sql): Narrowing => ({ tables: sql`hits as materialized (${ids}),`, amongHits: none })

/** Leaves out the cases an official ever held or was named in: they do not see them (回避). */
export const notTheirOwn = (staff: Staff): Sql =>
  sql`and a.id <> all (array(select case_id from case_party where id_number_idx = ${staff.idNumberIndex}))`

/** Up to so many finds are looked up one by one and then put in order. */
const few = 2000

/**
 * Words that stand in few names come from their index; words that stand in many (协会) are met soon enough by reading
 * the list in its order. Which it is, one look into the index tells, and the other way is not gone at all.
 */
const fewOrMany = (finds: Sql, hits: Sql, condition: Sql): Narrowing => ({
  tables: sql`finds as materialized (${finds} limit ${few + 1}),
    few as materialized (select count(*) <= ${few} as yes from finds),
    hits as materialized (${hits}),`,
  amongHits: sql`and (select yes from few)`,
  inOrder: sql`and not (select yes from few) and ${condition}`,
})

const titled = (authorityId: number, words: string): Sql =>
  sql`select a.id from case_file a where a.number is not null
    and bigrams(a.title, a.authority_id::text || ':') @> bigrams(${words}, ${`${String(authorityId)}:`})
    and strpos(a.title, ${words}) > 0`

/** From these on a text is looked for among numbers and codes as well. */
const isNumberOrCode = (text: string): boolean => /^[0-9A-Z]{4,18}$/.test(text)

/** One past every text that begins so, by the bytes. */
const after = (start: string): string => `${start}\u{10FFFF}`

const reversed = (text: string): string => Array.from(text).toReversed().join('')

/**
 * Cases by what was typed: a number or its end, a code or its beginning, any part of the name. Gives a sentence
 * instead when too little was typed.
 */
export const narrowedByText = (authorityId: number, typed: string): Narrowing | { readonly error: string } => {
  if (typed === '') return everything
  if (Array.from(typed).length < 2) return { error: '请至少填写两个字' }
  const titles = titled(authorityId, typed)
  const code = normalizeCode(typed)
  if (!isNumberOrCode(code)) return fewOrMany(titles, sql`select id from finds`, sql`strpos(a.title, ${typed}) > 0`)
  const end = reversed(code)
  return exactly(sql`(select a.id from case_file a
      where a.authority_id = ${authorityId} and a.number is not null
        and reverse(a.number) ~>=~ ${end} and reverse(a.number) ~<~ ${after(end)} limit ${few})
    union (select o.case_id from organization o
      where o.uscc ~>=~ ${code} and o.uscc ~<~ ${after(code)} and o.authority_id = ${authorityId}
        and o.case_id is not null limit ${few})
    union (${titles} limit ${few})`)
}

/** By what of a person cases may be looked for. */
export const PERSON_WAYS = ['applicant', 'phone', 'idNumber'] as const
export type PersonWay = (typeof PERSON_WAYS)[number]

export const personWays = {
  applicant: { text: '申请人姓名或名称' },
  phone: { text: '联系电话' },
  idNumber: { text: '证件号码' },
} as const satisfies Record<PersonWay, { readonly text: string }>

const idTypes = Object.keys(ID_TYPES) as IdType[]

/** For a list that was asked for what nobody can be found by. */
export const nothing: Narrowing = { tables: none, inOrder: sql`and false` }

/**
 * The kind of personal number a text must be taken for, whatever it was meant as: such a text stands in no address. A
 * document number with a mistake in it is one too, unless it is a code.
 */
export const personalNumberIn = (typed: string, now: Date): PersonWay | undefined => {
  if (validateMobile(typed).ok) return 'phone'
  const resident = validateIdDocument('RESIDENT_ID', typed, localDate(now)).ok
  const looksSo = ID_TYPES.RESIDENT_ID.pattern.test(normalizeCode(typed)) && !validateUscc(typed).ok
  return resident || looksSo ? 'idNumber' : undefined
}

// What a 经办人 began is found by the account of its organization as well.
const ofAccounts = (authorityId: number, accounts: Sql): Sql =>
  sql`select a.id from case_file a where a.authority_id = ${authorityId} and a.number is not null
    and (a.account_id in (${accounts}) or a.organization_id in (select l.organization_id from legal_person l
      where l.released_at is null and l.account_id in (${accounts})))`

/**
 * Cases by somebody who has to do with them: any part of the applicant's name, a phone or a document number as a whole,
 * both by their keyed hashes. Gives a sentence instead when nobody can have that number.
 */
export const narrowedByPerson = (
  deps: Pick<Deps, 'crypto'>,
  authorityId: number,
  way: PersonWay,
  typed: string,
): Narrowing | { readonly error: string } => {
  if (way === 'applicant') {
    const name = normalizePersonName(typed)
    if (Array.from(name).length < 2) return { error: '请至少填写姓名或名称中的两个字' }
    return fewOrMany(
      sql`select c.id from account c where bigrams(c.name, '') @> bigrams(${name}, '') and strpos(c.name, ${name}) > 0`,
      sql`${ofAccounts(authorityId, sql`select id from finds`)} and (select yes from few)`,
      sql`strpos(c.name, ${name}) > 0`,
    )
  }
  if (way === 'phone') {
    const phone = validateContactNumber(typed)
    if (!phone.ok) return { error: phone.message }
    const index = deps.crypto.index('phone', phone.value)
    return exactly(sql`select a.id from case_file a where a.authority_id = ${authorityId} and a.contact_phone_idx = ${index}
      union ${ofAccounts(
        authorityId,
        sql`select id from account where phone_idx = ${index}
          union select account_id from legal_person where handler_phone_idx = ${index}`,
      )}`)
  }
  const number = normalizeCode(typed)
  const possible = idTypes.filter((type) => ID_TYPES[type].pattern.test(number))
  if (possible.length === 0) return { error: '证件号码格式不正确，请核对后重新填写' }
  const keys = [...new Set(possible.map((type) => deps.crypto.index('id-number', identityKey(type, number))))]
  return exactly(sql`select p.case_id as id from case_person p where p.id_number_idx = any (${keys}::text[])
    union ${ofAccounts(
      authorityId,
      sql`select id from account where id_number_idx = any (${keys}::text[])
        union select account_id from legal_person where handler_id_number_idx = any (${keys}::text[])`,
    )}`)
}
