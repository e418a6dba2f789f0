import * as cheerio from 'cheerio'
import nunjucks from 'nunjucks'
import { expect, it } from 'vitest'
import type { FieldKind } from '../../../src/core/forms/field.ts'
import type { FieldView } from '../../../src/web/form-view.ts'

const views = new nunjucks.Environment(new nunjucks.FileSystemLoader('views'), { trimBlocks: true, lstripBlocks: true })

/** Kinds that are not questions of a matter, beside those that are. */
type AnyKind = FieldKind | 'smsCode' | 'captcha' | 'password' | 'accountName'

/** The controls a phone shows a keyboard for: type, inputmode, autocomplete and autocapitalize; none where it shows none. */
const keyboards = {
  text: 'text - - -',
  orgName: 'text - - -',
  proposedName: 'text - - -',
  personName: 'text - - -',
  lookup: 'text - off -',
  textarea: 'textarea - - -',
  integer: 'text numeric - none',
  decimal: 'text decimal - none',
  money: 'text decimal - none',
  postcode: 'text numeric postal-code none',
  bankAccount: 'text numeric off none',
  date: 'text numeric - none',
  phone: 'tel tel tel none',
  contactPhone: 'tel tel - none',
  email: 'text email email none',
  // Both may hold letters, which a keyboard of digits does not have.
  idNumber: 'text - off characters',
  uscc: 'text - off characters',
  smsCode: 'text numeric one-time-code none',
  captcha: 'text - off none',
  password: 'password - current-password none',
  accountName: 'text - username none',
  choice: undefined,
  registered: undefined,
  choices: undefined,
  yesNo: undefined,
  declaration: undefined,
} as const satisfies Record<AnyKind, string | undefined>

const field = (kind: string): Partial<FieldView> => ({ id: 'f', name: 'f', kind, label: '项目', value: '' })

it.each(Object.entries(keyboards))('a phone shows the keyboard %s needs', (kind, wanted) => {
  const html = views.renderString('{% from "fields/all.njk" import field %}{{ field(f) }}', { f: field(kind) })
  const $ = cheerio.load(html)
  const typed = $('input, textarea')
    .not('[type=radio], [type=checkbox], [type=hidden]')
    .map((_, element) =>
      [
        $(element).attr('type') ?? element.tagName,
        ...['inputmode', 'autocomplete', 'autocapitalize'].map((name) => $(element).attr(name) ?? '-'),
      ].join(' '),
    )
    .get()
  expect([...new Set(typed)]).toEqual(wanted === undefined ? [] : [wanted])
})
