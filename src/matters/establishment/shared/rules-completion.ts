import { chineseDate } from '../../../core/documents/dates.ts'
import type { Rule } from '../../../core/matters/define.ts'
import { nameKey } from '../../../core/names/normalize.ts'
import { formAtEnd } from '../../../core/names/words.ts'
import type { FoundingLaw } from './law.ts'
import { atCompletion, atSubmission } from './rules.ts'

/** Seals that carry the group's name in front of what they are for. */
const NAMED_SEALS: readonly string[] = ['FINANCE', 'CONTRACT', 'INVOICE']

/** The longest beginning of an engraving that ends as names of organizations do. */
const organizationIn = (engraving: string): string | undefined => {
  for (let end = engraving.length; end >= 4; end--)
    if (formAtEnd(engraving.slice(0, end))) return engraving.slice(0, end)
  return undefined
}

/** Rules about who collects the certificate, and about seals and account obtained with it. */
export const completionRules = (law: FoundingLaw): readonly Rule[] => {
  const filed = { ...atCompletion(law), basis: `${law.regulation}${law.articles.filed}`, level: 'BLOCK' } as const
  return [
    {
      code: `${law.prefix}-OFFICIAL-SEAL`,
      ...filed,
      check: (answers) => {
        const seals = answers.items('seals')
        const name = answers.value('name', 'proposedName')
        if (seals.length === 0) return []
        const official = seals.filter((seal) => seal.values['sealKind'] === 'OFFICIAL')
        if (official.length !== 1)
          return [{ page: 'seals', message: `公章应当有且只有一枚，现在有${official.length}枚` }]
        return official
          .filter((seal) => name !== '' && seal.values['engraving'] !== '' && seal.values['engraving'] !== name)
          .map((seal) => ({
            page: 'seals',
            field: 'engraving',
            itemId: seal.id,
            message: `公章印文“${seal.values['engraving']}”与登记的名称“${name}”不一致`,
          }))
      },
    },
    {
      code: `${law.prefix}-SEAL-NAME`,
      ...atCompletion(law),
      basis: law.seals,
      level: 'WARN',
      check: (answers) => {
        const name = nameKey(answers.value('name', 'proposedName'))
        if (name === '') return []
        return answers
          .items('seals')
          .filter(({ values }) => NAMED_SEALS.includes(values['sealKind'] ?? '') && values['engraving'])
          .flatMap(({ id, values }) => {
            const engraving = nameKey(values['engraving'] ?? '')
            if (engraving.startsWith(name)) return []
            const other = organizationIn(engraving)
            const message =
              other === undefined
                ? `印文“${values['engraving']}”没有冠以登记的名称`
                : `印文“${values['engraving']}”是另一个单位“${other}”的，不是登记的名称`
            return [{ page: 'seals', field: 'engraving', itemId: id, message }]
          })
      },
    },
    {
      code: `${law.prefix}-ACCOUNT-NAME`,
      ...filed,
      check: (answers) => {
        const account = answers.value('bankAccount', 'accountName')
        const name = answers.value('name', 'proposedName')
        const message = `账户名称“${account}”与登记的名称“${name}”不一致`
        return account && name && account !== name ? [{ page: 'bankAccount', field: 'accountName', message }] : []
      },
    },
    {
      code: `${law.prefix}-AFTER-CERTIFICATE`,
      ...filed,
      level: 'WARN',
      check: (answers, { certifiedOn }) => {
        if (!certifiedOn) return []
        const early = (date: string): boolean => date !== '' && date < certifiedOn
        const message = (what: string, date: string): string =>
          `${what}${chineseDate(date)}早于登记证书的日期${chineseDate(certifiedOn)}，应当凭登记证书办理，请核对`
        const dates = [
          { page: 'bankAccount', field: 'openedOn', what: '开户日期' },
          { page: 'tax', field: 'taxRegisteredOn', what: '税务信息确认日期' },
        ]
        return [
          ...answers
            .items('seals')
            .filter(({ values }) => early(values['enabledOn'] ?? ''))
            .map(({ id, values }) => ({
              page: 'seals',
              field: 'enabledOn',
              itemId: id,
              message: message(`“${values['engraving'] ?? ''}”的启用日期`, values['enabledOn'] ?? ''),
            })),
          ...dates
            .map((one) => ({ ...one, date: answers.value(one.page, one.field) }))
            .filter(({ date }) => early(date))
            .map(({ page, field, what, date }) => ({ page, field, message: message(what, date) })),
        ]
      },
    },
    {
      code: `${law.prefix}-SEAL-ENABLED`,
      ...filed,
      level: 'WARN',
      check: (answers, { today }) =>
        answers.items('seals').flatMap(({ id, values: { engraving = '', enabledOn = '' } }) =>
          enabledOn > today
            ? [
                {
                  page: 'seals',
                  field: 'enabledOn',
                  itemId: id,
                  message: `“${engraving}”的启用日期${chineseDate(enabledOn)}还没有到，请核对；备案以后才启用的，不用修改`,
                },
              ]
            : [],
        ),
    },
    {
      code: `${law.prefix}-BASIC-ACCOUNT`,
      ...filed,
      basis: '《人民币银行结算账户管理办法》第十一条、第十二条',
      level: 'WARN',
      asks: true,
      check: (answers) => {
        const kind = answers.value('bankAccount', 'accountKind')
        if (kind === '' || kind === 'BASIC') return []
        const message = '只填了一个账户，却不是基本存款账户；开立其他账户以前应当先开立基本存款账户，请核对'
        return [{ page: 'bankAccount', field: 'accountKind', message }]
      },
    },
    {
      code: `${law.prefix}-COLLECTION-DATE`,
      level: 'WARN',
      ...atSubmission(law),
      basis: '登记管理机关窗口要求',
      check: (answers, { today }) => {
        const date = answers.value('collection', 'preferredDate')
        return date && date < today
          ? [{ page: 'collection', field: 'preferredDate', message: '预约领取日期已经过去，请重新选择' }]
          : []
      },
    },
  ]
}
