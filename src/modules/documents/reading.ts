import type { DocumentContent } from '../../core/documents/blocks.ts'

/** A document for reading on a page: its facts as rows, the rest as its own blocks. */
export const readingView = (document: DocumentContent) =>
  document.layout === 'certificate'
    ? {
        title: document.title,
        blocks: [{ type: 'facts', rows: Object.values(document.fields) }],
        foot: [],
        note: document.note,
      }
    : {
        title: document.title,
        addressee: document.addressee,
        blocks: document.blocks,
        foot: [
          ...(document.legalBasis === null ? [] : [`依据：${document.legalBasis}`]),
          ...(document.rights ? [document.rights] : []),
          document.signature.authorityName,
          document.signature.date,
          ...document.signOff,
          ...(document.copies === '' ? [] : [document.copies]),
        ],
        note: document.note,
      }
