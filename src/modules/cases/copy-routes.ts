import { randomUUID } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import { applicantRoute, type Route } from '../../web/route.ts'
import { authorityById } from '../../reference/reference.ts'
import { copyCase, isCopyable, lastingMaterials } from './copy.ts'
import { loadForm } from './queries.ts'
import { caseCrumbs } from './crumbs.ts'

/** 复制为新申请: says what is taken along, then begins a draft with it. */
export const copyRoutes = (deps: Deps): readonly Route[] => [
  applicantRoute({
    method: 'get',
    path: paths.copyCase(':id'),
    handler: async ({ actor, param, view }) => {
      const { caseFile, matter } = await loadForm(deps, param('id'), actor, 'own')
      if (!isCopyable(caseFile)) throw new AppError('NOT_ALLOWED_NOW', '办件还没有结束，不能复制为新申请。')
      view('cases/copy.njk', {
        caseId: caseFile.id,
        caseTitle: caseFile.title || `未命名的${matter.title}`,
        authorityName: authorityById(deps.reference, caseFile.authority_id).name,
        firstStage: matter.stages[0]?.title,
        mayMove: matter.begunBy === 'person',
        materials: lastingMaterials(matter),
        newId: randomUUID(),
        page: {
          title: '复制为新申请',
          breadcrumb: caseCrumbs({ text: '复制为新申请' }),
        },
      })
    },
  }),
  applicantRoute({
    method: 'post',
    path: paths.copyCase(':id'),
    handler: async ({ actor, param, body, audit, redirect }) => {
      if (body['answer'] !== 'yes') return redirect(paths.case(param('id')))
      const newId = body['newId'] ?? ''
      await copyCase(deps, actor, audit, { caseId: param('id'), newId })
      redirect(`${paths.case(newId)}?done=copied`)
    },
  }),
]
