import type { CertificateContent } from './blocks.ts'
import { capitalAmountFromTenThousands } from './capital-numerals.ts'
import type { DocumentDataOf } from './data.ts'
import { chineseDate, validityText } from './dates.ts'
import { documentKinds } from './kinds.ts'

const ANNUAL_CHECK_ROWS = 6

/** 正本 or 副本 of the certificate: the same items, the 副本 with the table of yearly checks. */
export function certificateContent(
  data: DocumentDataOf<'CERTIFICATE_ORIGINAL'> | DocumentDataOf<'CERTIFICATE_DUPLICATE'>,
  verification: Pick<CertificateContent, 'verificationCode' | 'qrCaption' | 'note'>,
): CertificateContent {
  const duplicate = data.kind === 'CERTIFICATE_DUPLICATE'
  return {
    layout: 'certificate',
    kind: data.kind,
    title: documentKinds[data.kind].title,
    heading: '社会团体法人登记证书',
    part: duplicate ? '副本' : '正本',
    number: data.number,
    authorityName: data.authorityName,
    issuedOn: data.issuedOn,
    fields: {
      uscc: { label: '统一社会信用代码', value: data.uscc },
      name: { label: '名称', value: data.organizationName },
      legalRepresentative: { label: '法定代表人', value: data.legalRepresentative },
      businessScope: { label: '业务范围', value: data.businessScope },
      activityArea: { label: '活动地域', value: data.activityArea },
      domicile: { label: '住所', value: data.domicile },
      fund: { label: '注册资金', value: `人民币${capitalAmountFromTenThousands(data.registeredFundTenThousands)}` },
      supervisoryUnit: { label: '业务主管单位', value: data.supervisoryUnit ?? '无（直接登记）' },
      issuingAuthority: { label: '发证机关', value: data.authorityName },
      validity: { label: '有效期限', value: validityText(data.validFrom, data.validTo) },
      issueDate: { label: '发证日期', value: chineseDate(data.issuedOn) },
    },
    annualCheck: duplicate
      ? {
          caption: '年检记录',
          columns: [
            { title: '年度', share: 2, align: 'center' },
            { title: '年检结论', share: 3, align: 'center' },
            { title: '年检机关（印章）', share: 5, align: 'center' },
            { title: '年检日期', share: 4, align: 'center' },
          ],
          blankRows: ANNUAL_CHECK_ROWS,
        }
      : null,
    ...verification,
  }
}
