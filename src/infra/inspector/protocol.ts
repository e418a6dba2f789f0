import type { FileFinding } from '../../core/file-findings.ts'
import type { TakenType } from '../../core/files.ts'

/** What a file is looked at for: to be kept and shown, to be read by somebody as well, to be compared with a face, or for its text. */
export type Purpose = 'keep' | 'read' | 'face' | 'text'

/** What signatures in a file are judged by: all of it comes along, because the child asks nobody. DER. */
export type JudgedBy = {
  readonly anchors: readonly Uint8Array[]
  readonly crls: readonly Uint8Array[]
  readonly ocsps: readonly Uint8Array[]
  readonly now: Date
  readonly freshness: number
}

/** One file to look at. Both paths lie in the upload folder; what is made of the file is written to `output`. */
export type Job = {
  readonly input: string
  readonly output: string
  readonly accept: readonly TakenType[]
  readonly purpose: Purpose
  /** The signatures of the file are judged, whatever file it is, and nothing else is asked of it. */
  readonly signatures?: JudgedBy
}

/** What is shown of a file, and how many pages that is; a picture is one. */
export type Shown = { readonly bytes: Uint8Array; readonly pages: number }

/** What came of it: the kind of file, its pages, and whether `output` stands in its place or beside it; or what is wrong. */
export type Verdict =
  | { readonly ok: true; readonly type: TakenType; readonly pages: number; readonly original: 'kept' | 'replaced' }
  | { readonly ok: false; readonly finding: FileFinding }

/** What the child says: that it stands ready, the verdict on its file, or a fault that is no fault of the file. */
export type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'fault'; readonly code: string | undefined; readonly message: string }
