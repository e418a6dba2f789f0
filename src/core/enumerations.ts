/**
 * Closed lists of values a form may hold, in the order shown. Values are stored, texts are shown; a value is never
 * renamed or given another meaning, because old cases keep it.
 */

type Option = {
  readonly value: string
  readonly text: string
  readonly hint?: string
  readonly also?: readonly string[]
}

/** 政治面貌, order and codes of GB/T 4762. */
export const politicalStatuses = [
  { value: '01', text: '中共党员', also: ['党员', '共产党员', '中国共产党党员'] },
  { value: '02', text: '中共预备党员', also: ['预备党员'] },
  { value: '03', text: '共青团员', also: ['团员', '中国共产主义青年团团员'] },
  { value: '04', text: '民革党员', also: ['民革'] },
  { value: '05', text: '民盟盟员', also: ['民盟', '民盟成员'] },
  { value: '06', text: '民建会员', also: ['民建'] },
  { value: '07', text: '民进会员', also: ['民进'] },
  { value: '08', text: '农工党党员', also: ['农工党', '农工民主党党员'] },
  { value: '09', text: '致公党党员', also: ['致公党'] },
  { value: '10', text: '九三学社社员', also: ['九三学社', '九三'] },
  { value: '11', text: '台盟盟员', also: ['台盟'] },
  { value: '12', text: '无党派人士', also: ['无党派', '无党派民主人士'] },
  { value: '13', text: '群众', also: ['普通群众', '普通公民'] },
] as const satisfies readonly Option[]

/** 民族, codes of GB/T 3304, with 97 其他 and 98 外国血统中国籍人士. */
export const ethnicities = [
  { value: '01', text: '汉族' },
  { value: '02', text: '蒙古族' },
  { value: '03', text: '回族' },
  { value: '04', text: '藏族' },
  { value: '05', text: '维吾尔族' },
  { value: '06', text: '苗族' },
  { value: '07', text: '彝族' },
  { value: '08', text: '壮族' },
  { value: '09', text: '布依族' },
  { value: '10', text: '朝鲜族' },
  { value: '11', text: '满族' },
  { value: '12', text: '侗族' },
  { value: '13', text: '瑶族' },
  { value: '14', text: '白族' },
  { value: '15', text: '土家族' },
  { value: '16', text: '哈尼族' },
  { value: '17', text: '哈萨克族' },
  { value: '18', text: '傣族' },
  { value: '19', text: '黎族' },
  { value: '20', text: '傈僳族' },
  { value: '21', text: '佤族' },
  { value: '22', text: '畲族' },
  { value: '23', text: '高山族' },
  { value: '24', text: '拉祜族' },
  { value: '25', text: '水族' },
  { value: '26', text: '东乡族' },
  { value: '27', text: '纳西族' },
  { value: '28', text: '景颇族' },
  { value: '29', text: '柯尔克孜族' },
  { value: '30', text: '土族' },
  { value: '31', text: '达斡尔族' },
  { value: '32', text: '仫佬族' },
  { value: '33', text: '羌族' },
  { value: '34', text: '布朗族' },
  { value: '35', text: '撒拉族' },
  { value: '36', text: '毛南族' },
  { value: '37', text: '仡佬族' },
  { value: '38', text: '锡伯族' },
  { value: '39', text: '阿昌族' },
  { value: '40', text: '普米族' },
  { value: '41', text: '塔吉克族' },
  { value: '42', text: '怒族' },
  { value: '43', text: '乌孜别克族' },
  { value: '44', text: '俄罗斯族' },
  { value: '45', text: '鄂温克族' },
  { value: '46', text: '德昂族' },
  { value: '47', text: '保安族' },
  { value: '48', text: '裕固族' },
  { value: '49', text: '京族' },
  { value: '50', text: '塔塔尔族' },
  { value: '51', text: '独龙族' },
  { value: '52', text: '鄂伦春族' },
  { value: '53', text: '赫哲族' },
  { value: '54', text: '门巴族' },
  { value: '55', text: '珞巴族' },
  { value: '56', text: '基诺族' },
  { value: '97', text: '其他' },
  { value: '98', text: '外国血统中国籍人士' },
] as const satisfies readonly Option[]

/** 文化程度. */
export const educations = [
  { value: 'DOCTOR', text: '博士研究生' },
  { value: 'MASTER', text: '硕士研究生' },
  { value: 'BACHELOR', text: '大学本科' },
  { value: 'JUNIOR_COLLEGE', text: '大学专科' },
  { value: 'SECONDARY_VOCATIONAL', text: '中专/中技' },
  { value: 'SENIOR_HIGH', text: '高中' },
  { value: 'JUNIOR_HIGH_OR_BELOW', text: '初中及以下' },
] as const satisfies readonly Option[]

/** 性别, the values an ID number gives. */
export const sexes = [
  { value: 'MALE', text: '男' },
  { value: 'FEMALE', text: '女' },
] as const satisfies readonly Option[]

/** 社会团体类别. */
export const socialGroupKinds = [
  { value: 'ACADEMIC', text: '学术性' },
  { value: 'INDUSTRY', text: '行业性' },
  { value: 'PROFESSIONAL', text: '专业性' },
  { value: 'FEDERATION', text: '联合性' },
] as const satisfies readonly Option[]

/** 社会团体行（事）业分类, the twelve of the annual report form. */
export const socialGroupIndustries = [
  { value: 'CULTURE_ART_SPORT', text: '文化艺术体育娱乐' },
  { value: 'EDUCATION_RESEARCH', text: '教育研究' },
  { value: 'HEALTH', text: '卫生保健' },
  { value: 'DISASTER_AND_POVERTY_RELIEF', text: '救灾扶贫' },
  { value: 'ENVIRONMENT', text: '环境保护' },
  { value: 'COMMUNITY', text: '社区发展' },
  { value: 'LAW', text: '法律' },
  { value: 'CARE_OF_WOMEN_ELDERLY_DISABLED', text: '妇帮老残保护' },
  { value: 'INTERNATIONAL_EXCHANGE', text: '国际交流合作' },
  { value: 'RELIGION', text: '宗教' },
  { value: 'TRADE_ASSOCIATION', text: '行业协会商会' },
  { value: 'OTHER', text: '其他' },
] as const satisfies readonly Option[]

/** 住所来源. */
export const domicileSources = [
  { value: 'OWNED', text: '自有' },
  { value: 'LEASED', text: '租赁' },
  { value: 'FREE_USE', text: '无偿使用' },
  { value: 'OTHER', text: '其他' },
] as const satisfies readonly Option[]

/** 会议形式. */
export const meetingForms = [
  { value: 'ON_SITE', text: '现场' },
  { value: 'CORRESPONDENCE', text: '通讯' },
  { value: 'VIDEO', text: '视频' },
] as const satisfies readonly Option[]

/** 社会团体职务. Whether a group says 会长, 理事长 or 主席 follows its charter. */
export const socialGroupPosts = [
  { value: 'PRESIDENT', text: '会长' },
  { value: 'COUNCIL_CHAIR', text: '理事长' },
  { value: 'CHAIRPERSON', text: '主席' },
  { value: 'VICE_PRESIDENT', text: '副会长' },
  { value: 'COUNCIL_VICE_CHAIR', text: '副理事长' },
  { value: 'VICE_CHAIRPERSON', text: '副主席' },
  { value: 'SECRETARY_GENERAL', text: '秘书长' },
  { value: 'DEPUTY_SECRETARY_GENERAL', text: '副秘书长' },
  { value: 'STANDING_COUNCIL_MEMBER', text: '常务理事' },
  { value: 'COUNCIL_MEMBER', text: '理事' },
  { value: 'CHIEF_SUPERVISOR', text: '监事长' },
  { value: 'SUPERVISOR', text: '监事' },
] as const satisfies readonly Option[]

/** 印章种类. */
export const sealKinds = [
  { value: 'OFFICIAL', text: '公章' },
  { value: 'FINANCE', text: '财务专用章' },
  { value: 'CONTRACT', text: '合同专用章' },
  { value: 'INVOICE', text: '发票专用章' },
  { value: 'LEGAL_REPRESENTATIVE', text: '法定代表人名章' },
] as const satisfies readonly Option[]

/** 银行账户性质. */
export const accountKinds = [
  { value: 'BASIC', text: '基本存款账户' },
  { value: 'GENERAL', text: '一般存款账户' },
  { value: 'SPECIAL', text: '专用存款账户' },
] as const satisfies readonly Option[]

/** 领证人: who collects the certificate. */
export const certificateCollectors = [
  { value: 'LEGAL_REPRESENTATIVE', text: '法定代表人本人' },
  { value: 'HANDLING_AGENT', text: '经办人' },
  { value: 'AUTHORIZED_AGENT', text: '受托人（须持授权委托书）' },
] as const satisfies readonly Option[]

/** 领证方式. */
export const collectionMethods = [
  { value: 'COUNTER', text: '窗口领取' },
  { value: 'POST', text: '邮寄送达' },
] as const satisfies readonly Option[]

/** 会员类别. */
export const memberKinds = [
  { value: 'UNIT', text: '单位会员' },
  { value: 'INDIVIDUAL', text: '个人会员' },
] as const satisfies readonly Option[]

/** 民办非企业单位行（事）业分类 (GB/T 4754 groups as the annual report asks them). */
export const privateNonEnterpriseIndustries = [
  { value: 'EDUCATION', text: '教育' },
  { value: 'HEALTH', text: '卫生' },
  { value: 'CULTURE', text: '文化' },
  { value: 'SCIENCE', text: '科技' },
  { value: 'SPORT', text: '体育' },
  { value: 'LABOUR', text: '职业培训与就业服务' },
  { value: 'CIVIL_AFFAIRS', text: '社会福利与养老、救助' },
  { value: 'SOCIAL_WORK', text: '社会工作与社区服务' },
  { value: 'LEGAL', text: '法律服务' },
  { value: 'ENVIRONMENT', text: '生态环境' },
  { value: 'INTERMEDIARY', text: '社会中介服务' },
  { value: 'OTHER', text: '其他' },
] as const satisfies readonly Option[]

/** 民办非企业单位职务. 院长, 校长, 所长, 主任 are one post: who runs the daily work (行政负责人). */
export const privateNonEnterprisePosts = [
  { value: 'COUNCIL_CHAIR', text: '理事长' },
  { value: 'COUNCIL_VICE_CHAIR', text: '副理事长' },
  { value: 'COUNCIL_MEMBER', text: '理事' },
  {
    value: 'EXECUTIVE_HEAD',
    text: '行政负责人',
    hint: '院长、校长、所长、主任等',
    also: ['院长（校长、所长、主任等行政负责人）', '院长', '校长', '园长', '所长', '馆长', '主任'],
  },
  {
    value: 'DEPUTY_EXECUTIVE_HEAD',
    text: '副行政负责人',
    hint: '副院长、副校长、副所长、副主任等',
    also: ['副院长（副校长、副所长、副主任）', '副院长', '副校长', '副园长', '副所长', '副馆长', '副主任'],
  },
  { value: 'CHIEF_SUPERVISOR', text: '监事长' },
  { value: 'SUPERVISOR', text: '监事' },
] as const satisfies readonly Option[]

/** 基金会类型 (基金会管理条例 art. 3). */
export const foundationKinds = [
  { value: 'NON_PUBLIC', text: '非公募基金会' },
  { value: 'PUBLIC', text: '公募基金会' },
] as const satisfies readonly Option[]

/** 基金会活动领域, by what the Charity Law counts as charity (art. 3). */
export const foundationFields = [
  { value: 'POVERTY_RELIEF', text: '扶贫济困、乡村振兴' },
  { value: 'CARE', text: '扶老、救孤、恤病、助残、优抚' },
  { value: 'DISASTER_RELIEF', text: '灾害救助' },
  { value: 'EDUCATION', text: '教育' },
  { value: 'SCIENCE', text: '科学研究' },
  { value: 'CULTURE', text: '文化艺术' },
  { value: 'HEALTH', text: '医疗卫生' },
  { value: 'SPORT', text: '体育' },
  { value: 'ENVIRONMENT', text: '生态环境' },
  { value: 'OTHER', text: '其他公益领域' },
] as const satisfies readonly Option[]

/** 慈善活动, the six of the Charity Law (art. 3). */
export const charityActivities = [
  { value: 'POVERTY_RELIEF', text: '扶贫、济困' },
  { value: 'CARE', text: '扶老、救孤、恤病、助残、优抚' },
  { value: 'DISASTER_RELIEF', text: '救助自然灾害、事故灾难和公共卫生事件等突发事件造成的损害' },
  { value: 'EDUCATION_CULTURE_HEALTH', text: '促进教育、科学、文化、卫生、体育等事业的发展' },
  { value: 'ENVIRONMENT', text: '防治污染和其他公害，保护和改善生态环境' },
  { value: 'OTHER', text: '符合《慈善法》规定的其他公益活动' },
] as const satisfies readonly Option[]

/** 基金会职务. 秘书长 is one of the council as well (基金会管理条例 art. 20). */
export const foundationPosts = [
  { value: 'COUNCIL_CHAIR', text: '理事长' },
  { value: 'COUNCIL_VICE_CHAIR', text: '副理事长' },
  { value: 'SECRETARY_GENERAL', text: '秘书长' },
  { value: 'COUNCIL_MEMBER', text: '理事' },
  { value: 'CHIEF_SUPERVISOR', text: '监事长' },
  { value: 'SUPERVISOR', text: '监事' },
] as const satisfies readonly Option[]
