import { expect, it } from 'vitest'
import { beforeChanging } from '../../../src/modules/cases/consent-view.ts'
import type { LoadedCase } from '../../../src/modules/cases/queries.ts'

/** A draft of a stage, after the unit agreed to one of them. */
const draftOf = (stage: string, agreedTo: string): LoadedCase => {
  const place = { page: 'consent', number: 'consentNo', date: 'consentDate', material: 'D404', beside: ['contact'] }
  const given = { unit: '山西省教育厅', number: '晋教函〔2026〕1号', date: '2026-12-01', opinion: '' }
  return {
    caseFile: { status: 'DRAFT' },
    stage: { code: stage },
    consent: { place, given, settled: place, answered: { stage: agreedTo } },
  } as unknown as LoadedCase
}

it('a consent is of the stage it was asked for: of a later one the unit has seen nothing', () => {
  expect(beforeChanging(draftOf('liquidation', 'liquidation'), 'ending')).toContain('山西省教育厅已同意现在的内容')
  expect(beforeChanging(draftOf('liquidation', 'liquidation'), 'contact')).toBeUndefined()
  expect(beforeChanging(draftOf('deregistration', 'liquidation'), 'recipients')).toBeUndefined()
})
