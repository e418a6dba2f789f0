import type { FieldErrors } from '../../core/forms/page.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { Authority } from '../../reference/reference.ts'
import { errorList } from '../../web/form-view.ts'
import { authoritiesInReach } from './reach.ts'
import { addStaff } from './staff-commands.ts'
import { newMemberFields, readNewMember, refusalText } from './staff-form.ts'
import { type AdminContext, crumbs } from './staff-frame.ts'

export const showNew = (
  deps: Deps,
  context: AdminContext,
  reach: readonly Authority[],
  form: Parameters<typeof newMemberFields>[2],
  more: FieldErrors = {},
): void => {
  const errors = { ...form.errors, ...more }
  context.view(
    'staff/admin-new.njk',
    {
      page: crumbs('新增工作人员'),
      fields: newMemberFields(reach, deps.reference, { ...form, errors }),
      errors: errorList(errors),
    },
    Object.keys(errors).length > 0 ? 422 : 200,
  )
}

export const addMember = async (deps: Deps, context: AdminContext): Promise<void> => {
  const { actor, audit, body } = context
  const reach = authoritiesInReach(deps.reference, actor)
  const form = readNewMember(body, reach, deps.reference, localDate(deps.clock.now()))
  if (Object.keys(form.errors).length > 0) return showNew(deps, context, reach, form)
  const { authorityId, organId, loginName, loginKey, idNumber, phone, roles } = form
  const outcome = await addStaff(deps, actor, audit, {
    authorityId,
    loginName,
    loginKey,
    name: form.values['name'] ?? '',
    idNumber,
    phone,
    roles,
    ...(organId === undefined ? {} : { organId }),
  })
  if ('asked' in outcome) return context.redirect(`${paths.staffChange(outcome.asked)}?done=asked`)
  if (!('refused' in outcome)) throw new Error('a new member waits for a second person, or is refused')
  const { field, text } = refusalText(outcome.refused)
  showNew(deps, context, reach, form, { [field ?? '']: text })
}
