import { domicileSources } from '../../core/enumerations.ts'
import type { AnyStage, Material, Matter } from '../../core/matters/define.ts'
import { isRetiredMaterial } from '../../core/matters/journey.ts'
import { ORG_TYPES, type OrgType } from '../../core/org-types.ts'
import type { MaterialForm } from '../../core/printable-forms/material-form.ts'
import { charterLinks } from '../../web/charters.ts'
import { formLink } from '../../web/material-forms.ts'
import { paths } from '../../web/paths.ts'
import { materialNeedText } from '../catalogue/guide.ts'

const types = Object.keys(ORG_TYPES) as readonly OrgType[]

/** Every form a material of some matter names, by code. */
export const materialFormsOf = (matters: readonly Matter[]): ReadonlyMap<string, MaterialForm> =>
  new Map(
    matters.flatMap(({ materials }) => materials.flatMap(({ forms = [] }) => forms)).map((form) => [form.code, form]),
  )

/** Whether a form is for the way of having a domicile that is looked for; what does not depend on it always is. */
const isFor =
  (source: string) =>
  ({ when }: MaterialForm): boolean =>
    source === '' || when?.field !== 'domicileSource' || ('is' in when && when.is.includes(source))

const rowOf = (matter: Matter, stage: AnyStage, material: Material, source: string) => {
  const paper = stage.papers?.find(({ code, uploaded }) => uploaded && code === material.code)
  const forms = (material.forms ?? []).filter(isFor(source)).map(formLink)
  return [
    { text: material.title, sub: `${materialNeedText(matter, material)}。${material.hint}。` },
    {
      text: paper
        ? `《${paper.title}》由本平台根据您填写的内容生成，${paper.use}。`
        : (material.noForm ?? (material.charter ? '见本页的章程示范文本；在申请里可以下载已填入您的内容的文本' : '')),
      forms,
    },
  ]
}

const head = ['材料', '空白表和样例'].map((text) => ({ text }))

const stageTable = (matter: Matter, stage: AnyStage, source: string) => ({
  caption: stage.title,
  captionHidden: true,
  head,
  rows: stage.materials.flatMap((code) =>
    matter.materials
      .filter((material) => material.code === code && !isRetiredMaterial(material))
      .map((one) => rowOf(matter, stage, one, source)),
  ),
})

/** What must be brought for each matter of a type, with what it is written on; `query`: type, and how the domicile is had. */
export const formsView = (matters: readonly Matter[], query: Readonly<Record<string, string>>) => {
  const chosen = types.find((one) => one === query['type'])
  const type = chosen ?? 'SOCIAL_GROUP'
  const source = domicileSources.find(({ value }) => value === query['domicile'])?.value ?? ''
  return {
    page: {
      title: '空白表和样例',
      breadcrumb: [
        { href: paths.home, text: '首页' },
        { href: paths.help, text: '帮助中心' },
        { text: '空白表和样例' },
      ],
    },
    // Whoever comes for a charter without having said of what finds those of every type.
    charters: (chosen ? [chosen] : types).map((one) => ({ title: ORG_TYPES[one].label, links: charterLinks(one) })),
    fields: [
      {
        id: 'forms-type',
        name: 'type',
        label: '组织类型',
        kind: 'select',
        value: type,
        options: types.map((value) => ({ value, text: ORG_TYPES[value].label })),
      },
      {
        id: 'forms-domicile',
        name: 'domicile',
        label: '住所来源',
        kind: 'select',
        value: source,
        options: [{ value: '', text: '全部' }, ...domicileSources],
      },
    ],
    matters: matters
      .filter(({ orgType }) => orgType === type)
      .map((matter) => ({
        code: matter.code,
        title: matter.title,
        guideHref: paths.guide(matter.code),
        stages: matter.stages.map((stage) => stageTable(matter, stage, source)).filter(({ rows }) => rows.length > 0),
      })),
  }
}
