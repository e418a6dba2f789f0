import type { Guide } from '../../core/matters/define.ts'
import { ORG_TYPES } from '../../core/org-types.ts'
import { consentQuestion } from '../shared/consent-words.ts'
import { isFoundation, STANDARD, type Reporter } from './law.ts'

/** What an organization reads before it reports. */
export const reportGuide = (reporter: Reporter): Guide => {
  const { orgType, law, report } = reporter
  return {
    summary: `${ORG_TYPES[orgType].label}每年报送上一年度的工作报告，由登记管理机关作出年检结论。`,
    parts: [
      {
        title: '填报',
        text: '登记簿已有的只核对，上年度报告还适用的已经带入，合计、比例由平台计算。可以几个人同时填写不同的页面。',
      },
      {
        title: '初审和报送',
        text: '打印声明签章页，签字、盖章以后上传。有业务主管单位的，先在线送其初审，同意以后报送登记管理机关。',
      },
      {
        title: '年检结论',
        text: '合格、基本合格或者不合格。需要补正的逐项告知，5个工作日内补正；结论公告，任何人可以查询。',
      },
      { title: '整改', text: '基本合格、不合格的，按整改通知书在3个月内整改，提交整改报告。' },
    ],
    conditions: [
      { text: report.due, basis: report.basis },
      {
        text: isFoundation(reporter)
          ? '登记的当年也要报送。'
          : '当年下半年才登记的，从下一年度起报送；慈善组织登记的当年也要报送。',
        basis: report.judged,
      },
      {
        text: `会计报表按照${STANDARD}编制。2025年度以前用2004年的报表，2026年度起用2024年修订的报表。`,
        basis: STANDARD,
      },
    ],
    legalBasis: [...new Set([law.regulation, report.judged, STANDARD, '《中华人民共和国慈善法》（慈善组织）'])],
    fee: '不收费',
    place: '全程网上办理。',
    faq: [
      {
        question: '上年度的报告也没有报，先报哪一年？',
        answer:
          '先报最早欠的一年，也可以先报别的年度；欠报不影响办理其他事项。逾期可以补报，写明原因，登记簿标明逾期。',
      },
      {
        question: '登记簿的内容不对怎么办？',
        answer:
          '选“不正确”，勾选不一致的事项，按提示办理变更登记或者备案，办好以后回到年报继续填写；已经提交变更的，选“已提交变更、备案”。',
      },
      {
        question: '合计和比例为什么不能填？',
        answer: '由平台计算，随填随算。对不上的，提示在哪一张表、哪一格，相差多少元。',
      },
      {
        question: '会计报表的年初数和上年度报告的年末数不一致怎么办？',
        answer: '平台逐格比较并提示。确有会计差错更正、审计调整的，写明原因即可报送。2026年度换用新报表，只比较总数。',
      },
      {
        question: '一定要审计吗？',
        answer: isFoundation(reporter)
          ? '要。上传审计报告和专项信息审核报告。'
          : '没有审计的，选“否”。登记管理机关可以要求提供审计报告；有公益性捐赠税前扣除资格的，还要上传专项信息审核报告。',
      },
      consentQuestion,
      {
        question: '报送以后发现填错了怎么办？',
        answer:
          '登记管理机关初审以前可以撤回，修改以后重新报送，填写的内容都保留着；初审以后请联系登记管理机关退回补正。',
      },
      {
        question: '基本合格、不合格有什么影响？',
        answer:
          '按整改通知书整改。连续两年不合格或者未参检的，登记管理机关可以依法处理。整改不改变当年的结论，下一年度报告要写明整改情况。',
      },
    ],
  }
}
