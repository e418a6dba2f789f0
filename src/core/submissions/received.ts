import { difference, onlyChanges } from './difference.ts'
import type { Snapshot, SubmittedMaterial } from './snapshot.ts'

/** One line of a receipt: what came, how it came, and how much of it. */
export type ReceivedPart = {
  readonly name: string
  /** Typed into the portal, uploaded, or answered online by the supervisory unit: no paper changed hands. */
  readonly form: 'ONLINE' | 'FILE' | 'CONSENT'
  readonly files: number | null
  /** Of all its files, where that is known of each. */
  readonly pages: number | null
  readonly note: string | null
}

const typed = '在线填报的申请信息'

const uploaded = (title: string, files: SubmittedMaterial['files'], note: string | null): ReceivedPart => {
  const pages = files.map((file) => file.pages)
  return {
    name: title,
    form: 'FILE',
    files: files.length,
    pages:
      files.length > 0 && pages.every((count) => count !== undefined)
        ? pages.reduce((sum, count) => sum + count, 0)
        : null,
    note,
  }
}

const consented = ({ title, instead }: SubmittedMaterial): ReceivedPart[] =>
  instead === undefined ? [] : [{ name: title, form: 'CONSENT', files: null, pages: null, note: instead }]

/** Everything a submission brought; `which`: it, in words. */
export const receivedParts = ({ materials }: Snapshot, which: string): readonly ReceivedPart[] => [
  { name: typed, form: 'ONLINE', files: null, pages: null, note: which },
  ...materials.flatMap((material) => [
    ...(material.files.length > 0 ? [uploaded(material.title, material.files, null)] : []),
    ...consented(material),
  ]),
]

/**
 * What a submission brought that the one before it had not: 补正材料. `explained`: how many items of the notice it answers
 * in words.
 */
export const receivedSince = (before: Snapshot, after: Snapshot, explained: number): readonly ReceivedPart[] => {
  const { sections, materials } = onlyChanges(difference(before, after))
  const changed = sections.map(({ title }) => title)
  const online = (name: string, note: string): ReceivedPart => ({
    name,
    form: 'ONLINE',
    files: null,
    pages: null,
    note,
  })
  return [
    ...(explained > 0 ? [online('补正情况说明', `逐项说明，共${explained}项`)] : []),
    ...(changed.length > 0 ? [online(typed, `修改：${changed.join('、')}`)] : []),
    ...materials.flatMap(({ title, files }) => {
      const added = files.filter(({ change }) => change === 'added')
      const gone = files.filter(({ change }) => change === 'removed').length
      const note = gone > 0 ? `撤下原有的${gone}个文件` : null
      return added.length > 0 || gone > 0 ? [uploaded(title, added, note)] : []
    }),
    ...after.materials
      .filter(({ code, instead }) => before.materials.find((one) => one.code === code)?.instead !== instead)
      .flatMap(consented),
  ]
}
