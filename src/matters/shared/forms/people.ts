import { materialForm } from '../../../core/printable-forms/material-form.ts'
import { bornOn, careerRows, joined, peopleOf, sexAndBirth, sexOf } from './told.ts'
import { company, fifth, fourth, lead, second, third, typeWords } from './words.ts'

// Who takes part: one sheet for each person, and lists.

const CAREER = '简历（从参加工作或者最高学历写起，不间断）'

/** M207: what the 备案表 says, by hand, with the declaration that nothing stands against it. */
export const person = materialForm({
  code: 'person',
  title: '基本情况和简历表',
  purpose: '发起人、举办者和拟任负责人、理事、监事每人一份，写明基本情况和简历。',
  note: '由本人填写、签名，附身份证件正反面复印件。',
  sample: {
    name: `${lead.name}（曾用名：无）`,
    birth: '男，1985年3月12日',
    ethnicity: '汉族，中共党员',
    education: '大学本科',
    idNumber: lead.idNumber,
    phone: lead.phone,
    home: '山西省太原市小店区平阳路示例小区6号楼2单元501室',
    work: `${company.name}，总经理，高级工程师`,
    post: '发起人、会长（拟任法定代表人）',
    others: '没有在其他社会组织任职',
  },
  each: peopleOf,
  known: {
    name: (_, { text }) => `${text('name')}${text('formerName') && `（曾用名：${text('formerName')}）`}`,
    birth: sexAndBirth,
    ethnicity: (_, { text }) => joined(text('ethnicity'), text('politicalStatus')),
    education: (_, { text }) => text('education'),
    idNumber: (_, { value }) => value('idNumber'),
    phone: (_, { text }) => text('phone'),
    home: (_, { text }) => text('homeAddress'),
    work: (_, { text }) => joined(text('workUnit'), text('workPost'), text('professionalTitle')),
    post: (_, { text }) => text('orgPost'),
    others: (_, { text }) => text('otherOrgPosts'),
  },
  listed: { [CAREER]: careerRows },
  blocks: ({ row, boxes, table, hand, day }) => [
    {
      type: 'rows',
      title: '基本情况',
      rows: [
        row('姓名（曾用名）', 'name'),
        row('性别、出生日期', 'birth'),
        row('民族、政治面貌', 'ethnicity'),
        row('文化程度', 'education'),
        boxes('身份证号码', 'idNumber'),
        row('手机号码', 'phone'),
        row('家庭住址', 'home'),
        row('工作单位、职务、职称', 'work'),
        row('在本组织的职务', 'post'),
        row('在其他社会组织的职务', 'others'),
      ],
    },
    table(
      CAREER,
      [
        ['起止年月', 1.4],
        ['在何地何单位', 2.4],
        ['任何职务', 1.2],
      ],
      [
        ['2003.09—2007.06', '山西示例大学土木工程专业', '学生'],
        ['2007.07—2014.02', '汾河示例设计院', '工程师'],
        ['2014.03至今', company.name, '总经理'],
      ],
      5,
    ),
    {
      type: 'together',
      blocks: [
        {
          type: 'paragraph',
          text: '本人声明：具有完全民事行为能力，没有正在或者曾经受到剥夺政治权利的刑事处罚，不存在法律、法规和国家规定不得发起社会组织或者担任负责人的情形，以上内容属实。',
        },
        {
          type: 'signature',
          places: [hand('本人（签字）：', lead.name)],
          date: day('日期：', '2026年10月18日'),
        },
      ],
    },
  ],
})

/** M216, the list. */
export const partyMembers = materialForm({
  code: 'party-members',
  title: '党员情况表',
  purpose: '写明专职工作人员和负责人中的中共党员，没有党员的写“无”。',
  note: '与党建工作承诺书一起提交。人数与填写的正式党员人数一致，预备党员在姓名后注明。',
  sample: { name: typeWords.SOCIAL_GROUP.sample.name, total: '3人' },
  known: { name: 'name', total: { page: 'party', field: 'partyMemberCount' } },
  listed: {
    党员: (told) =>
      peopleOf(told)
        .filter((one) => ['01', '02'].includes(one.value('politicalStatus')) && one.value('orgPost') !== '')
        .map((one) => [
          `${one.text('name')}${one.value('politicalStatus') === '02' ? '（预备）' : ''}`,
          sexOf(one, told),
          bornOn(one, told).slice(0, 7).replace('-', '.'),
          '',
          one.text('posts'),
        ]),
  },
  blocks: ({ row, table, hand, day }) => [
    { type: 'rows', title: '本组织', rows: [row('名称', 'name'), row('正式党员人数', 'total')] },
    table(
      '党员',
      [
        ['姓名', 1],
        ['性别', 0.6],
        ['出生年月', 1],
        ['入党时间', 1],
        ['在本组织的职务', 1.3],
        ['组织关系所在党组织', 1.8],
      ],
      [
        [lead.name, '男', '1985.03', '2006.06', '会长', `${company.name}党支部`],
        [second.name, '女', '1978.06', '2004.11', '副会长', `${company.name}党支部`],
        [fifth.name, '女', '1992.08', '2013.05', '专职工作人员', '文源巷社区党委'],
      ],
      10,
    ),
    {
      type: 'signature',
      places: [hand('拟任法定代表人（签字）：', lead.name)],
      date: day('日期：', '2026年10月26日'),
    },
  ],
})

/** M213. */
export const staff = materialForm({
  code: 'staff',
  title: '专职工作人员（从业人员）名单',
  purpose: '写明与本组织业务相适应的专职工作人员、从业人员。',
  note: '人数与填写的专职工作人员（从业人员）人数一致。业务需要资格的，在资格证书一栏写明编号并附复印件。',
  sample: { name: typeWords.SOCIAL_GROUP.sample.name },
  known: { name: 'name' },
  listed: {
    人员: (told) =>
      peopleOf(told)
        .filter((one) => one.value('fullTime') === 'yes')
        .map((one) => [one.text('name'), one.value('idNumber'), one.text('posts'), '', one.text('phone')]),
  },
  blocks: ({ row, table, hand, day }) => [
    { type: 'rows', title: '本组织', rows: [row('名称', 'name')] },
    table(
      '人员',
      [
        ['姓名', 1],
        ['身份证件号码', 2.6],
        ['岗位', 1],
        ['资格证书', 1.4],
        ['联系电话', 1.8],
      ],
      [
        [third.name, third.idNumber, '秘书长', '无', third.phone],
        [fifth.name, fifth.idNumber, '会计', '初级会计 14000000', fifth.phone],
      ],
      12,
    ),
    {
      type: 'signature',
      places: [hand('拟任法定代表人（签字）：', lead.name)],
      date: day('日期：', '2026年10月26日'),
    },
  ],
})

/** M207 of a 基金会 (art. 9 item 4, art. 20 to 23). */
export const council = materialForm({
  code: 'council',
  title: '理事、监事名单',
  purpose: '基金会写明全体理事（5至25名）和监事，与理事会纪要一致。',
  note: '理事长、副理事长、秘书长另附简历。领取报酬的理事不超过三分之一；监事和不专职的理事不从基金会领取报酬。',
  sample: { name: typeWords.FOUNDATION.sample.name },
  known: { name: 'name' },
  listed: {
    理事和监事: (told) =>
      told
        .items('officers')
        .map(({ text, value }) => [
          text('name'),
          value('idNumber'),
          text('orgPost'),
          joined(text('workUnit'), text('workPost')) || '无',
          text('kinship') || (value('kinInCouncil') === 'no' ? '无' : ''),
          text('paid'),
        ]),
  },
  blocks: ({ row, table, hand, day }) => [
    { type: 'rows', title: '本基金会', rows: [row('名称', 'name')] },
    table(
      '理事和监事',
      [
        ['姓名', 0.9],
        ['身份证件号码', 2.6],
        ['职务', 1],
        ['工作单位和职务', 1.7],
        ['与其他理事的亲属关系', 1.1],
        ['是否领取报酬', 0.8],
      ],
      [
        [lead.name, lead.idNumber, '理事长', `${company.name}总经理`, '无', '否'],
        [second.name, second.idNumber, '副理事长', `${company.name}副总经理`, '无', '否'],
        [third.name, third.idNumber, '秘书长', '无', '无', '是'],
        [fourth.name, fourth.idNumber, '理事', '汾河示例设计院高级工程师', '无', '否'],
        [fifth.name, fifth.idNumber, '理事', '无', '无', '否'],
        ['陆鹤鸣', '210302196902203014', '监事', '汾河示例设计院总会计师', '无', '否'],
      ],
      15,
    ),
    {
      type: 'signature',
      places: [hand('拟任法定代表人（签字）：', lead.name)],
      date: day('日期：', '2026年10月18日'),
    },
  ],
})

/** M211: a member signs for itself. */
export const unitMember = materialForm({
  code: 'unit-member',
  title: '单位会员入会登记表',
  purpose: '社会团体的每个单位会员一份，由单位盖章。',
  note: '与会员名单一起提交，附登记证书或者营业执照复印件。',
  sample: {
    name: typeWords.SOCIAL_GROUP.sample.name,
    unit: company.name,
    uscc: company.uscc,
    address: '山西省太原市小店区平阳路示例大厦5层',
    head: company.head,
    delegate: `${lead.name}，总经理`,
    idNumber: lead.idNumber,
    phone: lead.phone,
    about: '2009年成立，从事古建筑彩绘修缮，承担过多处文物保护单位的彩绘保护工程。',
  },
  known: { name: 'name' },
  blocks: ({ say, row, boxes, hand, seal, day }) => [
    {
      type: 'rows',
      title: '单位',
      rows: [
        row('单位名称', 'unit'),
        boxes('统一社会信用代码', 'uscc'),
        row('地址', 'address'),
        row('法定代表人（负责人）', 'head'),
        row('会员代表姓名、职务', 'delegate'),
        boxes('会员代表身份证号码', 'idNumber'),
        row('会员代表手机号码', 'phone'),
        row('单位简介', 'about', 4),
      ],
    },
    {
      type: 'together',
      blocks: [
        {
          type: 'paragraph',
          text: `本单位自愿加入${say('name', 16)}，拥护其章程，行使会员权利，履行会员义务。`,
        },
        {
          type: 'signature',
          places: [seal('单位（公章）：'), hand('法定代表人（签字）：', company.head)],
          date: day('日期：', '2026年10月10日'),
        },
      ],
    },
  ],
})

export const individualMember = materialForm({
  code: 'individual-member',
  title: '个人会员入会登记表',
  purpose: '社会团体的每个个人会员一份，由本人签名。',
  note: '与会员名单一起提交，附身份证件复印件。',
  sample: {
    name: typeWords.SOCIAL_GROUP.sample.name,
    person: fourth.name,
    idNumber: fourth.idNumber,
    political: '中共党员',
    work: '汾河示例设计院，高级工程师',
    address: '山西省太原市迎泽区桃园路示例小区3号楼1单元402室',
    phone: fourth.phone,
    about: '从事古建筑测绘和保护设计二十余年，参与过多处古建筑的彩绘勘察。',
  },
  known: { name: 'name' },
  blocks: ({ say, row, boxes, hand, day }) => [
    {
      type: 'rows',
      title: '本人',
      rows: [
        row('姓名', 'person'),
        boxes('身份证号码', 'idNumber'),
        row('政治面貌', 'political'),
        row('工作单位和职务', 'work'),
        row('住址', 'address'),
        row('手机号码', 'phone'),
        row('与本领域有关的经历', 'about', 5),
      ],
    },
    {
      type: 'together',
      blocks: [
        {
          type: 'paragraph',
          text: `本人自愿加入${say('name', 16)}，拥护其章程，行使会员权利，履行会员义务。`,
        },
        {
          type: 'signature',
          places: [hand('本人（签字）：', fourth.name)],
          date: day('日期：', '2026年10月10日'),
        },
      ],
    },
  ],
})
