import { expect, it } from 'vitest'
import { isRetiredMaterial, limitOf, onOutcome } from '../../../src/core/matters/journey.ts'
import { CLOCKS } from '../../../src/core/workflow/clocks.ts'
import { procedureOf } from '../../../src/core/workflow/procedures/index.ts'
import { documents } from '../../../src/documents/index.ts'
import { matters } from '../../../src/matters/index.ts'
import type { Matter } from '../../../src/core/matters/define.ts'
import { matterLines } from '../../../src/modules/catalogue/directory.ts'
import { guideView, materialNeedText } from '../../../src/modules/catalogue/guide.ts'
import type { Site } from '../../../src/sites/define.ts'
import { sites } from '../../../src/sites/index.ts'
import { faqEntries } from '../../../src/web/faq.ts'

const reference = { divisions: new Map(), authorities: [] }
const limitText = (matter: Matter, site: Site) => {
  const [line] = matterLines([matter], site)
  return line && 'limitText' in line ? line.limitText : undefined
}

it.each(matters.all)('the guide of $title holds every stage, material, limit and document of the matter', (matter) => {
  const text = JSON.stringify(guideView({ site: sites.shanxi, reference, documents }, matter))
  for (const stage of matter.stages) {
    expect(text).toContain(stage.title)
    for (const step of Object.values(procedureOf(stage.procedure).steps))
      for (const kind of [...(step.documents ?? []), ...(onOutcome(stage, step.outcome)?.documents ?? [])])
        expect(text).toContain(documents.of(kind).title)
    for (const clock of CLOCKS) {
      const limit = limitOf(matter, stage, clock, sites.shanxi.matters)
      if (!limit) continue
      const unit = limit.inMonths ? '个月' : '个工作日'
      expect(text).toContain(`${limit.statutory}${unit}`)
      expect(text).toContain(`${limit.committed}${unit}`)
      expect(text).toContain(limit.basis)
    }
  }
  for (const material of matter.materials.filter((one) => !isRetiredMaterial(one))) {
    expect(text).toContain(material.code)
    expect(text).toContain(material.title)
    expect(text).toContain(material.basis)
  }
  for (const condition of matter.guide.conditions) expect(text).toContain(condition.text)
})

it.each(matters.all)('the conditions of the materials of $title are said in words', (matter) => {
  for (const material of matter.materials.filter((one) => !isRetiredMaterial(one))) {
    const words = materialNeedText(matter, material)
    expect(words).toMatch(/^(必须提交|选交|“.+”选“.+”时必须提交)$/)
    expect(words === '必须提交').toBe(!material.when && !material.optional)
  }
})

it.each(matters.all)('$title: a name is to be tried before only where one is asked for', (matter) => {
  const asks = matter.pages.some(({ fields }) => fields.some(({ kind }) => kind === 'proposedName'))
  expect(guideView({ site: sites.shanxi, reference, documents }, matter).named).toBe(asks)
})

it.each(matters.all)('$title: the step bar promises in its stages what the head promises in all', (matter) => {
  const { steps, facts } = guideView({ site: sites.shanxi, reference, documents }, matter)
  const days = steps.map(({ text }) => Number(/^承诺(\d+)个工作日$/.exec(text)?.[1] ?? 0))
  expect(facts[1]?.text).toContain(`承诺合计${days.reduce((sum, each) => sum + each, 0)}个工作日`)
})

it('a line of the directory promises what the site promises', () => {
  const [matter] = matters.all
  if (!matter) throw new Error('no matters')
  const site = sites.shanxi
  expect(limitText(matter, site)).toBe('“提交成立材料”环节承诺20个工作日（法定60个工作日）')
  const shorter = { [matter.code]: { establishmentSubmission: { decision: 15 } } }
  const other = { ...site, matters: { ...site.matters, committed: shorter } }
  expect(limitText(matter, other)).toBe('“提交成立材料”环节承诺15个工作日（法定60个工作日）')
  // What is filed only is promised by its filing.
  const [last] = matter.stages.toReversed()
  expect(limitText({ ...matter, stages: last ? [last] : [] }, site)).toBe('承诺5个工作日（法定10个工作日）')
})

const everyText = [
  ...matters.all
    .filter(({ begunBy }) => begunBy === 'person')
    .map((matter) => [matter.title, [matter.guide, matter.stages, matter.pages]] as const),
  ['the questions of the help page', faqEntries] as const,
]

it.each(everyText)(
  'issue 9: in %s the certificate comes first, then seal and account, then the filing (R250 16)',
  (_of, texts) => {
    const text = JSON.stringify(texts)
    expect(text).not.toMatch(/凭本?决定书?[^。]{0,20}(印章|账户)/u)
    expect(text).not.toMatch(/备案(以)?后[^。]{0,15}(发证|领取登记证书|颁发)/u)
    expect(text).toMatch(/凭证书刻制印章、开立银行账户/u)
  },
)
