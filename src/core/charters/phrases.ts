import type { RequirementCode } from './requirements.ts'

/** Anything that tells whether a text says something. */
type Phrase = { readonly test: (text: string) => boolean }

/** One, and some time after it the other: looked for one after the other, so that a long text costs no more than its length. */
const then = (first: RegExp, next: RegExp): Phrase => ({
  test: (text) => {
    const found = first.exec(text)
    return found !== null && next.test(text.slice(found.index + found[0].length))
  },
})

const either = (...some: readonly Phrase[]): Phrase => ({ test: (text) => some.some((one) => one.test(text)) })

/**
 * What a charter says something by, whoever wrote it (domain-2.md §22): each of them has to stand in some article or the
 * titles above it. Each is as wide as the charters seen, and narrow enough that another article hardly says it by chance.
 */
export const phrases: Readonly<Record<RequirementCode, readonly Phrase[]>> = {
  name: [/(?:名称|全称)(?:是|为|定为|[:：])/u],
  domicile: [/住所(?:设|位|地址|在|是|为|[:：])|住所[^。]{0,4}(?:省|市|区|县)/u],
  purpose: [/宗旨(?:是|为|[:：])|以[^。]{2,60}为宗旨/u],
  scope: [/业务范围(?:是|为|包括|如下|[:：])|开展(?:下列|以下)(?:业务|活动)/u],
  area: [
    /活动(?:地域|区域|范围)(?:是|为|限|[:：])|在[^。业务]{2,20}(?:区域|地域|省|市|县|区)(?:范围)?内(?:开展)?活动/u,
  ],
  party: [/(?:中国共产党|党)的?(?:全面)?领导/u, /党的?(?:基层)?组织/u],
  values: [/社会主义核心价值观/u, /道德风尚/u, /诚信|自律/u],
  authorities: [
    /登记(?:管理)?机关/u,
    /党建(?:工作)?(?:领导|主管|管理)|党的(?:工作|建设)[^。]{0,10}(?:机关|机构|部门)/u,
  ],
  industryAuthority: [/行业(?:主管|管理)部门/u],
  members: [/会员[^。]{0,20}(?:条件|资格)/u, /会员[^。]{0,10}权利/u, /会员[^。]{0,10}义务/u],
  organs: [/会员(?:代表)?大会[^。]{0,10}(?:权力机构|的职权|行使)/u, /理事会[^。]{0,12}(?:执行机构|的职权|行使)/u],
  council: [/理事会(?:的职权|行使|职责)/u, /出席[^。]{0,16}(?:召开|举行|有效)/u],
  councilMembers: [/理事[^。]{0,20}任期|每届[^。]{0,8}任期/u, /理事[^。]{0,40}(?:推荐|推选|选派|提名|产生)/u],
  executive: [
    /(?:秘书长|行政负责人|院长|校长|园长|馆长|所长|主任|总干事|执行长)[^。]{0,40}(?:职权|行使|主持[^。]{0,8}工作)/u,
  ],
  supervisors: [
    /监事[^。]{0,40}(?:职责|职权|行使|义务)|监督机构/u,
    /监事[\s\S]{0,120}(?:推荐|推选|选举|选派|产生|任期)/u,
  ],
  officers: [
    /(?:负责人|会长|理事长)[^。]{0,24}(?:具备|符合)(?:下列|以下)[^。]{0,4}条件|任职(?:条件|资格)/u,
    /罢免|免去/u,
  ],
  legalRepresentative: [/法定代表人[^。]{0,12}(?:由|是|为)|(?:为|是)[^。]{0,8}法定代表人/u],
  contributors: [/举办者|出资人|捐资人/u, /(?:举办者|出资人|捐资人)[\s\S]{0,30}(?:权利|享有|有权)/u],
  openingFund: [/(?:开办|注册)资金(?:是|为|[:：]|共|总额|数额|人民币|[^。]{0,6}元)/u],
  originalFund: [/原始基金(?:是|为|[:：]|共|总额|数额|的数额|人民币|[^。]{0,6}元)/u],
  foundationKind: [/(?:非公募|公募)基金会|慈善组织|公募基金|(?:不)?面向公众募捐/u],
  conflicts: [/近亲属/u, /报酬/u, /利益冲突|(?:利益|利害)(?:相)?关(?:系|联)|关联/u],
  assets: [/(?:资产|财产|经费)[^。]{0,30}(?:使用|用于)/u, /侵占|私分|挪用/u, /会计/u],
  accounts: [
    /(?:财务(?:会计)?报告|会计报告|财务预算|收支预算|决算)[\s\S]{0,60}(?:审定|审议|通过|审查|编制)|(?:审定|审议)[^。]{0,30}(?:预算|决算)/u,
  ],
  fees: [either(then(/会费/u, /表决|投票/u), /不(?:收取)?收?会费/u)],
  amendment: [
    then(/修改|修订/u, /表决|通过|同意|审议/u),
    then(/章程[\s\S]{0,10}(?:修改|修订)|(?:修改|修订)[\s\S]{0,10}章程/u, /(?:报|经)[\s\S]{0,30}核准/u),
  ],
  termination: [
    /(?:应当|自行|决定|需要)[^。]{0,4}终止|自行(?:决定)?解散|终止(?:动议|方案|议案)|终止[:：]/u,
    /清算/u,
    /注销登记/u,
  ],
  residue: [/剩余(?:的)?(?:财产|资产)/u],
  effect: [/核准之日(?:起)?(?:生效|施行)|核准[^。]{0,6}生效/u, /解释/u],
  fundraising: [/(?:公开)?募捐[^。]{0,20}(?:地域|范围|区域|方案|备案)|面向公众/u],
  charityForm: [/慈善组织|慈善活动/u, /组织形式|(?:社会团体|社会服务机构|基金会)(?:的)?(?:组织)?形式/u],
  charitySources: [/(?:慈善)?财产[^。]{0,12}(?:来源|构成)/u],
  charityOversight: [either(then(/慈善/u, /监督/u), then(/监督/u, /慈善/u))],
  charityAssets: [/慈善(?:活动)?(?:支出|财产)[^。]{0,40}(?:用于|标准|使用)/u, /管理费用/u],
  charityProjects: [/项目管理/u],
  charityLiquidation: [either(then(/清算/u, /慈善组织/u), then(/慈善组织/u, /清算/u))],
}
