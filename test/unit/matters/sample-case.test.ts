import { describe, expect, it } from 'vitest'
import { validateIdDocument } from '../../../src/core/identity/documents.ts'
import { ageOn } from '../../../src/core/identity/resident-id.ts'
import { readAnswers } from '../../../src/core/matters/answers.ts'
import { applyRules, materialNeed, stageOf, stageState } from '../../../src/core/matters/journey.ts'
import { validatePage } from '../../../src/core/forms/page.ts'
import { sampleAnswers } from '../../../src/matters/social-group-establishment/sample.ts'
import { socialGroupEstablishment as matter } from '../../../src/matters/social-group-establishment/index.ts'
import type { Matter } from '../../../src/core/matters/define.ts'

const today = '2026-11-20'
const { stages, pages }: Matter = matter
const answers = readAnswers(pages, sampleAnswers)

describe('the sample case of 社会团体成立登记', () => {
  for (const stage of stages) {
    it(`passes every page of ${stage.title}`, () => {
      const findings = [...stage.pages, ...stage.locked].flatMap((code) => {
        const page = pages.find((candidate) => candidate.code === code)
        const data = sampleAnswers[code]
        return page && data ? validatePage(page, data, today) : [{ message: `no page ${code}` }]
      })
      expect(findings).toEqual([])
    })

    it(`passes every rule of ${stage.title}`, () => {
      expect(applyRules(matter, stage.code, answers, { today, posts: [] })).toEqual([])
    })
  }

  it('has at least five sponsors and five officers, each with a valid document of their own, all adults', () => {
    for (const page of ['sponsors', 'officers']) {
      const people = answers.items(page)
      expect(people.length).toBeGreaterThanOrEqual(5)
      expect(new Set(people.map((person) => person.values['idNumber'])).size).toBe(people.length)
      for (const person of people) {
        const id = validateIdDocument('RESIDENT_ID', person.values['idNumber'] ?? '', today)
        expect(id.ok && id.birthDate !== undefined && ageOn(id.birthDate, today) >= 18).toBe(true)
      }
    }
  })

  it('has a chairperson who is the legal representative, a secretary-general and a supervisor', () => {
    const people = answers.items('officers').map((person) => person.values)
    const posts = people.map((person) => person['orgPost'])
    expect(people.filter((person) => person['isLegalRepresentative'] === 'yes').map((p) => p['orgPost'])).toEqual([
      'PRESIDENT',
    ])
    expect(posts).toContain('SECRETARY_GENERAL')
    expect(posts).toContain('CHIEF_SUPERVISOR')
  })

  it('tells for every material whether it is needed', () => {
    const needs = Object.fromEntries(
      matter.materials.map((material) => [material.code, materialNeed(material, answers)]),
    )
    expect(needs).toMatchObject({ M102: 'required', M104: 'required', M106: 'not-needed', M202: 'required' })
    expect(needs).toMatchObject({ M214: 'not-needed', M217: 'required', M303: 'optional', M304: 'optional' })
  })

  it('needs the approval of a concurrent post as soon as one officer is a party or government leader', () => {
    const [first, ...others] = sampleAnswers['officers']?.items ?? []
    if (!first) throw new Error('the sample has no officers')
    const leader = { ...first, values: { ...first.values, isPartyGovLeader: 'yes' } }
    const changed = readAnswers(pages, { ...sampleAnswers, officers: { values: {}, items: [leader, ...others] } })
    const material = matter.materials.find((candidate) => candidate.code === 'M214')
    expect(material && materialNeed(material, changed)).toBe('required')
  })
})

describe('how far a stage is', () => {
  const filesOf = (codes: readonly string[]) => Object.fromEntries(codes.map((code) => [code, 1]))

  for (const stage of stages) {
    it(`${stage.title} is complete with the sample and one file for each material`, () => {
      const state = stageState(matter, stage, sampleAnswers, answers, filesOf(stage.materials), { today, posts: [] })
      expect(state.complete).toBe(true)
      expect(state.pages.map((page) => page.status)).toEqual(stage.pages.map(() => 'done'))
    })

    it(`${stage.title} is not complete while nothing is answered`, () => {
      const state = stageState(matter, stage, {}, readAnswers(pages, {}), {}, { today, posts: [] })
      expect(state.complete).toBe(false)
      expect(state.pages.some((page) => page.status === 'todo')).toBe(true)
    })
  }

  it('is not complete while a required material has no file', () => {
    const stage = stageOf(matter, 'establishmentSubmission')
    const files = filesOf(stage.materials.filter((code) => code !== 'M204'))
    expect(stageState(matter, stage, sampleAnswers, answers, files, { today, posts: [] }).complete).toBe(false)
  })
})
