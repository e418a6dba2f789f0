import type { Column, Fact } from '../documents/blocks.ts'

// Papers the portal makes of the answers of a case (申请表), declared by the stage they belong to. What a page asks stands
// in the matter alone: a paper only says which pages it takes, in which order, and who signs where.

/** Where somebody writes an opinion, signs or seals; a seal takes more room. */
export type SigningBox = {
  readonly label: string
  readonly by: 'hand' | 'seal'
  /** What is printed in the box, for whoever signs to agree to. */
  readonly text?: string
  /** Nobody signs there when this was answered. */
  readonly unless?: { readonly page: string; readonly field: string; readonly text: string }
  /** Whose place it is; without it, somebody's who signs on paper only. */
  readonly signer?: SigningRole | 'unit' | 'authority'
  /** There is no such place on the paper that is printed. */
  readonly onlineOnly?: true
}

/** Who signs online with a certificate: the organization with its seal, its legal representative, one person of a list. */
export type SigningRole = 'organization' | 'representative' | 'person'

/** Who signs a paper online, and the name its place has in the file; `name`: of one person of a list. */
export type Signer = { readonly role: SigningRole; readonly name?: string; readonly place: string }

/** A column of a table made of a list of the answers: a field of its items, or empty, to be written or signed in. */
export type PaperColumn = { readonly share: number } & ({ readonly field: string } | { readonly blank: string })

/** One part of a paper. `pages` and `rest` give pages in full, their lists item by item. */
export type PaperPart =
  /** `{name}`, `{authority}` and `{type}` are filled in. */
  | { readonly type: 'text'; readonly text: string }
  /** The name, approved by then, without what else was proposed. */
  | { readonly type: 'name' }
  | { readonly type: 'pages'; readonly pages: readonly string[] }
  /** All pages of the stage but these, in the order of the stage; `approved`: without the names proposed beside. */
  | { readonly type: 'rest'; readonly except: readonly string[]; readonly approved?: true }
  /** The item the sheet is about, with room for a photo. */
  | { readonly type: 'person' }
  | { readonly type: 'table'; readonly page: string; readonly columns: readonly PaperColumn[] }
  /**
   * A free place for each item of a list, named by it: for its seal, for the hand of the person it is, or for the print
   * of the seal it is. `asked`: only for those of which this was asked.
   */
  | { readonly type: 'places'; readonly page: string; readonly of: 'seal' | 'hand' | 'print'; readonly asked?: string }
  | { readonly type: 'signatures'; readonly boxes: readonly SigningBox[] }
  /** A charter made of a list of articles; what it makes of the one before it, article by article. */
  | { readonly type: 'charter' | 'comparison'; readonly page: string }
  /** The titles of the materials handed in with it. */
  | { readonly type: 'materials' }

/** A paper of a stage. */
export type Paper = {
  /** Code of the catalogue (domain.md §4.3), also in the address. */
  readonly code: string
  readonly title: string
  /** What is done with it, in one sentence. */
  readonly use: string
  /** It is the material of its code: signed, scanned and uploaded before submitting, so what is printed is no draft. */
  readonly uploaded?: true
  /** A sheet of its own for each item of a list; `only`: for those with this answer. */
  readonly each?: { readonly page: string; readonly only?: { readonly field: string; readonly text: string } }
  readonly parts: readonly PaperPart[]
}

/** What a paper is drawn of. */
export type PaperBlock =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'paragraph'; readonly text: string }
  /** Of a text in chapters: the title of one, and what is said of an article beside it. */
  | { readonly type: 'chapter'; readonly text: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'facts'; readonly rows: readonly Fact[]; readonly about?: 'person' | 'item' }
  | {
      readonly type: 'table'
      readonly caption: string
      readonly columns: readonly Column[]
      readonly rows: readonly (readonly string[])[]
    }
  | {
      readonly type: 'box'
      readonly label: string
      readonly text: string
      readonly foot: string
      readonly height: number
      /** It stands on the page of what is signed. */
      readonly signed: boolean
      /** Who signs there online. */
      readonly signer?: Signer
    }

/** A paper as it is drawn: each sheet begins a page, under the title. */
export type PaperContent = {
  readonly title: string
  /** Below the title: 办件编号 and day of the submission, or that it is a draft. */
  readonly under: string
  readonly sheets: readonly (readonly PaperBlock[])[]
  /** At the foot of every page. */
  readonly note: string
  /** 草稿 of what was not submitted. */
  readonly watermark: string | null
  readonly siteName: string
  /** ISO date; the day inside the file. */
  readonly madeOn: string
}
