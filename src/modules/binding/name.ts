import { randomUUID } from 'node:crypto'
import type { NameAnswer } from '../../core/names/engine.ts'
import type { OrgType } from '../../core/org-types.ts'
import type { Deps } from '../../deps.ts'
import { checkApplicationName } from '../organizations/check-name.ts'

/** What speaks for and against a name somebody asks to found an organization under; no case of theirs keeps it yet. */
export const checkRequestedName = (
  deps: Deps,
  wanted: { readonly name: string; readonly orgType: OrgType; readonly authorityId: number },
): Promise<NameAnswer> => checkApplicationName(deps, { ...wanted, applicationId: randomUUID() })
