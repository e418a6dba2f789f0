import type { Page } from '../forms/page.ts'
import type { AnyStage } from '../matters/define.ts'
import type { PaperPart } from './define.ts'

/** Pages and fields of a list a part names. */
const named = (part: PaperPart): readonly { readonly page: string; readonly fields?: readonly string[] }[] => {
  switch (part.type) {
    case 'pages':
      return part.pages.map((page) => ({ page }))
    case 'rest':
      return part.except.map((page) => ({ page }))
    case 'table':
      return [{ page: part.page, fields: part.columns.flatMap((column) => ('field' in column ? [column.field] : [])) }]
    case 'charter':
    case 'comparison':
      return [{ page: part.page }]
    case 'places':
      return [{ page: part.page, fields: part.asked === undefined ? [] : [part.asked] }]
    case 'signatures':
      return part.boxes.flatMap(({ unless }) => (unless ? [{ page: unless.page, fields: [unless.field] }] : []))
    case 'text':
    case 'name':
    case 'person':
    case 'materials':
      return []
  }
}

/** What the papers of a stage name and the stage does not ask; codes declared twice. */
export const paperFaults = (
  { code: stage, papers = [], pages, locked }: AnyStage,
  all: ReadonlyMap<string, Page>,
): readonly string[] =>
  papers.flatMap(({ code, each, parts }, index) => {
    const where = `stage ${stage}: paper ${code}`
    const places = [
      ...(each ? [{ page: each.page, fields: each.only ? [each.only.field] : [] }] : []),
      ...parts.flatMap(named),
    ]
    return [
      ...(papers.findIndex((paper) => paper.code === code) === index ? [] : [`${where} declared twice`]),
      ...places.flatMap(({ page: name, fields = [] }) => {
        const page = [...pages, ...locked].includes(name) ? all.get(name) : undefined
        if (!page) return [`${where}: no page ${name}`]
        const known = [...page.fields, ...(page.list?.fields ?? [])].map((field) => field.name)
        return fields.filter((field) => !known.includes(field)).map((field) => `${where}: no field ${name}.${field}`)
      }),
    ]
  })
