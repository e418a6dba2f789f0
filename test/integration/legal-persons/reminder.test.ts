import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobHelpers } from 'graphile-worker'
import { renderDocumentTask } from '../../../src/modules/documents/render-document.ts'
import { createBrowser } from '../../support/browser.ts'
import { makeCase, signIn, type TestCase } from '../../support/cases.ts'
import { browserOf, createAccount } from '../../support/people.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let found: TestCase
let uscc: string
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  found = await makeCase(portal, { stage: 'establishmentCompletion', status: 'CERT_DUE' })
  const row = await portal.owner.knex('organization').where({ case_id: found.id }).first<{ uscc: string }>('uscc')
  uscc = row.uscc
})
afterAll(() => portal.stop())

const reminder = '请注册法人账号'

describe('B-10 the founder is reminded of the legal-person account', () => {
  it('B-10 not before the certificate is made', async () => {
    const founder = await signIn(portal, { accountId: found.applicant.id })
    expect((await founder.get('/applications')).text).not.toContain(reminder)
    expect((await founder.get(`/applications/${found.id}`)).text).not.toContain(reminder)
  })

  it('B-10 from then on in the list, on the case, and by a message', async () => {
    await found.step('printCertificate')
    const founder = await signIn(portal, { accountId: found.applicant.id })
    for (const path of ['/applications', `/applications/${found.id}`]) {
      const page = await founder.get(path)
      expect(page.$(`a[href="/register/legal?organization=${uscc}"]`)).toHaveLength(1)
      expect(page.text).toContain(reminder)
    }
    expect((await founder.get('/messages')).text).toContain('请为社会组织注册法人账号')
  })

  it('B-10 the link fills in what register, case and account know for the founder and nobody else; the code is asked all the same', async () => {
    const address = `/register/legal?organization=${uscc}`
    const founder = await signIn(portal, { accountId: found.applicant.id })
    const { $ } = await founder.get(address)
    expect($('#name').val()).toBe(found.name)
    expect($('#uscc').val()).toBe(uscc)
    expect($('#type option[selected]').attr('value')).toBe('SOCIAL_GROUP')
    expect($('#authority option[selected]').text()).toBe('山西省民政厅')
    const officer = found.answers['officers']?.items.find(({ values }) => values['isLegalRepresentative'] === 'yes')
    const head = officer?.values ?? {}
    expect(['#representativeName', '#idNumber', '#phone'].map((field) => $(field).val())).toEqual([
      head['name'],
      head['idNumber'],
      head['phone'],
    ])
    expect($('#handlerName').val()).toBe(found.applicant.name)
    expect($('#smsCode')).toHaveLength(1)
    // The certificate made here is at hand; asked again with nothing sent, it is not missed.
    const paper = await portal.owner
      .knex('document')
      .where({ case_id: found.id, kind: 'CERTIFICATE_ORIGINAL' })
      .first<{ id: string }>('id')
    await renderDocumentTask(portal.deps)({ id: paper.id }, {} as JobHelpers)
    expect((await founder.get(address)).$('main').text()).toContain('已收到：本平台颁发的登记证书正本.pdf')
    const again = await founder.post('/register/legal', { action: 'verify', uscc })
    expect(again.text).toContain('请填写用户账号')
    expect(again.text).not.toContain('请上传法人证书图片')
    const other = await browserOf(portal, await createAccount(portal))
    expect((await other.get(address)).$('#name').val()).toBe('')
    expect((await createBrowser(portal.baseUrl).get(address)).$('#name').val()).toBe('')
    expect((await other.get("/register/legal?organization='--")).status).toBe(200)
  })

  it('B-10 until the organization has its account', async () => {
    const holder = await createAccount(portal)
    await portal.owner.knex('account').where({ id: holder.id }).update({ kind: 'LEGAL_PERSON' })
    await portal.owner.knex('legal_person').insert({
      account_id: holder.id,
      type: 'SOCIAL_GROUP',
      uscc,
      representative_name: '赵志远',
      handler_name: '陈雨桐',
      handler_id_number_enc: 'x',
      handler_id_number_idx: 'x',
      handler_phone_enc: 'x',
      handler_phone_idx: 'x',
      registration_authority: '山西省民政厅',
    })
    const founder = await signIn(portal, { accountId: found.applicant.id })
    for (const path of ['/applications', `/applications/${found.id}`])
      expect((await founder.get(path)).text).not.toContain(reminder)
  })
})
