import type { Condition } from '../../../core/forms/field.ts'
import { materialForm } from '../../../core/printable-forms/material-form.ts'
import { address, company, fourth, lead, typeWords } from './words.ts'

// By what right the domicile is used (M206, C206): what goes with the deed, case by case.

const from = (...sources: readonly string[]): Condition & { readonly page: string } => ({
  page: 'domicile',
  field: 'domicileSource',
  is: sources,
})

const asked = {
  name: 'name',
  address: { page: 'domicile', field: 'address' },
  owner: { page: 'domicile', field: 'propertyOwner' },
  area: { page: 'domicile', field: 'area' },
} as const

const house = {
  name: typeWords.SOCIAL_GROUP.sample.name,
  address,
  owner: company.name,
  ownerNumber: company.uscc,
  deed: '晋（2019）太原市不动产权第0012345号',
  area: '126.5平方米',
  use: '办公',
} as const

const owned = materialForm({
  code: 'domicile-owned',
  title: '住所使用声明',
  situation: '自有',
  purpose: '住所是申请的组织或者出资人自己的房屋时，由产权人声明用作住所。',
  note: '附不动产权证书（房屋所有权证）复印件，到窗口核对原件；共有的房屋，全体共有人签名或者盖章。',
  when: from('OWNED'),
  sample: house,
  known: asked,
  blocks: ({ say, row, boxes, hand, seal, day }) => [
    {
      type: 'rows',
      title: '房屋和产权人',
      rows: [
        row('房屋坐落（写到房间号）', 'address', 2),
        row('产权人', 'owner'),
        boxes('产权人身份证号码或者统一社会信用代码', 'ownerNumber'),
        row('产权证号', 'deed'),
        row('建筑面积', 'area'),
        row('规划用途', 'use'),
      ],
    },
    {
      type: 'paragraph',
      text: `上述房屋归产权人所有，没有被查封，也没有权属争议。产权人将其用作${say('name', 16)}的住所，供其办公和开展活动。`,
    },
    {
      type: 'together',
      blocks: [
        {
          type: 'paragraph',
          text: '产权人保证以上内容属实；房屋转让、抵押或者收回的，提前告知该组织，由其依法办理住所变更登记。',
        },
        {
          type: 'signature',
          places: [seal('产权人（单位公章）：'), hand('个人或者单位法定代表人（签字）：', company.head)],
          date: day('日期：', '2026年10月8日'),
        },
      ],
    },
  ],
})

const lease = materialForm({
  code: 'domicile-lease',
  title: '房屋租赁合同',
  situation: '租赁',
  purpose: '租房作住所时，与出租人签订；已经签有合同的不用另签。',
  note: '附不动产权证书复印件。出租人不是产权人的，还要附产权人同意转租的证明。登记以前由发起人、举办者代表签订，登记以后由该组织承受。',
  when: from('LEASED'),
  sample: {
    ...house,
    tenant: `${lead.name}（代表筹备中的${typeWords.SOCIAL_GROUP.sample.name}）`,
    tenantNumber: lead.idNumber,
    from: '2026年10月1日',
    to: '2029年9月30日',
    rent: '每月2000元，每季度的第一个月10日前支付',
  },
  known: {
    ...asked,
    from: { page: 'domicile', field: 'leaseFrom' },
    to: { page: 'domicile', field: 'leaseTo' },
  },
  blocks: ({ say, row, boxes, hand, seal, day }) => [
    {
      type: 'rows',
      title: '双方',
      rows: [
        row('出租人（甲方）', 'owner'),
        boxes('身份证号码或者统一社会信用代码', 'ownerNumber'),
        row('承租人（乙方）', 'tenant'),
        boxes('身份证号码或者统一社会信用代码', 'tenantNumber'),
      ],
    },
    {
      type: 'paragraph',
      text: `一、甲方将坐落于${say('address', 20)}的房屋（产权证号：${say('deed', 16)}，建筑面积${say('area', 6)}）租给乙方。`,
    },
    {
      type: 'paragraph',
      text: `二、甲方同意乙方将房屋用作${say('name', 16)}的住所，供其登记、办公和接收文书。`,
    },
    { type: 'paragraph', text: `三、租期自${say('from', 10)}起至${say('to', 10)}止。期满续租的，双方另行约定。` },
    { type: 'paragraph', text: `四、租金和支付方式：${say('rent', 24)}。` },
    { type: 'paragraph', text: '五、甲方保证有权出租，房屋没有被查封，没有权属争议，可以安全使用。' },
    { type: 'paragraph', text: '六、乙方爱护房屋和设施，不擅自改变结构和用途，不擅自转租。' },
    {
      type: 'paragraph',
      text: '七、提前解除合同的一方，应当提前三十日书面通知对方；登记的住所因此改变的，由该组织依法办理变更登记。',
    },
    {
      type: 'together',
      blocks: [
        { type: 'paragraph', text: '八、本合同一式三份，双方各执一份，一份交登记管理机关，自双方签署之日起生效。' },
        {
          type: 'signature',
          places: [seal('甲方（单位公章）：'), hand('甲方（签字）：', company.head), hand('乙方（签字）：', lead.name)],
          date: day('签订日期：', '2026年9月20日'),
        },
      ],
    },
  ],
})

const free = materialForm({
  code: 'domicile-free',
  title: '房屋无偿使用声明',
  situation: '无偿使用',
  purpose: '产权人把房屋无偿提供给申请的组织作住所时，由产权人声明。',
  note: '附不动产权证书复印件，到窗口核对原件；产权人是个人的附身份证件复印件，是单位的附登记证书或者营业执照复印件。',
  when: from('FREE_USE'),
  sample: { ...house, from: '2026年10月1日', to: '2029年9月30日' },
  known: asked,
  blocks: ({ say, row, boxes, hand, seal, day }) => [
    {
      type: 'rows',
      title: '房屋和产权人',
      rows: [
        row('房屋坐落（写到房间号）', 'address', 2),
        row('产权人', 'owner'),
        boxes('产权人身份证号码或者统一社会信用代码', 'ownerNumber'),
        row('产权证号', 'deed'),
        row('建筑面积', 'area'),
      ],
    },
    {
      type: 'paragraph',
      text: `产权人自愿将上述房屋无偿提供给${say('name', 16)}用作住所，供其登记、办公和接收文书，使用期限自${say('from', 10)}起至${say('to', 10)}止，不收取租金和其他费用。`,
    },
    {
      type: 'together',
      blocks: [
        {
          type: 'paragraph',
          text: '上述房屋没有被查封，没有权属争议，可以安全使用。期满或者提前收回的，提前三十日书面告知该组织，由其依法办理住所变更登记。',
        },
        {
          type: 'signature',
          places: [seal('产权人（单位公章）：'), hand('个人或者单位法定代表人（签字）：', company.head)],
          date: day('日期：', '2026年9月20日'),
        },
      ],
    },
  ],
})

const withoutDeed = materialForm({
  code: 'domicile-without-deed',
  title: '房屋权属和使用证明',
  situation: '没有产权证',
  purpose: '房屋还没有产权证的，请乡镇人民政府、街道办事处或者其他有权机关证明。',
  note: '由有权机关填写、加盖公章。租赁的另附租赁合同，无偿使用的另附声明；自建房可以附宅基地、规划或者建设的批准文件。',
  sample: {
    ...house,
    owner: fourth.name,
    reason: '1998年经批准自建，未办理不动产登记',
    phone: '0351-6600789',
  },
  known: asked,
  blocks: ({ say, row, hand, seal, day }) => [
    {
      type: 'rows',
      title: '房屋',
      rows: [
        row('房屋坐落（写到房间号）', 'address', 2),
        row('所有权人', 'owner'),
        row('建筑面积', 'area'),
        row('没有产权证的原因', 'reason', 2),
      ],
    },
    {
      type: 'together',
      blocks: [
        {
          type: 'paragraph',
          text: `兹证明上述房屋归所有权人所有，没有权属争议，不属于违法建设，也没有列入拆迁范围，可以用作${say('name', 16)}的住所。`,
        },
        { type: 'paragraph', text: `证明机关联系电话：${say('phone', 12)}` },
        {
          type: 'signature',
          places: [seal('证明机关（公章）：'), hand('经办人（签字）：', '贺云起')],
          date: day('日期：', '2026年10月9日'),
        },
      ],
    },
  ],
})

/** Of whichever way the domicile is used; a house without a deed comes with any of them. */
export const domicileForms = [owned, lease, free, withoutDeed] as const
