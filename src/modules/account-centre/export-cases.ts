import { applicantRoleText } from '../../core/matters/applicant-role.ts'
import { stageOf, stepText, toldText, type Section } from '../../core/matters/journey.ts'
import type { Snapshot } from '../../core/submissions/snapshot.ts'
import type { Matter } from '../../core/matters/define.ts'
import { statuses } from '../../core/workflow/statuses.ts'
import type { Deps } from '../../deps.ts'
import { loadWhole } from '../cases/queries.ts'
import { toldSections } from '../cases/check-view.ts'
import { openSnapshot } from '../cases/snapshot.ts'
import { timeOf, type Records } from './export-records.ts'
import { tellRows, type Tell } from './third-persons.ts'

const tellSections = (matter: Matter, told: Tell, parts: Snapshot['sections'] | readonly Section[]) =>
  parts.map((section) => {
    const page = matter.pages.find(({ code }) => code === section.page)
    return {
      页面: section.title,
      内容: tellRows(told, page?.fields, section.rows),
      列表: section.items.map((item) => tellRows(told, page?.list?.fields, item.rows)),
    }
  })

/** One case with every answer as it reads, its files by name, every submission of it and what happened. */
export const exportedCase = async (
  deps: Deps,
  accountId: string,
  row: Records['cases'][number],
  records: Records,
  told: Tell,
) => {
  const matter = deps.matters.require(row.matter)
  const head = {
    办件编号: row.number,
    事项: matter.title,
    名称: row.title,
    环节: stageOf(matter, row.stage).title,
    状态: statuses[row.status].text,
    创建时间: timeOf(row.created_at),
    首次提交时间: timeOf(row.submitted_at),
  }
  if (row.deleted_at !== null) return { ...head, 删除时间: timeOf(row.deleted_at) }
  // Whatever the account may still do: what it began it may read.
  const whole = await loadWhole(deps, row.id, { id: accountId }, 'see')
  const asked = matter.pages.filter(({ code }) => whole.stored[code] !== undefined).map(({ code }) => code)
  const of = <Part extends { readonly case_id: string }>(parts: readonly Part[]) =>
    parts.filter((part) => part.case_id === row.id)
  return {
    ...head,
    申请人身份: applicantRoleText(whole.role),
    名称保留至: whole.reservedUntil,
    填写内容: tellSections(matter, told, toldSections(whole, asked)),
    上传的文件: whole.attachments.map((file) => ({ 名称: file.name, 上传时间: timeOf(file.uploaded_at) })),
    历次提交: of(records.snapshots).map((snapshot) => {
      const content = openSnapshot(deps.crypto, snapshot)
      return {
        时间: timeOf(snapshot.at),
        环节: stageOf(matter, snapshot.stage).title,
        内容: tellSections(matter, told, content.sections),
        材料: content.materials.map(({ title, files }) => ({ 材料: title, 文件: files.map(({ name }) => name) })),
      }
    }),
    补正: of(records.corrections).map((correction) => ({
      告知时间: timeOf(correction.opened_at),
      期限: correction.due_on,
      事项: correction.items.map((item) => ({
        内容: item.title,
        要求: item.note,
        补正情况: item.answer === null ? null : told({ kind: 'textarea' }, '补正情况', item.answer),
      })),
    })),
    办理过程: whole.events.map((event) => ({
      时间: timeOf(event.at),
      环节: stageOf(matter, event.stage).title,
      事情: toldText(stageOf(matter, event.stage), event.action),
    })),
    征求业务主管单位意见: of(records.consentRequests).map((asked) => ({
      业务主管单位: asked.unit,
      送出时间: timeOf(asked.asked_at),
      内容: tellSections(matter, told, openSnapshot(deps.crypto, asked).sections),
      结果: asked.closed_by === null ? null : stepText(stageOf(matter, asked.stage), asked.closed_by),
      文号: asked.document_number,
      结论和理由: asked.conclusion,
      答复时间: timeOf(asked.closed_at),
    })),
    文书: whole.documents.map((document) => ({
      名称: deps.documents.titleOf(document.kind, document.note),
      文号: document.number,
      出具时间: timeOf(document.issued_at),
    })),
    领取: of(records.handOvers).map((taken) => ({
      领取人: taken.collector_name,
      联系电话: told(
        { kind: 'phone' },
        '联系电话',
        deps.crypto.decrypt(taken.collector_phone_enc, `certificate_hand_over.phone:${row.id}`),
      ),
      时间: timeOf(taken.collected_at),
    })),
  }
}
