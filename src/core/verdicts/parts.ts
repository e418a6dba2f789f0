type Part = { readonly code: string; readonly title: string; readonly pages: readonly string[] }

/** The parts a case is read in, in order, with the pages of each. A page no part names stands in the last one. */
const parts = [
  {
    code: 'filed',
    title: '办理的内容',
    pages: [
      'accounts',
      'midterm',
      'leaving',
      'unit',
      'fees',
      'campaign',
      'event',
      'extension',
      'plan',
      'charter',
      'articles',
    ],
  },
  {
    code: 'subject',
    title: '名称和业务范围',
    pages: ['name', 'items', 'purpose', 'charity', 'background', 'registration', 'contact'],
  },
  { code: 'unit', title: '业务主管单位和许可', pages: ['supervision', 'supervisoryConsent', 'consent', 'licence'] },
  {
    code: 'means',
    title: '住所、资金和印章',
    pages: ['domicile', 'funds', 'contributors', 'seals', 'bankAccount', 'tax'],
  },
  {
    code: 'meeting',
    title: '组织机构和会议',
    pages: ['members', 'staffing', 'internalUnits', 'foundingMeeting', 'term', 'resolution'],
  },
  {
    code: 'people',
    title: '人员、会员和发起单位',
    pages: ['officers', 'sponsors', 'sponsorOrgs', 'unitMembers', 'individualMembers', 'party'],
  },
  {
    code: 'entry',
    title: '登记事项和机构',
    pages: ['year', 'standing', 'entry', 'organs', 'office', 'happened', 'changed'],
  },
  {
    code: 'inside',
    title: '人员和内部管理',
    pages: [
      'memberCount',
      'staff',
      'meetings',
      'councils',
      'paid',
      'internal',
      'partyWork',
      'branches',
      'unitMoves',
      'civil',
      'accounting',
    ],
  },
  {
    code: 'doings',
    title: '活动和公益',
    pages: [
      'feesYear',
      'charges',
      'activity',
      'services',
      'abroad',
      'donations',
      'donors',
      'fundraising',
      'specialFunds',
      'projects',
      'payees',
      'special',
      'trust',
    ],
  },
  {
    code: 'statements',
    title: '财务会计报告',
    pages: [
      'balance2004',
      'activity2004',
      'cash2004',
      'balance2024',
      'activity2024',
      'cash2024',
      'spending',
      'welfare',
      'investments',
      'related',
      'balances',
    ],
  },
  {
    code: 'watched',
    title: '监督和公开',
    pages: ['penalties', 'oversight', 'rectified', 'openness', 'disclosure', 'media', 'supervisors', 'rectification'],
  },
  { code: 'closing', title: '经办和承诺', pages: [] },
] as const satisfies readonly Part[]

/** Where everything that was uploaded stands. */
export const materialsPart = { code: 'materials', title: '材料' } as const

export type PartCode = (typeof parts)[number]['code'] | typeof materialsPart.code

/** The part a page or a material stands in. */
export const partOf = (kind: 'page' | 'material', code: string): PartCode =>
  kind === 'material' ? materialsPart.code : (parts.find(({ pages }: Part) => pages.includes(code))?.code ?? 'closing')

/** Sections by the part they are read in; parts without any are left out. */
export const inParts = <Section extends { readonly page: string }>(sections: readonly Section[]) =>
  parts
    .map(({ code, title }) => ({ code, title, sections: sections.filter(({ page }) => partOf('page', page) === code) }))
    .filter(({ sections: own }) => own.length > 0)
