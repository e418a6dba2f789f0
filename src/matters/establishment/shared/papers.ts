import { laws } from '../../../core/law.ts'
import type { OrgType } from '../../../core/org-types.ts'
import type { Paper, PaperPart, SigningBox } from '../../../core/papers/define.ts'

// Papers of the links of a founding (domain.md §4.3: M101, M201, M203, M208 to M211, M301, M302).

/** Whoever registers directly has none. */
const unit: SigningBox = {
  label: '业务主管单位意见',
  by: 'seal',
  unless: { page: 'supervision', field: 'directRegistration', text: '是' },
}
const representative: SigningBox = { label: '拟任法定代表人', by: 'hand' }

const signedBy = (...boxes: readonly SigningBox[]): PaperPart => ({ type: 'signatures', boxes })

/** What is signed of every person: the paper carries what the person declared. */
const personParts: readonly PaperPart[] = [
  { type: 'person' },
  signedBy({ label: '本人', by: 'hand', text: '以上内容属实。' }, { label: '工作单位（人事部门）意见', by: 'seal' }),
]

/** Where a paper goes once it is signed: kept with the originals of what was uploaded, for whoever decides may ask for them. */
const handedIn = '不需要上传，和上传材料的原件一起留存，登记管理机关要求核对原件时送交或者邮寄'

/** What who founds is called, and the regulation the application rests on. */
const words = {
  SOCIAL_GROUP: { founder: '发起人', regulation: laws.R250.title },
  PRIVATE_NON_ENTERPRISE: { founder: '举办者', regulation: laws.R251.title },
  FOUNDATION: { founder: '发起人', regulation: laws.R400.title },
} as const satisfies Record<OrgType, { readonly founder: string; readonly regulation: string }>

/** With the name. */
export const namePapers = (type: OrgType): readonly Paper[] => [
  {
    code: 'M101',
    title: '名称核准申请表',
    use: `打印后由${words[type].founder}（代表）签字，有业务主管单位的由其盖章，${handedIn}`,
    parts: [{ type: 'rest', except: [] }, signedBy({ label: `${words[type].founder}（代表）`, by: 'hand' }, unit)],
  },
]

/** Lists that only a 社会团体 has, on a paper of their own. */
const memberLists = ['unitMembers', 'individualMembers'] as const

/** With the application to be registered. */
export const foundingPapers = (type: OrgType): readonly Paper[] => [
  {
    code: 'M201',
    title: '登记申请书',
    use: `打印后由全体${words[type].founder}签字、盖章，${handedIn}`,
    parts: [
      {
        type: 'text',
        text: `{authority}：\n根据${words[type].regulation}的规定，现申请成立{name}，请准予登记。申请登记的主要事项如下，其他事项见法人登记申请表。`,
      },
      { type: 'pages', pages: ['purpose', 'commitment'] },
      {
        type: 'table',
        page: 'sponsors',
        columns: [
          { field: 'name', share: 1 },
          { field: 'idNumber', share: 1.6 },
          { blank: '签字', share: 1.2 },
        ],
      },
      { type: 'materials' },
      { type: 'places', page: 'sponsorOrgs', of: 'seal' },
      signedBy({ label: `${words[type].founder}（代表）`, by: 'hand' }),
    ],
  },
  {
    code: 'M203',
    title: '法人登记申请表',
    use: `打印后由拟任法定代表人签字，有业务主管单位的由其盖章，${handedIn}`,
    // People have sheets of their own, members a list; the commitment is signed with the application.
    parts: [
      {
        type: 'rest',
        except: ['officers', ...(type === 'SOCIAL_GROUP' ? memberLists : []), 'collection', 'commitment'],
        approved: true,
      },
      signedBy(representative, unit),
    ],
  },
  {
    code: 'M208',
    title: '法定代表人登记表',
    use: `打印后贴照片，由本人签字，工作单位盖章，${handedIn}`,
    each: { page: 'officers', only: { field: 'isLegalRepresentative', text: '是' } },
    parts: personParts,
  },
  {
    code: 'M209',
    title: '负责人（理事、监事）备案表',
    use: `每人一张，打印后贴照片，由本人签字，工作单位盖章，${handedIn}`,
    each: { page: 'officers' },
    parts: personParts,
  },
  {
    code: 'M210',
    title: '章程核准表',
    use: '登记管理机关核准章程草案时用，不需要上传',
    parts: [
      { type: 'name' },
      { type: 'pages', pages: ['purpose', 'foundingMeeting', 'term'] },
      signedBy(representative, unit, { label: '登记管理机关核准意见', by: 'seal' }),
    ],
  },
]

/** 社会团体 alone: its members. */
export const memberPapers: readonly Paper[] = [
  {
    code: 'M211',
    title: '会员名单',
    use: '根据单位会员名单、个人会员名单生成，不需要上传；窗口要纸质的，打印后由会员签字、盖章',
    parts: [
      { type: 'name' },
      {
        type: 'table',
        page: 'unitMembers',
        columns: [
          { field: 'orgName', share: 1.75 },
          // In one line: a code that is broken is misread.
          { field: 'orgUscc', share: 2.4 },
          { field: 'representative', share: 0.9 },
          { field: 'phone', share: 1.4 },
          { blank: '盖章', share: 1 },
        ],
      },
      {
        type: 'table',
        page: 'individualMembers',
        columns: [
          { field: 'name', share: 1 },
          { field: 'idNumber', share: 1.9 },
          { field: 'phone', share: 1.4 },
          { blank: '签字', share: 1.2 },
        ],
      },
    ],
  },
]

/** What is filed with the certificate in hand. */
export const completionPapers: readonly Paper[] = [
  {
    code: 'M301',
    title: '印章式样备案表',
    use: '填好印章以后打印，盖上每一枚印章的清晰印模，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'name' },
      { type: 'pages', pages: ['seals'] },
      { type: 'places', page: 'seals', of: 'print' },
      signedBy({ label: '法定代表人', by: 'hand' }),
    ],
  },
  {
    code: 'M302',
    title: '银行账户备案表',
    use: '填好账户以后打印，由法定代表人签字、盖章，扫描后上传',
    uploaded: true,
    parts: [
      { type: 'name' },
      { type: 'pages', pages: ['bankAccount', 'tax'] },
      signedBy({ label: '法定代表人', by: 'hand' }, { label: '本组织', by: 'seal' }),
    ],
  },
]
