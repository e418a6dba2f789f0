import { foundationKinds } from '../../../core/enumerations.ts'
import { fields, type Page } from '../../../core/forms/page.ts'
import { domicileFields } from '../../shared/domicile.ts'
import { fundFields } from '../shared/fields-money.ts'
import { foundationLaw as law } from '../shared/law.ts'
import { contactPage, directKinds, founderPages, supervisionPage } from '../shared/pages-founding.ts'

/** 业务范围 of the example, which its certificate bears as it is. */
export const SCOPE =
  '资助古建筑彩绘的调查、记录和保护；资助彩绘技艺人才的培养；奖励作出突出贡献的传承人；编印技术资料。'

export const NAME = '山西省晋彩古建筑彩绘保护基金会'

const usesPerson = { field: 'personInName', is: ['yes'] } as const
const bare = { field: 'withoutTradeName', is: ['yes'] } as const
const notPublic = { page: 'name', field: 'orgKind', is: ['NON_PUBLIC'] } as const
const WITHOUT_TRADE_NAME = '民政部关于基金会名称可以不使用字号情形的通知（2024年11月）'

/** Pages first asked in 拟用名称咨询 and 名称核准. Money and premises are looked at with the name already (domain.md §4.4). */
export const namePages = [
  {
    code: 'name',
    title: '拟用名称',
    intro: '基金会名称由“行政区划名称＋字号＋业务领域＋基金会”组成，字号由两个以上汉字组成。',
    fields: fields(
      {
        name: 'proposedName',
        label: '拟用名称',
        kind: 'proposedName',
        hint: '例如：{area}晋彩古建筑彩绘保护基金会，以“基金会”结尾',
        source: '《社会组织名称管理办法》第八条、第十二条',
        example: NAME,
      },
      {
        name: 'alternativeName1',
        label: '备选名称一',
        kind: 'proposedName',
        optional: true,
        hint: '拟用名称不可用时，依次考虑备选名称',
        example: '山西省晋彩古建筑彩绘传承基金会',
      },
      {
        name: 'alternativeName2',
        label: '备选名称二',
        kind: 'proposedName',
        optional: true,
        example: '山西省晋彩古建筑彩绘研究基金会',
      },
      {
        name: 'orgKind',
        label: '基金会类型',
        kind: 'choice',
        options: foundationKinds,
        hint:
          '新设立的基金会，无论哪一类，都要先登记为慈善组织、满一年以后另行取得公开募捐资格，才能面向公众募捐。' +
          '没有这个打算的选“非公募基金会”，原始基金不低于200万元；公募基金会不低于400万元',
        source: `${law.regulation}第三条、第八条第二项，《慈善法》第二十二条`,
        example: 'NON_PUBLIC',
      },
      {
        name: 'withoutTradeName',
        label: '名称中的字号',
        kind: 'choice',
        options: [
          { value: 'no', text: '有字号' },
          { value: 'yes', text: '不使用字号' },
        ],
        hint: '不使用字号的，下面四项条件应当同时符合',
        source: WITHOUT_TRADE_NAME,
        example: 'no',
      },
      {
        name: 'unitAgrees',
        label: '业务主管单位是否同意、有什么理由',
        kind: 'textarea',
        max: 500,
        hint: '写明哪个单位同意不使用字号，理由是什么',
        example: '山西省文物局同意不使用字号，理由是本基金会专门支持全省古建筑彩绘保护工作。',
        when: bare,
      },
      {
        name: 'scopeServesUnit',
        label: '业务范围怎样主要支持该单位的职能',
        kind: 'textarea',
        max: 500,
        example: '业务范围限于资助古建筑彩绘的调查、保护和人才培养，与该单位的文物保护职能一致。',
        when: bare,
      },
      {
        name: 'influence',
        label: '发起人的影响和拟任负责人的专业能力',
        kind: 'textarea',
        max: 500,
        example: '发起单位从事彩绘修缮十余年，在全省有广泛影响；拟任理事长、秘书长都有高级职称。',
        when: bare,
      },
      {
        name: 'notMisleading',
        label: '不使公众误解',
        kind: 'declaration',
        statement: '名称不使用字号，不会使公众误以为代表政府部门或者与其他基金会相混淆。',
        source: WITHOUT_TRADE_NAME,
        when: bare,
      },
      {
        name: 'personInName',
        label: '字号是否使用自然人姓名',
        kind: 'yesNo',
        hint: '选“是”的，应当取得本人同意；已故名人应当在相关公益领域有重大贡献',
        source: '《社会组织名称管理办法》第十五条',
        example: 'no',
      },
      {
        name: 'unitInName',
        label: '名称是否使用其他单位的名称',
        kind: 'yesNo',
        hint: '选“是”的，应当取得该单位同意',
        source: '《社会组织名称管理办法》第十四条',
        example: 'no',
      },
      {
        name: 'nameUseNote',
        label: '姓名或者单位名称的使用说明',
        kind: 'textarea',
        max: 300,
        hint: '写明用了谁的姓名、与本基金会业务的关系',
        example: '字号取自捐赠人姓名，已取得本人书面同意。',
        when: usesPerson,
      },
    ),
  },
  {
    code: 'purpose',
    title: '宗旨和业务范围',
    intro: '应当为特定的公益目的设立，不得规定使特定的自然人、法人或者其他组织受益。名称、宗旨、业务范围应当相互一致。',
    fields: fields(
      {
        name: 'purpose',
        label: '宗旨',
        kind: 'textarea',
        min: 10,
        max: 500,
        hint: '用一两句话说明为什么公益目的设立；应当遵守宪法、法律，不以营利为目的',
        source: `${law.regulation}第四条、第八条第一项、第十条`,
        example:
          '遵守宪法、法律、法规和国家政策，践行社会主义核心价值观，资助古建筑彩绘的保护和传承，弘扬中华优秀传统文化。',
      },
      {
        name: 'businessScope',
        label: '公益活动的业务范围',
        kind: 'textarea',
        min: 10,
        max: 500,
        hint: '逐项列明资助或者开展的公益活动，用分号隔开；法律、法规规定须经批准的，注明“依法须经批准的项目，经批准后开展”',
        source: `${law.regulation}第十条`,
        example: SCOPE,
      },
    ),
  },
  contactPage,
  supervisionPage(law, {
    intro: '除可以直接登记的外，设立基金会应当先经业务主管单位同意。',
    hint: '科技类、公益慈善类基金会由省级登记管理机关试行直接登记；拿不准的选“否”，工作人员会告诉您',
    kinds: [directKinds.CHARITY, directKinds.SCIENCE],
  }),
  {
    code: 'funds',
    title: '原始基金',
    intro: '非公募基金会的原始基金不低于200万元，地方性公募基金会不低于400万元，必须是已经到账的货币资金。',
    fields: fields(
      ...fundFields('原始基金', `${law.regulation}${law.articles.money}`, {
        hint: '发起人捐赠',
        example: '发起单位和发起人捐赠。',
        amount: '200',
        proof: '验资证明',
        provedLater: true,
      }),
      {
        name: 'privateFunded',
        label: '是否用私人财产设立',
        kind: 'yesNo',
        hint: '用个人或者家庭的财产设立的选“是”：有近亲属关系的理事可以不超过理事总数的三分之一；其他基金会的理事相互间不得有近亲属关系',
        source: `${law.regulation}第二十条`,
        example: 'no',
        when: notPublic,
      },
      {
        name: 'fromMainland',
        label: '原始基金是否来自中国内地',
        kind: 'yesNo',
        hint: '来自中国内地的，法定代表人应当由内地居民担任',
        source: `${law.regulation}第二十三条`,
        example: 'yes',
        when: notPublic,
      },
    ),
  },
  { code: 'domicile', title: '住所', fields: domicileFields(`${law.regulation}${law.articles.domicile}`) },
  ...founderPages('发起人', '发起单位', { min: 0 }),
] as const satisfies readonly Page[]
