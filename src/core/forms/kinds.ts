import { z } from 'zod'
import { ID_TYPES, validateIdDocument, type IdType } from '../identity/documents.ts'
import { validateMobile, validateContactNumber } from '../identity/phone.ts'
import { validateEmail } from '../identity/email.ts'
import { isPersonName, normalizePersonName } from '../identity/person-name.ts'
import { normalizeNumber } from '../identity/checked.ts'
import { validateUscc } from '../identity/uscc.ts'
import { chineseDate } from '../documents/dates.ts'
import { joinChoices, splitChoices, type Field, type FieldKind, type RawValues } from './field.ts'
import { amountText, plainAmount, readAmount } from './money.ts'
import { inHundredMillions, readDate, readNumber, tenThousandYuan } from './typed.ts'

/** What a check may know beside the raw text: the other answers of the page and today's date in Asia/Shanghai. */
export type CheckContext = { readonly siblings: RawValues; readonly today: string }

type Check = (raw: string, field: Field, context: CheckContext) => string | undefined

type Kind = {
  /** Reads what the browser posted under the field's name into one raw string. */
  readonly fromForm: (body: Readonly<Record<string, unknown>>, name: string, field: Field) => string
  /** A Chinese sentence when the raw text is not acceptable. Never called with an empty string. */
  readonly check: Check
  /** A question to be answered once about an acceptable answer that is hardly ever meant. */
  readonly doubt?: (raw: string, field: Field) => string | undefined
  /** What people read on 核对, case, print and PDF. */
  readonly toText: (raw: string, field: Field) => string
  /** A valid raw answer. */
  readonly example: (field: Field) => string
}

/** A control character never belongs in an answer; line breaks do, in a textarea. */
export const controlCharacters =
  // oxlint-disable-next-line no-control-regex -- these are exactly the characters to remove
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g

/** Far above what any question takes: a longer text is nobody's answer. */
const longestAnswer = 10_000

const posted = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name]
  return typeof value === 'string' ? value.slice(0, longestAnswer).replaceAll(controlCharacters, '') : ''
}
const oneLine = (body: Readonly<Record<string, unknown>>, name: string): string =>
  posted(body, name).replaceAll(/\s+/g, ' ').trim()
const compact = (body: Readonly<Record<string, unknown>>, name: string): string =>
  posted(body, name).normalize('NFKC').replaceAll(/\s+/g, '')
const asTyped = (raw: string): string => raw

/** Reads what was typed in any of the ways people write it; what is not acceptable stays as it was typed. */
const readBy =
  (validate: (raw: string) => { ok: true; value: string } | { ok: false }): Kind['fromForm'] =>
  (body, name) => {
    const typed = compact(body, name)
    const read = validate(typed)
    return read.ok ? read.value : typed
  }

const length = (raw: string): number => Array.from(raw).length

const lengthCheck: Check = (raw, field) => {
  if (field.max !== undefined && length(raw) > field.max)
    return `${field.label}最多${field.max}个字，现在是${length(raw)}个字`
  if (field.min !== undefined && length(raw) < field.min) return `${field.label}至少${field.min}个字`
  return undefined
}

const numberSchema = {
  integer: z.string().regex(/^\d{1,9}$/),
  decimal: z.string().regex(/^\d{1,12}(\.\d+)?$/),
}

const rangeCheck = (value: number, field: Field): string | undefined => {
  if (field.min !== undefined && value < field.min) return `${field.label}不能小于${field.min}${field.unit ?? ''}`
  if (field.max !== undefined && value > field.max) return `${field.label}不能大于${field.max}${field.unit ?? ''}`
  return undefined
}

const dateSchema = z.iso.date()

/** The type is posted by the browser and may be any text. */
const isIdType = (text: string): text is IdType => Object.hasOwn(ID_TYPES, text)

const text = {
  fromForm: oneLine,
  check: (raw, field, context) => lengthCheck(raw, { max: 200, ...field }, context),
  toText: asTyped,
  example: (field) => field.example ?? `${field.label}示例`,
} as const satisfies Kind

const choiceCheck: Check = (raw, field) =>
  field.options?.some((option) => option.value === raw) ? undefined : `请选择${field.label}`

const validated =
  (validate: (raw: string) => { ok: true; value: string } | { ok: false; message: string }): Check =>
  (raw) => {
    const result = validate(raw)
    return result.ok ? undefined : result.message
  }

/** One row a kind, with all its faces; the face people see is the macro of the same name in views/fields/. */
export const kinds = {
  text,
  textarea: {
    // Text copied from elsewhere also breaks its lines by characters no font has.
    fromForm: (body, name) =>
      posted(body, name)
        .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
        .trim(),
    check: (raw, field, context) => lengthCheck(raw, { max: 500, ...field }, context),
    toText: asTyped,
    example: (field) => field.example ?? `${field.label}的示例说明，供演示和测试使用。`,
  },
  integer: {
    fromForm: (body, name, field) => readNumber(compact(body, name), field.unit),
    check: (raw, field) =>
      numberSchema.integer.safeParse(raw).success
        ? rangeCheck(Number(raw), field)
        : `${field.label}应为整数，例如 ${field.example ?? '50'}`,
    toText: (raw, field) => `${raw}${field.unit ?? ''}`,
    example: (field) => field.example ?? String(field.min ?? 1),
  },
  decimal: {
    fromForm: (body, name, field) => readNumber(compact(body, name), field.unit),
    check: (raw, field) => {
      if (!numberSchema.decimal.safeParse(raw).success) return `${field.label}应为数字，例如 ${field.example ?? '3.5'}`
      const decimals = raw.split('.')[1]?.length ?? 0
      if (decimals > (field.decimals ?? 4)) return `${field.label}最多${field.decimals ?? 4}位小数`
      return rangeCheck(Number(raw), field)
    },
    doubt: (raw, field) => {
      const large = field.unit === tenThousandYuan ? inHundredMillions(raw) : undefined
      return large && `您填写的是${large}元，对吗？正确的请再按一次“保存并继续”，填错的请改正`
    },
    toText: (raw, field) => {
      const large = field.unit === tenThousandYuan ? inHundredMillions(raw) : undefined
      return `${raw}${field.unit ?? ''}${large ? `（${large}元）` : ''}`
    },
    example: (field) => field.example ?? String(field.min ?? 1),
  },
  money: {
    fromForm: (body, name) => {
      const typed = oneLine(body, name)
      const fen = readAmount(typed)
      return fen === undefined ? typed : plainAmount(fen)
    },
    check: (raw, field) => {
      const fen = readAmount(raw)
      if (fen === undefined)
        return `${field.label}：“${raw.length > 20 ? `${raw.slice(0, 20)}…` : raw}”不是金额，请填写数字，最多两位小数，例如 30000.00`
      return fen < 0n && !field.negative ? `${field.label}不能是负数` : undefined
    },
    doubt: (raw, field) =>
      field.negative === 'ask' && (readAmount(raw) ?? 0n) < 0n
        ? `${field.label}是负数，对吗？正确的请再按一次“保存并继续”，填错的请改正`
        : undefined,
    toText: (raw) => {
      const fen = readAmount(raw)
      return fen === undefined ? raw : `${amountText(fen)}元`
    },
    example: (field) => field.example ?? '0.00',
  },
  date: {
    fromForm: (body, name) => {
      const whole = compact(body, name)
      if (whole) return readDate([whole]) ?? whole
      const [year = '', month = '', day = ''] = ['year', 'month', 'day'].map((part) => compact(body, `${name}-${part}`))
      if (!year && !month && !day) return ''
      return readDate([year, month, day]) ?? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    },
    check: (raw, field, context) => {
      if (!dateSchema.safeParse(raw).success)
        return `${field.label}不是有效日期，请按年、月、日填写，例如2026年11月20日`
      if (raw < '1900-01-01') return `${field.label}不能早于1900年`
      if (field.noLaterThanToday && raw > context.today) return `${field.label}不能晚于今天`
      return undefined
    },
    toText: (raw) => (dateSchema.safeParse(raw).success ? chineseDate(raw) : raw),
    example: (field) => field.example ?? '2026-10-18',
  },
  choice: {
    fromForm: oneLine,
    check: choiceCheck,
    toText: (raw, field) => field.options?.find((option) => option.value === raw)?.text ?? raw,
    example: (field) => field.example ?? field.options?.[0]?.value ?? '',
  },
  choices: {
    fromForm: (body, name, field) => {
      const value = body[name]
      const ticked = Array.isArray(value) ? value : [value]
      return joinChoices((field.options ?? []).map((option) => option.value).filter((code) => ticked.includes(code)))
    },
    check: (raw, field) => {
      const known = new Set(field.options?.map((option) => option.value))
      const ticked = splitChoices(raw)
      if (ticked.some((code) => !known.has(code)) || new Set(ticked).size < ticked.length) return `请选择${field.label}`
      if (field.max !== undefined && ticked.length > field.max) return `${field.label}最多选择${field.max}项`
      return undefined
    },
    toText: (raw, field) =>
      splitChoices(raw)
        .map((code) => field.options?.find((option) => option.value === code)?.text ?? code)
        .join('、'),
    example: (field) => field.example ?? field.options?.[0]?.value ?? '',
  },
  yesNo: {
    fromForm: oneLine,
    check: (raw, field) => (raw === 'yes' || raw === 'no' ? undefined : `请选择${field.label}`),
    toText: (raw) => (raw === 'yes' ? '是' : raw === 'no' ? '否' : raw),
    example: (field) => field.example ?? 'no',
  },
  declaration: {
    fromForm: (body, name) => (posted(body, name) === 'yes' ? 'yes' : ''),
    check: (raw, field) => (raw === 'yes' ? undefined : `请阅读并勾选${field.label}`),
    toText: (raw) => (raw === 'yes' ? '已确认' : '未确认'),
    example: () => 'yes',
  },
  phone: {
    fromForm: readBy(validateMobile),
    check: validated(validateMobile),
    toText: asTyped,
    example: (field) => field.example ?? '13900001234',
  },
  contactPhone: {
    fromForm: readBy(validateContactNumber),
    check: (raw, field, context) =>
      validated(validateContactNumber)(raw, field, context)?.replace(/^联系电话/, () => field.label),
    toText: asTyped,
    example: (field) => field.example ?? '0351-6600123',
  },
  email: {
    fromForm: compact,
    check: validated(validateEmail),
    toText: asTyped,
    example: (field) => field.example ?? 'contact@example.org',
  },
  postcode: {
    fromForm: compact,
    check: (raw, field) => (/^\d{6}$/.test(raw) ? undefined : `${field.label}应为6位数字，例如 030001`),
    toText: asTyped,
    example: (field) => field.example ?? '030001',
  },
  personName: {
    fromForm: (body, name) => normalizePersonName(posted(body, name)),
    check: (raw, field) =>
      isPersonName(raw) ? undefined : `${field.label}应为2至50个字，只用汉字、字母和“·”“'”“-”，请与证件上的姓名一致`,
    toText: asTyped,
    example: (field) => field.example ?? '林知远',
  },
  orgName: {
    fromForm: (body, name) => oneLine(body, name).replaceAll(' ', ''),
    check: (raw, field, context) => lengthCheck(raw, { min: 2, max: 100, ...field }, context),
    toText: asTyped,
    example: (field) => field.example ?? '山西晋源示例科技有限公司',
  },
  // The name engine (core/names) judges the wording; here only that something of sane length was typed.
  proposedName: {
    fromForm: (body, name) => posted(body, name).normalize('NFKC').trim(),
    check: (raw, field, context) => lengthCheck(raw, { max: 60, ...field }, context),
    toText: asTyped,
    example: (field) => field.example ?? '山西省古建筑彩绘保护协会',
  },
  idNumber: {
    fromForm: (body, name) => normalizeNumber(compact(body, name)),
    check: (raw, field, context) => {
      const type = field.idTypeField === undefined ? 'RESIDENT_ID' : context.siblings[field.idTypeField]
      if (!type || !isIdType(type)) return '请先选择证件类型'
      const result = validateIdDocument(type, raw, context.today)
      return result.ok ? undefined : result.message
    },
    toText: asTyped,
    example: (field) => field.example ?? '140106198503120014',
  },
  uscc: {
    fromForm: (body, name) => compact(body, name).toUpperCase(),
    check: validated(validateUscc),
    toText: asTyped,
    example: (field) => field.example ?? '51140000MJ0000018C',
  },
  bankAccount: {
    fromForm: (body, name) => compact(body, name).replaceAll('-', ''),
    check: (raw, field) => (/^\d{8,32}$/.test(raw) ? undefined : `${field.label}应为8至32位数字`),
    toText: asTyped,
    example: (field) => field.example ?? '0502123409300012345',
  },
  lookup: text,
  // Whether it is still there is a rule's to say: a page does not know the register (matters/shared/registered.ts).
  registered: { ...text, check: (raw, field, context) => lengthCheck(raw, { max: 200, ...field }, context) },
} as const satisfies Record<FieldKind, Kind>

/** The row of a field's kind, widened so that callers need not know which kind it is. */
export const kindOf = (field: Field): Kind => kinds[field.kind]
