import type { Field } from '../../core/forms/field.ts'
import { fields } from '../../core/forms/page.ts'

/**
 * Why it is applied for late, asked beside the day the time runs from; nothing where no law sets one. `from`: that day in
 * words; `source`: the provision.
 */
export const lateReason = (days: number | undefined, from: string, source: string): readonly Field[] =>
  days === undefined
    ? []
    : [
        {
          name: 'lateReason',
          label: '逾期说明',
          kind: 'textarea',
          max: 500,
          optional: true,
          byRule: true,
          hint: `自${from}之日起超过${String(days)}日才申请的，写明原因`,
          source,
          example: '',
        },
      ]

const byUnit = { field: 'hasUnit', is: ['yes'] } as const

/** Whether a registered organization has a supervisory unit, and its consent. `source`: the provision that asks it; `hint`: of which time. */
export const consentFields = (source: string, hint = '') =>
  fields(
    {
      name: 'hasUnit',
      label: '有没有业务主管单位',
      kind: 'yesNo',
      hint: `${hint}直接登记或者已经脱钩、没有业务主管单位的，选“否”`,
      example: 'yes',
    },
    {
      name: 'supervisoryUnit',
      label: '业务主管单位',
      kind: 'lookup',
      lookup: 'supervisoryUnits',
      max: 100,
      example: '山西省文物局',
      when: byUnit,
    },
    {
      name: 'consentDate',
      label: '同意日期',
      kind: 'date',
      noLaterThanToday: true,
      hint: '业务主管单位审查同意的日期',
      source,
      example: '2026-11-10',
      when: byUnit,
    },
    {
      name: 'consentNo',
      label: '同意文件文号',
      kind: 'text',
      max: 60,
      example: '晋文物函〔2026〕88号',
      when: byUnit,
    },
  )
