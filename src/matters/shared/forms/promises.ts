import { capitalAmountFromTenThousands } from '../../../core/documents/capital-numerals.ts'
import { ELSEWHERE_ID_TYPES } from '../../../core/identity/documents.ts'
import { LEADERS } from '../../establishment/foundation/posts.ts'
import { materialForm } from '../../../core/printable-forms/material-form.ts'
import { founderRows, numberOf, peopleOf } from './told.ts'
import { authority, company, fifth, fourth, lead, named, second, third, typeWords, type TypeWords } from './words.ts'

// Promises: what is signed by whoever makes them, and binds them.

const { SOCIAL_GROUP } = typeWords

/** M218. */
export const truthfulness = ({ slug, founder, own, fund, sample }: TypeWords) =>
  materialForm({
    code: `truthfulness-${slug}`,
    title: '真实性承诺书',
    purpose: `提交成立材料时，由拟任法定代表人和全体${founder}承诺材料真实。`,
    note: `全体${founder}和拟任法定代表人亲笔签名，${founder}是单位的加盖公章；一行不够的可以加页，每页都要签名。`,
    sample: { authority, name: sample.name },
    known: named,
    listed: { [founder]: founderRows },
    blocks: ({ say, table, hand, day }) => [
      { type: 'paragraph', text: `${say('authority')}：`, flush: true },
      { type: 'paragraph', text: `现申请成立${say('name', 16)}，郑重承诺：` },
      {
        type: 'paragraph',
        text: '一、所填写的内容和提交的材料真实、合法、有效，复印件、扫描件与原件一致，没有隐瞒重要情况。',
      },
      {
        type: 'paragraph',
        text: `二、${founder}和拟任负责人都是自愿参加，材料上的签名、印章都是本人、本单位亲自签署和加盖。`,
      },
      { type: 'paragraph', text: `三、${fund}来源合法，已经到位，登记以后不抽逃。住所已经取得使用权，可以用来办公。` },
      { type: 'paragraph', text: `四、准予登记以前，不以${own}的名义开展筹备以外的活动。` },
      {
        type: 'paragraph',
        text: '五、知道应当对材料的真实性负责；隐瞒有关情况或者提供虚假材料的，不予受理或者不予登记，已经取得登记的依法撤销，并承担相应的法律责任（《中华人民共和国行政许可法》第三十一条、第六十九条、第七十八条、第七十九条）。',
      },
      table(
        founder,
        [
          ['姓名或者单位名称', 2],
          ['签名或者盖章', 2],
        ],
        [
          [lead.name, lead.name],
          [second.name, second.name],
          [third.name, third.name],
          [company.name, '（公章）'],
        ],
        8,
      ),
      {
        type: 'signature',
        places: [hand('拟任法定代表人（签字）：', lead.name)],
        date: day('日期：', '2026年10月26日'),
      },
    ],
  })

/** M216, the promise. */
export const partyBuilding = materialForm({
  code: 'party-building',
  title: '社会组织党建工作承诺书',
  purpose: '申请成立时，由拟任法定代表人代表本组织对党的建设作出承诺。',
  note: '与党员情况表一起提交。由拟任法定代表人亲笔签名；有3名以上正式党员的，应当写明将要建立的党组织形式。',
  sample: {
    authority,
    name: SOCIAL_GROUP.sample.name,
    members: '3人',
    organization: '临时党支部',
    reason: '（已经具备条件，不填）',
  },
  known: {
    ...named,
    members: { page: 'party', field: 'partyMemberCount' },
    organization: { page: 'party', field: 'partyOrganization' },
    reason: { page: 'party', field: 'noPartyOrganizationReason' },
  },
  blocks: ({ say, row, hand, day }) => [
    { type: 'paragraph', text: `${say('authority')}：`, flush: true },
    { type: 'paragraph', text: `${say('name', 16)}（以下称本组织）申请成立登记，对党的建设承诺如下：` },
    {
      type: 'paragraph',
      text: '一、坚持中国共产党的全面领导，贯彻党的理论和路线方针政策，遵守宪法、法律、法规和国家政策，践行社会主义核心价值观，并写入章程。',
    },
    {
      type: 'paragraph',
      text: '二、有3名以上正式党员的，按照党章的规定建立党的组织；还不具备条件的，通过联合组建等方式开展党的工作，具备条件后及时建立。',
    },
    {
      type: 'paragraph',
      text: '三、支持党组织开展活动、发挥作用，提供必要的场地、人员和经费，重要事项听取党组织的意见。',
    },
    { type: 'paragraph', text: '四、支持党员参加党的组织生活，如实报告党员和党组织的情况，有变化的及时更新。' },
    {
      type: 'rows',
      title: '党员和党组织情况',
      rows: [
        row('正式党员人数', 'members'),
        row('（拟）建立的党组织形式', 'organization'),
        row('暂未建立的原因', 'reason'),
      ],
    },
    {
      type: 'together',
      blocks: [
        { type: 'paragraph', text: '特此承诺。' },
        {
          type: 'signature',
          places: [hand('拟任法定代表人（签字）：', lead.name)],
          date: day('日期：', '2026年10月26日'),
        },
      ],
    },
  ],
})

/** 万元, as a number is answered (fields-money.ts). */
const AMOUNT = /^\d{1,8}(\.\d{1,4})?$/

/** M205: what is given is not taken back. `back`: what nobody asks for. */
export const donation = ({ slug, own, fund, sample }: TypeWords, back: string) =>
  materialForm({
    code: `donation-${slug}`,
    title: '捐资承诺书',
    purpose: `出资人承诺自愿出资，不要求${back}，每个出资人一份。`,
    note: '个人签名，单位由法定代表人签名并加盖公章。金额与验资报告（证明）和填写的出资人金额一致。',
    sample: {
      name: sample.name,
      donor: company.name,
      idNumber: company.uscc,
      amount: '6',
      inWords: '陆万元整',
      way: '货币，2026年10月13日汇入验资账户',
    },
    each: (told) => told.items('contributors'),
    known: {
      name: 'name',
      donor: (_, { text }) => text('contributorName'),
      idNumber: (told, { value }) => numberOf(told, value('contributorName')),
      amount: (_, { value }) => value('amount'),
      inWords: (_, { value }) => (AMOUNT.test(value('amount')) ? capitalAmountFromTenThousands(value('amount')) : ''),
      // Where nothing else is taken, the question is only when it came.
      way: (_, { text }) => text('contributionForm') || (text('receivedOn') && `货币，${text('receivedOn')}到账`),
    },
    blocks: ({ say, row, boxes, hand, seal, day }) => [
      {
        type: 'rows',
        title: '出资人和出资',
        rows: [
          row('出资人姓名或者单位名称', 'donor'),
          boxes('身份证号码或者统一社会信用代码', 'idNumber'),
          row('金额（人民币，万元）', 'amount'),
          row('金额大写', 'inWords'),
          row('出资方式和日期', 'way'),
        ],
      },
      { type: 'paragraph', text: `出资人自愿为成立${say('name', 16)}出资，作为${fund}，承诺如下：` },
      { type: 'paragraph', text: '一、所出资产是出资人合法所有，有权处分，来源合法，没有抵押、质押和争议。' },
      {
        type: 'paragraph',
        text: `二、出资以后，资产归${own}所有，出资人不保留任何财产权利，不要求${back}，不抽回。`,
      },
      { type: 'paragraph', text: '三、不以出资为条件，为自己或者特定的人谋取利益。' },
      {
        type: 'together',
        blocks: [
          {
            type: 'paragraph',
            text: `四、${own}终止时，剩余财产按照法律、法规和章程的规定处理，不向出资人分配。`,
          },
          {
            type: 'signature',
            places: [seal('出资人（单位公章）：'), hand('个人或者单位法定代表人（签字）：', company.head)],
            date: day('日期：', '2026年10月12日'),
          },
        ],
      },
    ],
  })

/** M219 (基金会管理条例 art. 24). */
export const residence = materialForm({
  code: 'residence',
  title: '非内地居民居留承诺书',
  purpose: '香港、澳门、台湾居民和外国人担任基金会理事长、副理事长或者秘书长的，承诺在内地居留的时间。',
  note: '由本人签名，每人一份；附证件复印件。',
  sample: {
    name: typeWords.FOUNDATION.sample.name,
    person: '周慕青',
    from: '香港特别行政区',
    document: '港澳居民来往内地通行证　H01234567',
    post: '副理事长',
  },
  each: (told) =>
    peopleOf(told).filter(
      ({ value }) => LEADERS.includes(value('orgPost')) && ELSEWHERE_ID_TYPES.some((type) => type === value('idType')),
    ),
  known: {
    name: 'name',
    person: (_, { text }) => text('name'),
    from: (_, { text }) => text('nationality'),
    document: (_, { text, value }) => [text('idType'), value('idNumber')].filter(Boolean).join('　'),
    post: (_, { text }) => text('posts'),
  },
  blocks: ({ say, row, hand, day }) => [
    {
      type: 'rows',
      title: '承诺人',
      rows: [
        row('姓名', 'person'),
        row('国籍或者地区', 'from'),
        row('证件类型和号码', 'document'),
        row('拟任职务', 'post'),
      ],
    },
    {
      type: 'together',
      blocks: [
        {
          type: 'paragraph',
          text: `本人拟担任${say('name', 16)}的${say('post')}。本人承诺：任职期间，每年在中国内地居留的时间不少于3个月（《基金会管理条例》第二十四条），并按照登记管理机关的要求提供出入境记录等证明。`,
        },
        { type: 'signature', places: [hand('承诺人（签字）：', '周慕青')], date: day('日期：', '2026年10月20日') },
      ],
    },
  ],
})

/** M105. */
export const personInName = materialForm({
  code: 'person-in-name',
  title: '使用自然人姓名同意书',
  purpose: '名称中使用自然人姓名的，由本人同意；已故名人由近亲属同意。',
  note: '附身份证件复印件；使用已故名人姓名的，附近亲属关系证明和说明其贡献的材料。',
  sample: {
    name: '山西省温如栀古建筑彩绘传承基金会',
    used: fourth.name,
    person: fourth.name,
    idNumber: fourth.idNumber,
    phone: fourth.phone,
  },
  known: { name: 'name' },
  blocks: ({ say, row, boxes, ticks, hand, day }) => [
    {
      type: 'rows',
      title: '同意人',
      rows: [row('姓名', 'person'), boxes('身份证号码', 'idNumber'), row('联系电话', 'phone')],
    },
    ticks(
      ['名称中的姓名是同意人本人的姓名', '名称中的姓名是已故名人的姓名，同意人是其近亲属'],
      ['名称中的姓名是同意人本人的姓名'],
    ),
    {
      type: 'together',
      blocks: [
        {
          type: 'paragraph',
          text: `同意在${say('name', 16)}的名称中使用“${say('used')}”这一姓名。使用期间，不因此要求任何报酬，也不为使用人谋取不当利益。`,
        },
        {
          type: 'signature',
          places: [hand('同意人（签字）：', fourth.name)],
          date: day('日期：', '2026年9月18日'),
        },
      ],
    },
  ],
})

/** M105U. */
export const unitInName = materialForm({
  code: 'unit-in-name',
  title: '使用单位名称同意书',
  purpose: '名称中使用其他单位名称或者简称的，由该单位同意。',
  note: '附该单位的登记证书或者营业执照复印件，加盖公章。',
  sample: { name: '山西省晋源古建彩绘传承基金会', used: '晋源古建', unit: company.name, uscc: company.uscc },
  known: { name: 'name' },
  blocks: ({ say, row, boxes, hand, seal, day }) => [
    {
      type: 'rows',
      title: '同意的单位',
      rows: [row('单位名称', 'unit'), boxes('统一社会信用代码', 'uscc')],
    },
    {
      type: 'together',
      blocks: [
        {
          type: 'paragraph',
          text: `本单位同意在${say('name', 16)}的名称中使用“${say('used')}”字样。该名称的使用不表示本单位对其活动承担责任，双方各自独立承担民事责任。`,
        },
        {
          type: 'signature',
          places: [seal('单位（公章）：'), hand('法定代表人（签字）：', company.head)],
          date: day('日期：', '2026年9月18日'),
        },
      ],
    },
  ],
})

/** M106: who carries the papers. */
export const authorization = ({ slug, founder, sample }: TypeWords) =>
  materialForm({
    code: `authorization-${slug}`,
    title: '授权委托书',
    purpose: `${founder}委托他人填写、提交申请和领取文书时用。`,
    note: `由全体${founder}签名或者盖章，附受托人身份证件复印件。委托事项可以增减，期限由双方约定。`,
    sample: {
      authority,
      name: sample.name,
      agent: fifth.name,
      idNumber: fifth.idNumber,
      phone: fifth.phone,
      until: '2027年3月31日',
    },
    known: named,
    listed: { [`委托人（${founder}）`]: founderRows },
    blocks: ({ say, row, boxes, ticks, table, hand, day }) => [
      { type: 'paragraph', text: `${say('authority')}：`, flush: true },
      {
        type: 'rows',
        title: '受托人',
        rows: [row('姓名', 'agent'), boxes('身份证号码', 'idNumber'), row('手机号码', 'phone')],
      },
      {
        type: 'paragraph',
        text: `${founder}现委托上述受托人办理${say('name', 16)}成立登记的以下事项（在方框内打勾，可以多选）：`,
      },
      ticks(
        ['填写和提交申请', '补正材料', '送交、领取材料和文书', '领取登记证书'],
        ['填写和提交申请', '补正材料', '送交、领取材料和文书'],
      ),
      {
        type: 'paragraph',
        text: `受托人在上述范围内的行为，${founder}都予以承认。受托人不得再委托他人。本委托书自签署之日起至${say('until', 10)}有效。`,
      },
      table(
        `委托人（${founder}）`,
        [
          ['姓名或者单位名称', 2],
          ['签名或者盖章', 2],
          ['日期', 1],
        ],
        [
          [lead.name, lead.name, '2026-09-16'],
          [second.name, second.name, '2026-09-16'],
          [company.name, '（公章）', '2026-09-16'],
        ],
        6,
      ),
      {
        type: 'signature',
        places: [hand('受托人（签字）：', fifth.name)],
        date: day('日期：', '2026年9月16日'),
      },
    ],
  })
