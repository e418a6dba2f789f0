import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitStage } from '../../../src/modules/cases/submit.ts'
import { findApplicant } from '../../../src/web/actors.ts'
import { paths } from '../../../src/web/paths.ts'
import { mainText } from '../../support/accounts.ts'
import { caseRow, putCase } from '../../support/own-cases.ts'
import type { Browser } from '../../support/browser.ts'
import type { TestApplicant } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'
import { sandboxPerson, unverified, verifyBySocialSecurityCard } from '../../support/real-name.ts'

let portal: TestPortal
let account: TestApplicant
let browser: Browser
const person = sandboxPerson(5)

beforeAll(async () => {
  portal = await startTestPortal()
  ;({ account, browser } = await unverified(portal, person))
})
afterAll(() => portal.stop())

const post = (id: string) =>
  browser.post(paths.confirm(id), { _csrf: browser.token(), answer: 'yes', requestKey: randomUUID(), version: '0' })

const verifyLink = (id: string) => `/verify?next=${encodeURIComponent(paths.case(id))}`

describe('A-006 an account that is not verified', () => {
  it.each(['nameConsultation', 'nameApproval'] as const)(
    'A-006 is told on the overview of %s that verification comes, and may submit it',
    async (stage: string) => {
      const id = await putCase(portal, account.id, { stage, complete: true })
      const page = await browser.get(paths.case(id))
      expect(mainText(page)).toContain('从“提交成立材料”环节起，认证以后才能提交')
      expect(page.$(`a[href="${verifyLink(id)}"]`).text()).toBe('现在实名认证')
      const answer = await post(id)
      expect(answer.headers.get('location')).toContain(`${paths.submitted(id)}?key=`)
    },
  )

  it.each([
    ['establishmentSubmission', 'DRAFT'],
    ['establishmentCompletion', 'HANDED_OVER'],
  ] as const)(
    'A-006 may fill in %s but not submit it: told at once, refused by page and by command',
    async (stage, status) => {
      const id = await putCase(portal, account.id, { stage, status, complete: true })
      expect(mainText(await browser.get(paths.case(id)))).toContain('以前，请先实名认证')
      const check = await browser.get(paths.checkAnswers(id))
      expect(check.$('main form button').first().attr('disabled')).toBeDefined()
      expect((await browser.get(paths.confirm(id))).url).toBe(paths.checkAnswers(id))

      const answer = await post(id)
      expect(answer.status).toBe(409)
      const text = await answer.text()
      expect(text).toContain('需要先实名认证')
      expect(text).toContain(`/verify?next=${encodeURIComponent(paths.checkAnswers(id))}`)
      expect(await caseRow(portal, id)).toMatchObject({ status, lock_version: 0 })

      const actor = await findApplicant(portal.deps, account.id)
      if (!actor) throw new Error('no actor')
      // A page shown while the account looked verified proves nothing: the command reads the account itself.
      const command = submitStage(
        portal.deps,
        { ...actor, realNameLevel: 1 },
        { ip: '', requestId: '' },
        {
          caseId: id,
          requestKey: randomUUID(),
          version: 0,
        },
      )
      await expect(command).rejects.toMatchObject({ code: 'NOT_VERIFIED' })
    },
  )

  it('A-006 verifies from there, comes back, and submits', async () => {
    const id = await putCase(portal, account.id, { stage: 'establishmentSubmission', complete: true })
    const next = `?next=${encodeURIComponent(paths.checkAnswers(id))}`
    const done = await verifyBySocialSecurityCard(browser, person.socialSecurityCard, next)
    const finish = done.$('main a').filter((_index, link) => done.$(link).text() === '实名认证完成')
    expect(finish.attr('href')).toBe(paths.checkAnswers(id))
    const check = await browser.get(paths.checkAnswers(id))
    expect(mainText(check)).not.toContain('请先实名认证')
    expect(check.$('main form button').first().attr('disabled')).toBeUndefined()
    const answer = await post(id)
    expect(answer.headers.get('location')).toContain(`${paths.submitted(id)}?key=`)
  })

  it('A-006 finds the rule in the service guide', async () => {
    expect(mainText(await browser.get(paths.guide('social-group-establishment')))).toContain(
      '未实名认证的可以填写和保存申请；从“提交成立材料”环节起，实名认证以后才能提交',
    )
  })
})
