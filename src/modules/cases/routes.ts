import { randomUUID } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../core/errors.ts'
import { allowedFrom } from '../../core/workflow/procedures/index.ts'
import { maxFileBytes } from '../../core/files.ts'
import { materialOf } from '../../core/matters/journey.ts'
import { errorPages } from '../../web/errors.ts'
import { applicantRoute, holderRoute, type Applicant, type Context, type Files, type Route } from '../../web/route.ts'
import { paths } from '../../web/paths.ts'
import { receiveFiles } from '../files/receive.ts'
import { serveFile } from '../files/serve.ts'
import { answerCorrection, attachFiles, removeAttachment, setDeleted, submitStage, withdraw } from './commands.ts'
import { compareRoutes } from './compare-routes.ts'
import { copyRoutes } from './copy-routes.ts'
import { answerPageRoutes } from './page-routes.ts'
import { missingLegalAccounts } from '../people/units-without-account.ts'
import { findAttachment, loadForm, loadWhole, myCases } from './queries.ts'
import { realNameNotice } from './real-name.ts'
import { checkView, listView, materialView, overviewView } from './views.ts'
import { readVersion } from '../../web/params.ts'
import { findSubmission } from './submissions.ts'

const listPage = 20

/** A file on its material, to ask about it; what is not open to the applicant is refused when it comes to it. */
const loadAttachment = async (deps: Deps, id: string, attachment: string, accountId: string) => {
  const whole = await loadWhole(deps, id, accountId)
  const file = whole.attachments.find((one) => one.id === attachment)
  const material = file && materialOf(whole.matter, file.material)
  if (!file || !material) throw new AppError('NOT_FOUND')
  return { name: file.name, material: material.code, title: material.title }
}
const maxFilesAtOnce = 10

/** The applicant's side of a case: list, overview, materials, check, confirm, submit, withdraw. */
export const caseRoutes = (deps: Deps): readonly Route[] => {
  const crumbs = (...more: readonly { href?: string; text: string }[]) => [
    { href: paths.home, text: '首页' },
    { href: paths.cases, text: '我的办件' },
    ...more,
  ]

  const showMaterial = async (context: Context<Applicant>, code: string, errors: readonly string[], status = 200) => {
    const whole = await loadWhole(deps, context.param('id'), context.actor.id)
    const view = materialView(whole, code, errors)
    if (!view) throw new AppError('NOT_FOUND')
    const overview = { href: paths.case(whole.caseFile.id), text: whole.stage.title }
    context.view(
      'cases/material.njk',
      { ...view, page: { title: view.title, breadcrumb: crumbs(overview, { text: view.title }) } },
      status,
    )
  }

  return [
    holderRoute({
      method: 'get',
      path: paths.cases,
      handler: async ({ actor, query, view }) => {
        const at = new Date(query['at'] ?? '')
        const after =
          Number.isNaN(at.getTime()) || !/^[0-9a-f-]{36}$/.test(query['id'] ?? '')
            ? undefined
            : { at, id: query['id'] ?? '' }
        const { listed, recycled, legalAccounts } = await myCases(deps.db, actor.id, after, listPage + 1)
        view('cases/index.njk', {
          ...listView(deps, listed, recycled, listPage),
          legalAccounts,
          page: { title: '我的办件', breadcrumb: crumbs().slice(0, 2) },
          done: query['done'],
        })
      },
    }),
    holderRoute({
      method: 'get',
      path: paths.case(':id'),
      handler: async ({ actor, param, query, view }) => {
        const whole = await loadWhole(deps, param('id'), actor.id)
        const overview = await overviewView(deps, whole)
        const missing = whole.uscc ? await missingLegalAccounts(deps.db, actor.id) : []
        view('cases/show.njk', {
          ...overview,
          legalAccounts: missing.filter(({ caseId }) => caseId === whole.caseFile.id),
          realName: await realNameNotice(deps.db, whole, actor),
          done: query['done'],
          page: { title: overview.title, breadcrumb: crumbs({ text: overview.title }) },
        })
      },
    }),
    ...answerPageRoutes(deps),
    ...copyRoutes(deps),
    ...compareRoutes(deps),
    applicantRoute({
      method: 'get',
      path: paths.material(':id', ':material'),
      handler: (context) => showMaterial(context, context.param('material'), []),
    }),
    applicantRoute({
      method: 'post',
      path: paths.material(':id', ':material'),
      upload: {
        maxFiles: maxFilesAtOnce,
        maxBytes: maxFileBytes,
        count: ({ actor }) => deps.limits.use('upload', actor.id),
        keepsForm: true,
      },
      handler: async (context) => {
        const { actor, req, param, audit, redirect } = context
        const form = await loadForm(deps, param('id'), actor.id)
        const material = materialOf(form.matter, param('material'))
        if (!material || !form.stage.materials.includes(material.code)) throw new AppError('NOT_FOUND')
        const refused = req.filesRefused
        if (refused) return showMaterial(context, material.code, [refused.message], errorPages[refused.code].status)
        const files = (req.files ?? []) as Files
        if (files.length === 0) return showMaterial(context, material.code, ['请选择要上传的文件'], 422)
        const { received, errors, status } = await receiveFiles(deps, files, material.accept, {
          bringer: { door: 'applicant', whose: actor.id },
          res: context.res,
        })
        try {
          if (received.length > 0)
            await attachFiles(deps, actor, audit, {
              caseId: form.caseFile.id,
              material: material.code,
              files: received,
            })
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'INVALID') throw error
          errors.push(error.detail ?? '')
        }
        if (errors.length > 0) return showMaterial(context, material.code, errors, status)
        redirect(paths.material(form.caseFile.id, material.code))
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.removeAttachment(':id', ':attachment'),
      handler: async ({ actor, param, view }) => {
        const { name, material, title } = await loadAttachment(deps, param('id'), param('attachment'), actor.id)
        view('cases/remove.njk', {
          what: '文件',
          name,
          loss: `“${title}”中的这个文件将被删除，不能恢复；需要时要重新上传。`,
          action: paths.removeAttachment(param('id'), param('attachment')),
          page: {
            title: '删除文件',
            breadcrumb: crumbs({ href: paths.material(param('id'), material), text: title }, { text: '删除文件' }),
          },
        })
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.removeAttachment(':id', ':attachment'),
      handler: async ({ actor, param, body, audit, redirect }) => {
        const found = await loadAttachment(deps, param('id'), param('attachment'), actor.id)
        if (body['answer'] !== 'yes') return redirect(paths.material(param('id'), found.material))
        const material = await removeAttachment(deps, actor, audit, {
          caseId: param('id'),
          attachmentId: param('attachment'),
        })
        redirect(paths.material(param('id'), material))
      },
    }),
    holderRoute({
      method: 'get',
      path: paths.attachment(':id', ':attachment'),
      handler: async ({ actor, param, res }) => {
        const file = await findAttachment(deps.db, param('id'), param('attachment'), actor.id)
        await serveFile(res, deps, file)
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.correctionAnswer(':id'),
      handler: async ({ actor, param, body, audit, redirect }) => {
        const answers = Object.fromEntries(
          Object.entries(body)
            .filter(([name]) => name.startsWith('item-'))
            .map(([name, text]) => [name.slice('item-'.length), text]),
        )
        await answerCorrection(deps, actor, audit, { caseId: param('id'), answers })
        redirect(`${paths.case(param('id'))}?done=correction-saved`)
      },
    }),
    holderRoute({
      method: 'get',
      path: paths.checkAnswers(':id'),
      handler: async ({ actor, param, view }) => {
        const whole = await loadWhole(deps, param('id'), actor.id)
        const check = await checkView(deps, whole)
        view('cases/check.njk', {
          ...check,
          realName: check.editable ? await realNameNotice(deps.db, whole, actor) : undefined,
          page: {
            title: check.title,
            breadcrumb: crumbs({ href: paths.case(whole.caseFile.id), text: whole.stage.title }, { text: check.title }),
          },
        })
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.checkAnswers(':id'),
      handler: async ({ actor, param, redirect }) => {
        const form = await loadForm(deps, param('id'), actor.id)
        redirect(paths.confirm(form.caseFile.id))
      },
    }),
    applicantRoute({
      method: 'get',
      path: paths.confirm(':id'),
      handler: async ({ actor, param, view, redirect }) => {
        const whole = await loadWhole(deps, param('id'), actor.id)
        const check = await checkView(deps, whole)
        if (!check.ready || (await realNameNotice(deps.db, whole, actor))?.now)
          return redirect(paths.checkAnswers(whole.caseFile.id))
        view('cases/confirm.njk', {
          stageTitle: whole.stage.title,
          authorityName: check.authorityName,
          caseTitle: check.caseTitle,
          renamed: check.renamed,
          caseId: whole.caseFile.id,
          mayWithdraw: allowedFrom(whole.caseFile.procedure, 'withdraw').length > 0,
          requestKey: randomUUID(),
          version: whole.caseFile.lock_version,
          page: { title: '确认提交', breadcrumb: crumbs({ text: '确认提交' }) },
        })
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.confirm(':id'),
      handler: async ({ actor, param, body, audit, redirect, view }) => {
        if (body['answer'] !== 'yes') return redirect(paths.checkAnswers(param('id')))
        const requestKey = body['requestKey'] ?? ''
        try {
          await submitStage(deps, actor, audit, {
            caseId: param('id'),
            requestKey,
            version: readVersion(body['version']),
          })
        } catch (error) {
          // Found incomplete at the last moment: 核对 says what is missing.
          if (error instanceof AppError && error.code === 'INVALID') return redirect(paths.checkAnswers(param('id')))
          if (error instanceof AppError && error.code === 'NOT_VERIFIED') {
            const whole = await loadWhole(deps, param('id'), actor.id)
            const overview = paths.case(whole.caseFile.id)
            return view(
              'cases/unverified.njk',
              {
                detail: error.detail,
                verifyHref: `${paths.verify}?next=${encodeURIComponent(paths.checkAnswers(whole.caseFile.id))}`,
                backHref: overview,
                page: {
                  title: '需要先实名认证',
                  breadcrumb: crumbs({ href: overview, text: whole.stage.title }, { text: '需要先实名认证' }),
                },
              },
              409,
            )
          }
          throw error
        }
        redirect(`${paths.submitted(param('id'))}?key=${requestKey}`)
      },
    }),
    holderRoute({
      method: 'get',
      path: paths.submitted(':id'),
      handler: async ({ actor, param, query, view }) => {
        const whole = await loadWhole(deps, param('id'), actor.id)
        const submission = findSubmission(deps, whole, query['key'] ?? '')
        if (!submission) throw new AppError('NOT_FOUND')
        view('cases/submitted.njk', {
          ...submission,
          page: { title: '提交成功', breadcrumb: crumbs({ text: '提交成功' }) },
        })
      },
    }),
    holderRoute({
      method: 'get',
      path: paths.withdraw(':id'),
      waits: 'withdraw',
      handler: async ({ actor, param, view }) => {
        const whole = await loadWhole(deps, param('id'), actor.id)
        const overview = await overviewView(deps, whole)
        if (!overview.giveUp) throw new AppError('NOT_ALLOWED_NOW')
        const abandon = overview.giveUp === 'abandon'
        const title = abandon ? '放弃办理' : '撤回申请'
        view('cases/withdraw.njk', {
          caseId: whole.caseFile.id,
          number: whole.caseFile.number,
          caseTitle: overview.title,
          question: `${title}吗？`,
          losses: [
            abandon
              ? `放弃后本次办理结束，“${whole.stage.title}”已填写的内容不能再提交，不能恢复。前面环节的答复和文书仍可以查看。`
              : '撤回后本次办理结束，不能恢复。',
            whole.reservedUntil === null ? '' : '已经核准的名称同时放弃，他人可以申请使用，名称核准通知书失效。',
            '已填写的内容以后可以复制为新申请。',
          ].join(''),
          yes: abandon ? '是，放弃' : '是，撤回',
          requestKey: randomUUID(),
          version: whole.caseFile.lock_version,
          page: { title, breadcrumb: crumbs({ text: title }) },
        })
      },
    }),
    holderRoute({
      method: 'post',
      path: paths.withdraw(':id'),
      waits: 'withdraw',
      handler: async ({ actor, param, body, audit, redirect }) => {
        if (body['answer'] === 'yes')
          await withdraw(deps, actor, audit, {
            caseId: param('id'),
            requestKey: body['requestKey'] ?? '',
            version: readVersion(body['version']),
          })
        redirect(paths.case(param('id')))
      },
    }),
    holderRoute({
      method: 'get',
      path: paths.deleteDraft(':id'),
      handler: async ({ actor, param, view }) => {
        const form = await loadForm(deps, param('id'), actor.id)
        view('cases/delete.njk', {
          caseId: form.caseFile.id,
          caseTitle: form.caseFile.title || `未命名的${form.matter.title}`,
          page: { title: '删除草稿', breadcrumb: crumbs({ text: '删除草稿' }) },
        })
      },
    }),
    holderRoute({
      method: 'post',
      path: paths.deleteDraft(':id'),
      handler: async ({ actor, param, body, audit, redirect }) => {
        if (body['answer'] !== 'yes') return redirect(paths.cases)
        await setDeleted(deps, actor, audit, { caseId: param('id'), deleted: true })
        redirect(`${paths.cases}?done=deleted`)
      },
    }),
    applicantRoute({
      method: 'post',
      path: paths.restoreDraft(':id'),
      handler: async ({ actor, param, audit, redirect }) => {
        await setDeleted(deps, actor, audit, { caseId: param('id'), deleted: false })
        redirect(`${paths.cases}?done=restored`)
      },
    }),
  ]
}
