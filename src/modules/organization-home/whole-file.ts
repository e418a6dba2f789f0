import { buffer } from 'node:stream/consumers'
import { AppError } from '../../core/errors.ts'
import { codePointName, substituted } from '../../core/documents/substitutes.ts'
import type { PrintableForm } from '../../core/printable-forms/define.ts'
import { localDate } from '../../core/workflow/deadlines.ts'
import type { Deps } from '../../deps.ts'
import { paths } from '../../web/paths.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { filedPapers } from './queries.ts'

/** More than this is read one by one: joining takes several times as much memory. */
const mostBytes = 60 * 1024 * 1024

/** All that was decided, filed and certified of an organization, the oldest first, as one PDF with a list of it. Throws INVALID. */
export const wholeFile = async (
  deps: Deps,
  { id, name, uscc }: Pick<OrganizationRow, 'id' | 'name' | 'uscc'>,
): Promise<Buffer> => {
  const papers = await filedPapers(deps, id)
  if (papers.length === 0) throw new AppError('INVALID', '本平台没有为这个社会组织出具过文书。')
  if (papers.reduce((sum, { size }) => sum + size, 0) > mostBytes)
    throw new AppError('INVALID', '全部文书合计超过60MB，不能合并为一个文件，请逐份下载。')
  const parts = await Promise.all(
    papers.map(async ({ kind, note, number, shown }) => ({
      title: `${deps.documents.titleOf(kind, note)} ${number}`,
      type: 'pdf' as const,
      bytes: await buffer(await deps.files.stream(shown)),
    })),
  )
  const today = localDate(deps.clock.now())
  const list: PrintableForm = {
    number: '',
    title: '社会组织文书卷',
    version: today,
    purpose: '由社会组织自己下载保存',
    holders: [],
    note: '',
    blocks: [
      {
        type: 'rows',
        title: '社会组织',
        rows: [
          { label: '名称', value: name },
          { label: '统一社会信用代码', value: uscc },
        ],
      },
    ],
  }
  const lacking = Object.fromEntries((await deps.pdf.lacking(list)).map((char) => [char, codePointName(char)]))
  return deps.pdf.bundle(parts, substituted(list, lacking), {
    code: uscc,
    told: `统一社会信用代码：${uscc}　打印日期：${today}`,
    address: `${deps.publicUrl}${paths.organization(uscc)}`,
    siteName: deps.site.name,
    hostOrgan: deps.site.hostOrgan,
    printedOn: today,
    about: '扫描首页右上角二维码打开公开的登记信息',
  })
}
