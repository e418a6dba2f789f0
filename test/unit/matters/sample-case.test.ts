import { describe, expect, it } from 'vitest'
import { validatePage } from '../../../src/core/forms/page.ts'
import { validateIdDocument } from '../../../src/core/identity/documents.ts'
import { ageOn } from '../../../src/core/identity/resident-id.ts'
import { elsewhereOf, readAnswers } from '../../../src/core/matters/answers.ts'
import type { AnswerSet } from '../../../src/core/matters/define.ts'
import { applyRules, askedPages, materialNeed, stageOf, stageState } from '../../../src/core/matters/journey.ts'
import { sampleOf } from '../../../src/core/matters/sample.ts'
import { exampleCase, exampleName, subjectsFor } from '../../../src/matters/example-case.ts'
import { matters } from '../../../src/matters/index.ts'
import { province } from './rule-cases.ts'

const today = '2026-11-20'
const context = { today, posts: [], ...province }

it.each(matters.all)(
  '$title: a date that is no day of the calendar is a fault of its field and stops nothing else',
  (matter) => {
    const sample = sampleOf(matter)
    for (const page of matter.pages)
      for (const { name, kind } of [...page.fields, ...(page.list?.fields ?? [])])
        for (const raw of kind === 'date' ? ['2026-13-45', '2026-02-30', '二〇二六--'] : []) {
          const data = sample[page.code]
          const typed = {
            values: { ...data?.values, [name]: raw },
            items: (data?.items ?? []).map((item) => ({ ...item, values: { ...item.values, [name]: raw } })),
          }
          const stored = { ...sample, [page.code]: typed }
          for (const stage of matter.stages)
            expect(() =>
              stageState(matter, stage, stored, readAnswers(matter.pages, stored), {}, context),
            ).not.toThrow()
        }
  },
)

it('subjects of a seed are all there are, each once, in an order of its own and always the same', () => {
  const [one, again, ...others] = ['first', 'first', 'second', 'third'].map((seed) => subjectsFor(seed))
  const crafts = (subjects = one) => subjects?.map(({ craft }) => craft) ?? []
  expect(again).toEqual(one)
  expect(new Set(crafts()).size).toBe(132)
  expect(new Set([crafts(), ...others.map(crafts)].map(([begin]) => begin)).size).toBe(3)
  for (const other of others) expect(crafts(other).toSorted()).toEqual(crafts().toSorted())
})

/** Advice decides nothing, and the conclusion on a report says why by itself. */
const deciding = matters.all.filter(({ stages }) => stages.some(({ on }) => 'granted' in on || 'filed' in on))

it.each(deciding)('$title: a decision states what the case proves, and nothing that it does not hold', (matter) => {
  const proved = (stored: AnswerSet) =>
    matter.stages.flatMap(({ on }) =>
      [...('granted' in on ? [on.granted] : []), ...('filed' in on ? [on.filed] : [])].flatMap(
        (one) => one?.proved?.(readAnswers(matter.pages, stored)) ?? [],
      ),
    )
  const full = sampleOf(matter)
  const clauses = proved(full)
  expect(clauses.length).toBeGreaterThan(matter.family === 'filing' || matter.family === 'certificate' ? 0 : 2)
  expect(proved({})).toEqual([])
  // A page that was not filled in takes its clause with it and leaves no gap in another.
  for (const page of Object.keys(full))
    for (const clause of proved(Object.fromEntries(Object.entries(full).filter(([code]) => code !== page))))
      expect(clauses).toContain(clause)
})

const filesOf = (codes: readonly string[]) => Object.fromEntries(codes.map((code) => [code, 1]))

/** What is particular to the example of each matter: who leads, and which papers it needs. */
const particulars: Readonly<Record<string, { posts: readonly string[]; needs: Readonly<Record<string, string>> }>> = {
  'social-group-establishment': {
    posts: ['PRESIDENT', 'SECRETARY_GENERAL', 'CHIEF_SUPERVISOR'],
    needs: {
      M102: 'required',
      M104: 'required',
      M106: 'not-needed',
      M202: 'required',
      M214: 'not-needed',
      M217: 'required',
      M303: 'optional',
      M304: 'optional',
    },
  },
  'private-non-enterprise-establishment': {
    posts: ['COUNCIL_CHAIR', 'EXECUTIVE_HEAD', 'CHIEF_SUPERVISOR'],
    needs: {
      M103: 'required',
      M104: 'required',
      M105: 'not-needed',
      M105U: 'not-needed',
      M106: 'not-needed',
      M213: 'required',
      M214: 'not-needed',
      M215: 'not-needed',
      M303: 'optional',
      M304: 'optional',
    },
  },
  'foundation-establishment': {
    posts: ['COUNCIL_CHAIR', 'SECRETARY_GENERAL', 'CHIEF_SUPERVISOR'],
    needs: { M104: 'required', M105: 'not-needed', M107: 'not-needed', M219: 'not-needed', M303: 'required' },
  },
}

describe.each(matters.all.map((matter) => ({ title: matter.title, matter })))(
  'the sample case of $title',
  ({ matter }) => {
    const { stages, pages } = matter
    const sample = sampleOf(matter)
    const answers = readAnswers(pages, sample)
    const particular = particulars[matter.code]

    for (const stage of stages) {
      it(`passes every page of ${stage.title}`, () => {
        const findings = askedPages(matter, [...stage.pages, ...stage.locked], answers).flatMap((page) => {
          const data = sample[page.code]
          return data ? validatePage(page, data, today, elsewhereOf(answers)) : [{ message: `no page ${page.code}` }]
        })
        expect(findings).toEqual([])
      })

      it(`passes every rule of ${stage.title}`, () => {
        expect(applyRules(matter, stage.code, answers, context)).toEqual([])
      })

      it(`${stage.title} is complete with the sample and one file for each material`, () => {
        const state = stageState(matter, stage, sample, answers, filesOf(stage.materials), context)
        expect(state.complete).toBe(true)
        expect(state.pages.map((page) => page.status)).toEqual(
          askedPages(matter, stage.pages, answers).map(() => 'done'),
        )
      })

      // 换发证书 asks nothing of the organization.
      if (stage.pages.length > 0)
        it(`${stage.title} is not complete while nothing is answered`, () => {
          const state = stageState(matter, stage, {}, readAnswers(pages, {}), {}, context)
          expect(state.complete).toBe(false)
          expect(state.pages.some((page) => page.status === 'todo')).toBe(true)
        })
    }

    /** What is true of foundings only is said of nothing else. */
    const founding = (title: string, body: () => void): void => {
      if (matter.begunBy === 'person') it(title, body)
    }

    founding(
      'has at least five sponsors and five officers, each with a valid document of their own, all adults',
      () => {
        for (const page of ['sponsors', 'officers']) {
          const people = answers.items(page)
          expect(people.length).toBeGreaterThanOrEqual(5)
          expect(new Set(people.map((person) => person.values['idNumber'])).size).toBe(people.length)
          for (const person of people) {
            const id = validateIdDocument('RESIDENT_ID', person.values['idNumber'] ?? '', today)
            expect(id.ok && id.birthDate !== undefined && ageOn(id.birthDate, today) >= 18).toBe(true)
          }
        }
      },
    )

    const told = {
      name: '张晓明',
      idType: 'RESIDENT_ID',
      idNumber: '140106198503120014',
      phone: '13900000001',
    } as const

    it.each([
      ['2024-02-29', 'HANDLER'],
      ['2026-12-31', 'LEGAL_REPRESENTATIVE'],
      ['2028-02-29', null],
      ['2033-07-01', 'HANDLER'],
    ] as const)('made somebody’s own on %s passes every page and rule of that day', (day, role) => {
      const [subject] = subjectsFor(day)
      const fiscalYear = Number(day.slice(0, 4)) - 1
      const made = exampleCase(matter, {
        seed: day,
        today: day,
        fiscalYear,
        teller: { ...told, role },
        ...(subject ? { subject } : {}),
      })
      const { year } = made
      const own = year
        ? { ...made, year: { ...year, values: { ...year.values, fiscalYear: String(fiscalYear) } } }
        : made
      const read = readAnswers(pages, own)
      const asked = askedPages(
        matter,
        pages.map(({ code }) => code),
        read,
      )
      const faults = asked.flatMap((page) => validatePage(page, own[page.code]!, day, elsewhereOf(read)))
      expect(faults).toEqual([])
      for (const { code } of stages) expect(applyRules(matter, code, read, { ...context, today: day })).toEqual([])
      const people = read.items('officers').map(({ values }) => values['idNumber'])
      const marked = matter.facts.people.some(({ legalRepresentative }) => legalRepresentative !== undefined)
      expect(people.includes(told.idNumber)).toBe(role === 'LEGAL_REPRESENTATIVE' && people.length > 0 && marked)
    })

    founding('has other people and another name for every case, and says the name wherever it stands', () => {
      const [one, other] = ['first', 'second'].map((seed) => {
        const [subject] = subjectsFor(seed)
        if (!subject) throw new Error('no subject')
        const words = { 山西省: '太原市', 山西省太原市迎泽区: '山西省太原市小店区', 太原市迎泽区: '太原市小店区' }
        const name = exampleName(matter, { subject, words })
        const own = exampleCase(matter, { seed, subject, words })
        expect(own['name']?.values['proposedName']).toBe(name)
        expect(own['bankAccount']?.values['accountName']).toBe(name)
        expect(name).toMatch(/^太原市/)
        return { name, numbers: own['officers']?.items.map(({ values }) => values['idNumber']) ?? [] }
      })
      expect(one?.name).not.toBe(other?.name)
      expect(one?.numbers.filter((number) => other?.numbers.includes(number))).toEqual([])
    })

    it('tells for every material whether it is needed', () => {
      const needs = Object.fromEntries(
        matter.materials.map((material) => [material.code, materialNeed(material, answers)]),
      )
      expect(needs).toMatchObject(particular?.needs ?? {})
    })

    founding('needs the approval of a concurrent post as soon as one officer is a party or government leader', () => {
      const [first, ...others] = sample['officers']?.items ?? []
      if (!first) throw new Error('the sample has no officers')
      const leader = { ...first, values: { ...first.values, isPartyGovLeader: 'yes' } }
      const changed = readAnswers(pages, { ...sample, officers: { values: {}, items: [leader, ...others] } })
      const material = matter.materials.find((candidate) => candidate.code === 'M214')
      expect(material && materialNeed(material, changed)).toBe('required')
    })

    founding('asks who registers directly for no unit, its consent and its papers', () => {
      const { supervisoryConsent: _, ...others } = sample
      const direct = { ...others, supervision: { values: { directRegistration: 'yes' }, items: [] } }
      const read = readAnswers(pages, direct)
      expect(read.value('supervision', 'supervisoryUnit')).toBe('')
      const stage = stageOf(matter, 'establishmentSubmission')
      const files = filesOf(stage.materials.filter((code) => code !== 'M202'))
      const state = stageState(matter, stage, direct, read, files, context)
      expect(state.complete).toBe(true)
      expect(state.pages.map(({ page }) => page.code)).not.toContain('supervisoryConsent')
    })

    founding('is not complete while a required material has no file', () => {
      const stage = stageOf(matter, 'establishmentSubmission')
      const files = filesOf(stage.materials.filter((code) => code !== 'M204'))
      expect(stageState(matter, stage, sample, answers, files, context).complete).toBe(false)
    })
  },
)
