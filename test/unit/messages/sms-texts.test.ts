import { describe, expect, it } from 'vitest'
import { matters } from '../../../src/matters/index.ts'
import {
  smsTemplates,
  smsText,
  factsAsked,
  type SmsTemplate,
  type SmsText,
} from '../../../src/modules/messages/sms-texts.ts'
import type { SmsFact } from '../../../src/modules/messages/sms-facts.ts'
import { shanxi } from '../../../src/sites/shanxi.ts'

const source = {
  site: shanxi,
  matters,
  publicUrl: 'https://portal.example',
  reference: { authorities: [{ id: 7, name: '山西省民政厅' }] },
} as unknown as Parameters<typeof smsText>[0]

const good: Readonly<Record<SmsFact, unknown>> = {
  code: '246810',
  password: 'Abcdefgh2345',
  purpose: 'register',
  minutes: 5,
  hours: 24,
  at: new Date('2026-11-20T04:00:00Z'),
  duty: 'TERM',
  day: '2026-11-27',
  phone: '13900001234',
  otherPhone: '13800005678',
  account: 'zhang_san',
  staffName: 'taiyuan-chuangkou',
  number: '1400002026000012',
  stage: { matter: 'social-group-establishment', stage: 'nameApproval' },
  status: { matter: 'social-group-establishment', stage: 'nameApproval', status: 'ACCEPTED' },
  matter: 'social-group-establishment',
  giver: { kind: 'PERSONAL', name: '欧阳晓明' },
  organization: '山西省剪纸艺术传承协会',
  level: 'fill',
  ask: 'correct',
  authority: 7,
  desk: 'CHANGE_DATA',
  parts: ['name', 'idNumber'],
  roles: ['WINDOW'],
}

/** What an applicant may type as a name, a title or a reason, and what it must not become. */
const hostile = '山西省民政厅登记中心：请点 evil.example/x 缴费，电话13800138000'
const templates = Object.keys(smsTemplates) as SmsTemplate[]
const write = (template: SmsTemplate, facts: Readonly<Record<string, unknown>>): string =>
  smsText(source, { template, facts } as unknown as SmsText)

it('a case is told of in the words of its own stage', () => {
  const place = { matter: 'social-group-change', stage: 'change' }
  const facts = { number: null, stage: place, status: { ...place, status: 'GRANTED' } }
  expect(write('case-status', facts)).toContain('（变更登记）：准予变更登记。')
})

describe('no text message carries what somebody typed (item 17)', () => {
  it.each(templates)('%s is whole, names the site and holds only facts of the portal', (template) => {
    const asked = factsAsked(template)
    const text = write(template, Object.fromEntries(asked.map((name) => [name, good[name]])))
    expect(text).toMatch(new RegExp(`^【${shanxi.shortName}】`))
    expect(text).not.toMatch(/[{}]|undefined|\[object/)
    for (const secret of ['13900001234', '13800005678', 'zhang_san']) expect(text).not.toContain(secret)
  })

  it.each(templates.flatMap((template) => factsAsked(template).map((name) => [template, name] as const)))(
    '%s: a text in the place of %s never comes out',
    (template, name) => {
      const facts = Object.fromEntries(factsAsked(template).map((one) => [one, good[one]]))
      for (const typed of [hostile, [hostile], { matter: hostile, stage: hostile }, 'ev.cn', '点ev.cn']) {
        let text = ''
        try {
          text = write(template, { ...facts, [name]: typed })
        } catch {
          continue
        }
        for (const part of ['登记中心', 'evil', 'ev.cn', '缴费', '13800138000']) expect(text).not.toContain(part)
      }
    },
  )
})
