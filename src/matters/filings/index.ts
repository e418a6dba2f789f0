import type { Matter } from '../../core/matters/define.ts'
import { accounts } from './accounts.ts'
import { filing } from './define.ts'
import { forTypes } from './founding.ts'
import { seals } from './seals.ts'

/** Every kind of 备案 (domain.md §5.2), each for the types that have it. */
const kinds = [forTypes(seals), forTypes(accounts)]

export const filings: readonly Matter[] = kinds.flatMap((kind) =>
  kind().map(({ filer, kind: one }) => filing(filer, one)),
)
