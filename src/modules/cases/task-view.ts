import type { StageState } from '../../core/matters/journey.ts'
import { paths } from '../../web/paths.ts'
import type { askedInstead } from './consent-view.ts'
import { alongAt, isOpenFor, itemsAt } from './corrections.ts'
import type { WholeCase } from './queries.ts'

const taskStatus = {
  todo: { status: 'todo', statusText: '未开始' },
  error: { status: 'error', statusText: '有待修改' },
  done: { status: 'done', statusText: '已完成' },
} as const

/** A page nobody has saved yet is not done, whatever it holds. */
const unopened = (status: keyof typeof taskStatus, filled: boolean) => {
  if (status !== 'done') return filled ? { status: 'todo', statusText: '已带入部分，请补充' } : taskStatus.todo
  return filled ? { status: 'current', statusText: '已带入，请核对' } : { status: 'todo', statusText: '选填' }
}

/** Only the unit's answer is missing, and that is asked for when all else is done. */
const toUnit = { status: 'todo', statusText: '送业务主管单位' } as const
const toUnitHint = '可以送业务主管单位在线答复'

const toPutRight = { status: 'error', statusText: '需要补正' }

type Task = {
  readonly id: string
  readonly title: string
  readonly href?: string
  readonly status: string
  readonly statusText: string
  readonly hint?: string | undefined
  /** Submitting waits for it. */
  readonly needed: boolean
  /** A notice of correction that binds names it, or it goes along with that: it is told there. */
  readonly named: boolean
}

/** The pages and papers of a stage with how far each is. `nameBlocked`: the name may not be filed as it is. */
export const tasksOf = (
  whole: WholeCase,
  state: StageState,
  { nameBlocked, instead }: { readonly nameBlocked: boolean; readonly instead: ReturnType<typeof askedInstead> },
): { readonly pages: readonly Task[]; readonly materials: readonly Task[] } => {
  const { caseFile, matter, correction, fillable } = whole
  const settled = whole.consent?.settled
  const isSettled = (code: string): boolean => code === settled?.page || code === settled?.material
  const open = (code: string): boolean => fillable && isOpenFor(correction, code) && !isSettled(code)
  const isWrong = (code: string): boolean =>
    correction?.binding === true && itemsAt(correction, code).some(({ answer }) => !answer)
  const isNamed = (code: string): boolean =>
    correction?.binding === true && itemsAt(correction, code).length + alongAt(correction, code).length > 0
  const locked = (code: string) => ({
    status: 'locked',
    statusText: isSettled(code) ? '业务主管单位已在线同意' : '不需修改',
  })
  const pageFacts = (code: string, status: keyof typeof taskStatus) => {
    if (code === matter.facts.names?.proposed.page && nameBlocked)
      return { status: 'error', statusText: '名称需要修改' }
    if ((whole.versions[code] ?? 0) === 0) return unopened(status, whole.stored[code] !== undefined)
    return status === 'done' && isWrong(code) ? toPutRight : taskStatus[status]
  }
  const fileFacts = (code: string, { files, done, need }: StageState['materials'][number]) => {
    if (isWrong(code)) return toPutRight
    if (files > 0) return { status: 'done', statusText: `已上传${files}个文件` }
    return { status: done ? 'current' : 'todo', statusText: need === 'optional' ? '选填' : '未上传' }
  }
  return {
    pages: state.pages.map(({ page: { code, title }, status, findings }) => {
      const blocking = findings.filter(({ level }) => level === 'BLOCK')
      const left = blocking.length > 0 && blocking.every(({ field }) => instead?.isPaper(code, field))
      const answered = left && (whole.versions[code] ?? 0) > 0
      return {
        id: code,
        title,
        named: isNamed(code),
        needed: (status !== 'done' && !answered) || (code === matter.facts.names?.proposed.page && nameBlocked),
        ...(open(code)
          ? { href: paths.answerPage(caseFile.id, code), ...(answered ? toUnit : pageFacts(code, status)) }
          : locked(code)),
        // What nobody has opened yet is not told to be wrong.
        hint: left
          ? toUnitHint
          : status === 'error' && (whole.versions[code] ?? 0) > 0
            ? findings[0]?.message
            : undefined,
      }
    }),
    materials: state.materials.map((entry) => {
      const { material, need, files, done } = entry
      const { code, title } = material
      const left = !done && instead?.isPaper(code) === true
      const own = {
        id: code,
        title: `${title}${need === 'optional' ? '（选填）' : ''}`,
        needed: !done && !left,
        named: isNamed(code),
      }
      if (open(code))
        return {
          ...own,
          href: paths.material(caseFile.id, code),
          ...(left ? toUnit : fileFacts(code, entry)),
          hint: left ? toUnitHint : undefined,
        }
      return { ...own, ...locked(code), ...(files > 0 ? { statusText: `已上传${files}个文件` } : {}) }
    }),
  }
}

/** Which tasks are shown open, and which stand folded behind a line that says how many they are. */
const folded = (tasks: readonly Task[]) => {
  const free = tasks.filter(({ status, named }) => status !== 'locked' && status !== 'done' && !named)
  const isOptional = ({ statusText }: Task): boolean => statusText === '选填'
  return {
    count: tasks.filter(({ status }) => status !== 'locked').length,
    // What one may leave is told by itself.
    asked: tasks.filter((task) => task.status !== 'locked' && !isOptional(task)).length,
    open: free.filter((task) => !isOptional(task)),
    optional: free.filter(isOptional),
    done: tasks.filter(({ status, named }) => status === 'done' && !named),
    named: tasks.filter(({ named }) => named),
  }
}

type Tasks = ReturnType<typeof tasksOf>

/** The task list for its page, the one to go on with, and how many of all are done. */
export const taskList = ({ pages, materials }: Tasks) => {
  const all = [...pages, ...materials]
  const locked = all.filter(({ status }) => status === 'locked')
  const begun = all.some(({ status }) => status === 'done' || status === 'error')
  const goOn = (task: Task): string => {
    const what = materials.includes(task) ? '上传材料' : begun ? '继续填写' : '开始填写'
    // Counted as the page itself says it: pages among pages, papers among papers.
    const [among, unit] = materials.includes(task) ? [materials, '项'] : [pages, '页']
    return `${what}：${task.title}（第${among.indexOf(task) + 1}${unit}，共${among.length}${unit}）`
  }
  const next = all.find((task) => task.needed && task.href !== undefined)
  return {
    pages: folded(pages),
    materials: folded(materials),
    next: next?.href === undefined ? undefined : { text: goOn(next), href: next.href },
    locked,
  }
}
