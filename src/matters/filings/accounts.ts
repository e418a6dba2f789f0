import { accountKinds } from '../../core/enumerations.ts'
import type { RawValues } from '../../core/forms/field.ts'
import type { Rule } from '../../core/matters/define.ts'
import { basicAccount } from '../../core/register/holdings.ts'
import { accountIn, textOf } from '../establishment/shared/changes.ts'
import { original } from '../shared/materials.ts'
import { chosenHeld, chosenOnce, NOT_REGISTERED } from '../shared/registered.ts'
import { filedUnder, ruleAt, type Filer, type Filing, ask } from './define.ts'
import { pageThen } from './founding.ts'

const ways = [
  { value: 'OPEN', text: '新开立账户' },
  { value: 'CHANGE', text: '变更账户（户名、账号或者开户银行改变）' },
  { value: 'CLOSE', text: '销户' },
] as const
const withNew = { field: 'how', is: ['OPEN', 'CHANGE'] } as const
const withOld = { field: 'how', is: ['CHANGE', 'CLOSE'] } as const
const unregistered = { field: 'oldAccount', is: [NOT_REGISTERED] } as const
const closing = { field: 'how', is: ['CLOSE'] } as const

const accountRules = (filer: Filer): readonly Rule[] => {
  const strictly = { ...ruleAt(filer, filedUnder(filer)), level: 'BLOCK' } as const
  return [
    {
      ...strictly,
      code: 'ACCOUNT-NAME',
      check: (answers, { register }) =>
        answers.items('accounts').flatMap(({ id, values: { accountName } }) => {
          if (!register || !accountName || accountName === register.name) return []
          const message = `账户名称“${accountName}”与登记的名称“${register.name}”不一致`
          return [{ page: 'accounts', field: 'accountName', itemId: id, message }]
        }),
    },
    {
      ...strictly,
      code: 'ONE-BASIC-ACCOUNT',
      basis: '《人民币银行结算账户管理办法》',
      check: (answers, { holdings }) => {
        const items = answers.items('accounts')
        const ended = items.filter(({ values }) => (values['oldAccount'] ?? '').includes(basicAccount)).length
        const there = holdings?.accounts.filter(({ kind }) => kind === basicAccount).length ?? 0
        const opened = items.filter(({ values }) => values['accountKind'] === 'BASIC')
        if (opened.length === 0 || opened.length + Math.max(there - ended, 0) <= 1) return []
        const message = `${basicAccount}只能有一个：登记簿中已有的，请选“变更账户”，或者同时办理原账户的销户`
        return opened.map(({ id }) => ({ page: 'accounts', field: 'accountKind', itemId: id, message }))
      },
    },
    { ...strictly, code: 'ACCOUNT-ONCE', check: chosenOnce('accounts', 'oldAccount') },
    {
      ...strictly,
      code: 'ACCOUNT-NUMBER-ONCE',
      check: (answers, { accountsFiled }) => {
        const seen = new Set<string>()
        return answers.items('accounts').flatMap(({ id, values: { accountNo = '', oldAccount = '' } }) => {
          const repeated = accountNo !== '' && seen.has(accountNo)
          seen.add(accountNo)
          const own = accountsFiled?.get(accountNo)?.own
          // The same account may be filed under another name.
          const message = repeated
            ? '这个账号已经在前面填过'
            : own === undefined || own === oldAccount
              ? undefined
              : `这个账号已经备案（${own}），不用重复备案；户名、开户银行改变的，请选“变更账户”`
          return message === undefined ? [] : [{ page: 'accounts', field: 'accountNo', itemId: id, message }]
        })
      },
    },
    {
      ...strictly,
      code: 'ACCOUNT-ELSEWHERE',
      level: 'WARN',
      check: (answers, { accountsFiled }) =>
        answers.items('accounts').flatMap(({ id, values: { accountNo = '' } }) => {
          const elsewhere = accountsFiled?.get(accountNo)?.elsewhere
          const message = `这个账号已由${elsewhere ?? ''}备案，请核对账号`
          return elsewhere ? [{ page: 'accounts', field: 'accountNo', itemId: id, message }] : []
        }),
    },
  ]
}

/** 银行账户备案: opened, changed, closed. */
export const accounts = (filer: Filer): Filing => {
  const basis = filedUnder(filer)
  return {
    code: 'account',
    title: '银行账户备案',
    keywords: ['银行账户', '银行账号', '开户', '销户', '基本户', '一般户', '账户变更'],
    summary: '开立、变更、撤销银行账户以后，将账号报登记管理机关备案。',
    conditions: [
      { text: '账户名称与登记的名称完全一致。', basis },
      { text: '基本存款账户只能有一个。', basis: '《人民币银行结算账户管理办法》' },
      { text: '名称变更以后，到开户银行变更户名，再将变更后的账户备案。', basis },
    ],
    basis,
    pages: [
      {
        code: 'accounts',
        title: '银行账户',
        intro: '逐一添加这次开立、变更、撤销的账户。变更的，在同一项中选择原账户并填写变更以后的账户。',
        fields: [],
        list: {
          noun: '账户',
          measure: '个',
          min: 1,
          max: 20,
          titleField: 'bank',
          titleElse: ['oldBank', 'oldAccount'],
          summaryFields: ['how', 'accountKind', 'accountNo'],
          examples: [{ accountKind: 'GENERAL', accountName: filer.name }],
          fields: [
            ask('choice', 'how', '办理内容', { options: ways, example: 'OPEN' }),
            ask('registered', 'oldAccount', '原账户', { lookup: 'accounts', orElse: NOT_REGISTERED, when: withOld }),
            ask('text', 'oldBank', '原账户的开户银行', { max: 100, hint: '写到支行', when: unregistered }),
            ask('bankAccount', 'oldNumber', '原账户的账号', { when: unregistered }),
            ask('date', 'closedOn', '销户日期', { noLaterThanToday: true, when: closing }),
            ...pageThen(filer, 'bankAccount').fields.map((field) => ({
              ...field,
              ...(field.name === 'openedOn' ? { label: '开户或者变更日期' } : {}),
              when: withNew,
            })),
            ask('text', 'reason', '事由', { max: 200, optional: true, example: '开展项目需要单独核算。' }),
          ],
        },
      },
    ],
    materials: [
      {
        ...original,
        code: 'F02',
        title: '银行出具的账户信息',
        hint: '开户许可证、基本存款账户信息，或者银行盖章的开户、变更证明',
        when: { page: 'accounts', ...withNew },
        basis,
        noForm: '由开户银行出具',
      },
      {
        ...original,
        code: 'F03',
        title: '销户证明',
        hint: '银行盖章的撤销账户凭证',
        when: { page: 'accounts', ...closing },
        basis,
        noForm: '由开户银行出具',
      },
    ],
    rules: accountRules(filer),
    checks: [
      {
        code: 'ACCOUNTS',
        text: '账户名称与登记的名称一致，账号、开户银行与银行出具的证明一致',
        basis,
        rules: ['ACCOUNT-NAME', 'ONE-BASIC-ACCOUNT', 'ACCOUNT-ONCE', 'ACCOUNT-NUMBER-ONCE', 'ACCOUNT-ELSEWHERE'],
        counts: ['accounts'],
      },
    ],
    accountNumber: { page: 'accounts', field: 'accountNo' },
    clears: (answers) =>
      answers
        .items('accounts')
        .flatMap(({ values }) => (values['accountKind'] === 'BASIC' ? [{ duty: 'ACCOUNT' } as const] : [])),
    exampleFor: (held): Readonly<Record<string, RawValues>> =>
      held.accounts.every(({ kind }) => kind !== basicAccount) ? { accounts: { accountKind: 'BASIC' } } : {},
    changes: (context) =>
      context.answers.items('accounts').flatMap(({ values }) => {
        const { oldAccount = '', oldBank = '', how, bank = '' } = values
        return [
          ...(oldBank === ''
            ? []
            : [{ kind: 'note', what: how === 'CLOSE' ? '银行账户销户' : '银行账户变更', text: '' } as const]),
          ...(oldAccount === '' || oldBank !== ''
            ? []
            : [
                {
                  kind: 'accountEnd',
                  account: chosenHeld(context, 'accounts', oldAccount),
                  how: how === 'CLOSE' ? '销户' : '变更',
                } as const,
              ]),
          ...(bank === '' ? [] : [accountIn(values)]),
        ]
      }),
    filed: (answers) =>
      answers
        .items('accounts')
        .map(({ values: { oldAccount = '', oldBank = '', oldNumber = '', how, bank = '', accountKind = '' } }) =>
          [
            oldAccount &&
              `${how === 'CLOSE' ? '撤销' : '变更'}${oldBank === '' ? oldAccount : `${oldBank}账户，尾号${oldNumber.slice(-4)}`}`,
            bank && `${textOf(accountKinds, accountKind, '账户')}，开户银行${bank}`,
          ]
            .filter(Boolean)
            .join('；'),
        ),
    next: '账户再有变化的，应当及时重新备案。',
  }
}
