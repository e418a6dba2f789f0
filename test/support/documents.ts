import { formatDocumentNumber, type DocumentKind } from '../../src/core/documents/kinds.ts'
import { documents, type DocumentData } from '../../src/documents/index.ts'

/** Invented data of one kind, filled in completely: its own example under a heading all share. */
export const exampleDocument = (kind: DocumentKind, own: object = {}): DocumentData =>
  documents.parse({
    kind,
    number: formatDocumentNumber({ prefix: '晋民社', word: documents.of(kind).numberWord, year: 2026, seq: 1 }),
    authorityName: '山西省民政厅',
    issuedOn: '2026-11-20',
    applicantName: '赵明远',
    applicantKind: 'PERSON',
    organizationName: '山西省古建筑彩画研究会',
    applicationNumber: 'SX-2026-000123',
    matterTitle: '社会团体成立登记',
    verificationCode: '7K3M-Q9RT-2XWD',
    siteName: '山西省社会组织政务服务平台',
    demo: true,
    ...structuredClone(documents.of(kind).example as object),
    ...own,
  })
