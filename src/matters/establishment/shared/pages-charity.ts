import { charityActivities } from '../../../core/enumerations.ts'
import { fields, type Page } from '../../../core/forms/page.ts'
import { proving } from '../../shared/findings.ts'

/** Whoever asks to be a 慈善组织 at once. */
export const asCharity = { page: 'charity', field: 'charity', is: ['yes'] } as const

const asked = { field: asCharity.field, is: asCharity.is } as const

/** Whether the organization asks to be a 慈善组织, and what the Charity Law wants of one (art. 3, 9, 11, 16). */
export const charityPage = (example: 'yes' | 'no') =>
  ({
    code: 'charity',
    title: '慈善组织',
    intro:
      '以面向社会开展慈善活动为宗旨的，可以在设立时一并申请登记为慈善组织；不申请的不影响设立，以后也可以申请认定。' +
      '申请的，登记管理机关自受理之日起30日内作出决定。',
    fields: fields(
      {
        name: 'charity',
        label: '是否申请登记为慈善组织',
        kind: 'yesNo',
        hint: '慈善组织的财产只能用于慈善目的，每年公开年度报告；公开募捐须登记满一年以后另行取得公开募捐资格',
        source: '《慈善法》第八条、第十条、第二十二条',
        example,
      },
      {
        name: 'charityActivities',
        label: '开展哪些慈善活动',
        kind: 'choices',
        options: charityActivities,
        source: '《慈善法》第三条',
        example: 'EDUCATION_CULTURE_HEALTH',
        when: asked,
      },
      {
        name: 'charityCharter',
        label: '宗旨和章程符合慈善组织的要求',
        kind: 'declaration',
        statement:
          '本组织以开展慈善活动为宗旨，不以营利为目的；章程载明组织形式、财产来源及构成、决策和执行机构的组成及职责、内部监督机制、财产管理使用制度、项目管理制度，以及终止情形和终止后的清算办法，清算后的剩余财产转给宗旨相同或者相近的慈善组织。',
        source: '《慈善法》第九条、第十一条、第十八条',
        when: asked,
      },
      {
        name: 'charityOfficers',
        label: '负责人符合慈善组织的要求',
        kind: 'declaration',
        statement:
          '拟任负责人没有下列情形：无民事行为能力或者限制民事行为能力；因故意犯罪被判处刑罚，自刑罚执行完毕之日起未逾五年；在被吊销登记证书或者被取缔的组织担任负责人，自该组织被吊销登记证书或者被取缔之日起未逾五年；法律、行政法规规定的其他情形。',
        source: '《慈善法》第十六条',
        when: asked,
      },
    ),
  }) as const satisfies Page

/** What a case shows of the conditions of a 慈善组织, where it asks to be one. */
export const charityProved = proving((answers) =>
  answers.value('charity', 'charity') === 'yes'
    ? `申请登记为慈善组织，开展的慈善活动：${charityActivities
        .filter(({ value }) => answers.has('charity', 'charityActivities', value))
        .map(({ text }) => text)
        .join('；')}；已承诺宗旨、章程和拟任负责人符合慈善组织的要求`
    : undefined,
)
