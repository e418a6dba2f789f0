import type { Material } from '../core/matters/define.ts'
import { localDate } from '../core/workflow/deadlines.ts'
import type { Deps } from '../deps.ts'
import type { LoadedCase } from '../modules/cases/queries.ts'
import { authorityById } from '../reference/reference.ts'
import { paths } from '../web/paths.ts'

/** What such a paper has in the place of a form's number. */
export const demoMaterialNumber = '演示材料'

/** A paper as somebody would upload it: one sheet (PDF) that says which material of which case it stands for. */
export const demoMaterial = async (deps: Deps, { caseFile, matter }: LoadedCase, material: Material) => {
  if (!material.accept.includes('pdf')) throw new Error(`${material.code} takes no PDF`)
  const day = localDate(deps.clock.now())
  const organization = caseFile.title || matter.title
  const bytes = await deps.pdf.form(
    {
      number: demoMaterialNumber,
      title: material.title,
      version: day,
      purpose: '演示环境中代替真实材料',
      holders: [],
      note: '本件由演示环境生成，内容均为虚构，没有法律效力。',
      blocks: [
        {
          type: 'rows',
          title: '本件代替的材料',
          rows: [
            { label: '社会组织', value: organization },
            { label: '事项', value: matter.title },
            { label: '登记管理机关', value: authorityById(deps.reference, caseFile.authority_id).name },
            { label: '材料', value: `${material.title}（${material.form}）` },
            { label: '要求', value: material.hint },
            { label: '依据', value: material.basis },
          ],
        },
        { type: 'signature', places: [{ label: `${organization}（演示）`, by: 'hand' }], date: day },
      ],
    },
    {
      code: `${material.code}-${caseFile.id.slice(0, 8)}`,
      address: `${deps.publicUrl}${paths.guide(matter.code)}`,
      siteName: deps.site.name,
      hostOrgan: deps.site.hostOrgan,
      printedOn: day,
      about: '右上角二维码是本事项的办事指南',
    },
  )
  return { name: `${material.title.replaceAll(/[《》]/g, '')}（演示）.pdf`, bytes }
}
