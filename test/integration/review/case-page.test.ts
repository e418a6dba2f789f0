import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { may, STAFF_ROLES } from '../../../src/core/access.ts'
import { stageOf, stepText } from '../../../src/core/matters/journey.ts'
import { availableActions } from '../../../src/core/workflow/decide.ts'
import { matters } from '../../../src/matters/index.ts'
import { attachFiles, savePage } from '../../../src/modules/cases/fill-in.ts'
import { createCase } from '../../../src/modules/cases/drafts.ts'
import { paths } from '../../../src/web/paths.ts'
import {
  goOn,
  inventedId,
  makeApplicant,
  makeCase,
  openPlaces,
  signIn,
  smallPdf,
  staffOf,
  type Session,
  type TestCase,
} from '../../support/cases.ts'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal
let window: Session
beforeAll(async () => {
  portal = await startTestPortal({ JOBS: 'off' })
  window = await signIn(portal, { staffId: (await staffOf(portal, 'WINDOW')).id })
})
afterAll(async () => {
  await portal.stop()
})

const request = { ip: '127.0.0.1', requestId: 'test' }

/** The steps a page offers: the addresses of its forms; what stands on a record opens the page of a new one. */
const offered = (page: Awaited<ReturnType<Session['get']>>): string[] =>
  page
    .$('#work form')
    .toArray()
    .map((form) => page.$(form).attr('action') ?? '')
    .map((address) => (address.endsWith('/visits/new') ? 'visitSite' : (address.split('/').at(-1) ?? '')))

describe('the page of a case', () => {
  test('offers every role exactly the buttons the table allows, in every position of the workflow', async () => {
    const officials = await Promise.all(
      STAFF_ROLES.filter((role) => may([role], 'case:read')).map(async (role) => {
        const staff = await staffOf(portal, role)
        return { role, staff, session: await signIn(portal, { staffId: staff.id }) }
      }),
    )
    let last: { readonly found: TestCase; readonly at: (typeof openPlaces)[number] } | undefined
    for (const position of openPlaces) {
      // One case goes through what lies on one way.
      const found = last && (await goOn(last.found, last.at, position)) ? last.found : await makeCase(portal, position)
      last = { found, at: position }
      const row = await found.row()
      const past = await portal.owner
        .knex('case_event')
        .where({ case_id: found.id })
        .orderBy('id')
        .select('stage', 'action', { staffId: 'staff_id' })
      await Promise.all(
        officials.map(async ({ role, staff, session }) => {
          const page = await session.get(paths.staffCase(found.id))
          const actor = { kind: 'staff', staffId: staff.id, roles: staff.roles, own: false } as const
          const wanted = availableActions({ ...row, paused: false }, actor, past)
          // The one that leads forward stands first, whatever the order of the table.
          expect(offered(page).toSorted(), `${position.stage} ${position.status} ${role}`).toEqual(wanted.toSorted())
          for (const action of wanted)
            expect(page.$('#work button').text()).toContain(
              stepText(stageOf(matters.require(row.matter), row.stage), action),
            )
        }),
      )
    }
  }, 120_000)

  test('shows what was submitted, earlier stages included, with files, clock, people and the way so far', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    await portal.makePapers()
    const page = await window.get(paths.staffCase(found.id))
    const text = page.$('main').text()
    for (const words of [
      found.name,
      (await found.row()).number ?? '',
      '已收件',
      '告知是否受理',
      '法定期限',
      '2026年11月27日',
      '以前环节：名称核准',
      '以前环节：拟用名称咨询',
      '窗口受理 晋窗口',
      '名称核准通知书',
      '山西省太原市迎泽区文源巷21号3层302室',
    ])
      expect(text, words).toContain(words)
    const { $ } = page
    const file = $('a[href*="/attachments/"]').first().attr('href') ?? ''
    expect($(`a[data-file=sheet][href="${file}"]`).length).toBe(1)
    const shown = await fetch(portal.baseUrl + file, { headers: { cookie: window.cookie } })
    expect(shown.headers.get('content-type')).toBe('application/pdf')
    expect(shown.headers.get('content-disposition')).toContain('inline')
    expect(Buffer.from(await shown.arrayBuffer()).equals(smallPdf)).toBe(true)
    const document = $('a[href*="/documents/"]').first().attr('href') ?? ''
    const paper = await fetch(portal.baseUrl + document, { headers: { cookie: window.cookie } })
    expect(paper.headers.get('content-type')).toBe('application/pdf')
  })

  test('A-004 says what the applicant said of themselves', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    const role = async (applicant_role: 'HANDLER' | 'LEGAL_REPRESENTATIVE' | null) => {
      await portal.owner.knex('case_file').where({ id: found.id }).update({ applicant_role })
      return (await window.get(paths.staffCase(found.id))).$('main').text().replaceAll(/\s/g, '')
    }
    expect(await role('HANDLER')).toContain('申请人身份经办人')
    expect(await role('LEGAL_REPRESENTATIVE')).toContain('申请人身份拟任法定代表人')
    expect(await role(null)).toContain('申请人身份未说明')
  })

  test('masks the applicant’s own document number and phone', async () => {
    const found = await makeCase(portal, { stage: 'nameConsultation', status: 'SUBMITTED' })
    const account = await portal.owner.knex('account').where({ id: found.applicant.id }).first()
    const page = await window.get(paths.staffCase(found.id))
    const number = portal.deps.crypto.decrypt(account.id_number_enc, `account.id_number:${account.id}`)
    const phone = portal.deps.crypto.decrypt(account.phone_enc, `account.phone:${account.id}`)
    expect(page.text).not.toContain(number)
    expect(page.text).not.toContain(phone)
    expect(page.text).toContain(`${number.slice(0, 4)}**********${number.slice(-4)}`)
  })

  test('does not show what the applicant has not submitted yet', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'RETURNED' })
    await savePage(portal.deps, found.applicant, request, {
      caseId: found.id,
      page: 'purpose',
      version: await versionOf(found, 'purpose'),
      change: (data) => ({ ...data, values: { ...data.values, purpose: '尚未提交的修改' } }),
    })
    const file = await portal.deps.files.put(Buffer.concat([smallPdf, Buffer.from('\n')]))
    portal.clock.forward(1000)
    await attachFiles(portal.deps, found.applicant, request, {
      caseId: found.id,
      material: 'M102',
      files: [{ ...file, path: await portal.deps.files.lend(file.sha256), type: 'pdf', name: '尚未提交的文件.pdf' }],
    })
    const page = await window.get(paths.staffCase(found.id))
    expect(page.text).not.toContain('尚未提交')
    const attachment = await portal.owner
      .knex('attachment')
      .where({ name: '尚未提交的文件.pdf' })
      .first<{ id: string }>('id')
    expect((await window.get(paths.staffAttachment(found.id, attachment.id))).status).toBe(404)
  })

  test('names the organizations in which people of the case already hold a post', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SUBMITTED' })
    const officer = found.answers['officers']?.items.find(({ values }) => values['isLegalRepresentative'] !== 'yes')
    const group = await portal.owner.knex('organization').where({ type: 'SOCIAL_GROUP', status: 'ACTIVE' }).first('id')
    await portal.owner.knex('organization_person').insert({
      organization_id: group.id,
      name: officer?.values['name'],
      post: 'VICE_PRESIDENT',
      legal_representative: false,
      id_number_idx: portal.deps.crypto.index('id-number', officer?.values['idNumber'] ?? ''),
    })
    const text = (await window.get(paths.staffCase(found.id))).$('main').text()
    expect(text).toContain('申请中的下列人员在已登记的社会组织中任职')
    expect(text).toContain('副会长')
    expect(text).not.toContain('不得兼任')
  })

  test('says in red that the proposed legal representative represents another group, and it is not granted', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'SECOND_REVIEWED' })
    const representative = found.answers['officers']?.items.find(
      ({ values }) => values['isLegalRepresentative'] === 'yes',
    )
    const [group] = await portal.owner
      .knex('organization')
      .where({ type: 'SOCIAL_GROUP', status: 'ACTIVE' })
      .orderBy('name')
      .select<{ id: string; name: string }[]>('id', 'name')
    await portal.owner.knex('organization_person').insert({
      organization_id: group?.id,
      name: '张晓明',
      post: 'PRESIDENT',
      id_number_idx: portal.deps.crypto.index('id-number', representative?.values['idNumber'] ?? ''),
      legal_representative: true,
    })
    const approver = await signIn(portal, { staffId: (await staffOf(portal, 'APPROVER')).id })
    const text = (await approver.get(paths.staffCase(found.id))).$('main').text()
    expect(text).toContain(`拟任法定代表人张晓明已担任“${group?.name ?? ''}”的法定代表人，依法不得同时担任`)
    await expect(found.step('grant')).rejects.toThrow('不能准予登记')
    expect((await found.row()).status).toBe('SECOND_REVIEWED')
    // What ended binds nobody.
    await portal.owner.knex('organization').where({ id: group?.id }).update({ status: 'DEREGISTERED' })
    await found.step('grant')
    expect((await approver.get(paths.staffCase(found.id))).$('main').text()).not.toContain('不得兼任')
  })

  test('compares the name with the rules and the register while it is about the name', async () => {
    const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
    await portal.owner.knex('case_file').where({ id: found.id }).update({ title: '山西省国际古籍修复研究会' })
    const text = (await window.get(paths.staffCase(found.id))).$('main').text()
    expect(text).toContain('名称比对')
    expect(text).toContain('需要说明')
    expect(text).toContain('《社会组织名称管理办法》')
    expect(text).toMatch(/登记簿中(最接近的名称|没有与它接近的名称)/)
  })

  test('a document without its file is waited for, and when that takes too long it is said whom to ask', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    await portal.makePapers()
    const applicant = await signIn(portal, { accountId: found.applicant.id })
    const [paper] = await portal.owner.knex('document').where({ case_id: found.id }).limit(1)
    const now = portal.deps.clock.now().getTime()
    for (const [minutes, kind, forApplicant, forStaff] of [
      [1, 'EXTENSION_NOTICE', '正在生成，请稍后刷新', '正在生成，请稍后刷新'],
      [11, 'REFUSAL_NOTICE', '没有按时生成，请联系登记管理机关', '没有按时生成，请联系运维人员'],
    ] as const) {
      const [row] = await portal.owner
        .knex('document')
        .insert({
          ...paper,
          id: randomUUID(),
          kind,
          number: randomUUID(),
          verification_code: randomUUID(),
          sha256: null,
          data: JSON.stringify(paper.data),
          issued_at: new Date(now - minutes * 60_000),
        })
        .returning<{ id: string }[]>('id')
      const mine = await applicant.get(paths.document(found.id, row?.id ?? ''))
      expect([mine.status, mine.text]).toEqual([503, expect.stringContaining(forApplicant)])
      expect((await applicant.get(paths.case(found.id))).text).toContain(forApplicant)
      const theirs = await window.get(paths.staffDocument(found.id, row?.id ?? ''))
      expect([theirs.status, theirs.text]).toEqual([503, expect.stringContaining(forStaff)])
      expect((await window.get(paths.staffCase(found.id))).text).toContain(forStaff)
    }
  })
})

const versionOf = async (found: TestCase, page: string): Promise<number> => {
  const row = await portal.owner.knex('answer').where({ case_id: found.id, page }).first<{ version: number }>('version')
  return row.version
}

describe('whoever sees a case stands in the log', () => {
  test('also when a form that was refused, or a verdict that was not saved, brought its page', async () => {
    const found = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    const looks = async () =>
      (await portal.owner.knex('audit_log').where({ action: 'case.view', object_id: found.id })).length
    const nonsense = [
      () => window.post(paths.staffAction(found.id, 'refuse'), {}),
      () => window.post(paths.staffReveal(found.id), {}),
      () =>
        window.post(paths.staffVerdicts(found.id), { target: 'page:members', verdict: 'FAIL', round: '1', seen: '1' }),
    ]
    for (const post of nonsense) {
      const before = await looks()
      const page = await post()
      expect([page.status, page.text.includes(found.name)]).toEqual([422, true])
      expect(await looks()).toBe(before + 1)
    }
  })
})

describe('what is not the official’s is not there', () => {
  test('a case of another authority, its files, documents and steps are not found, in either direction', async () => {
    const provincial = await makeCase(portal, { stage: 'establishmentSubmission', status: 'RECEIVED' })
    await portal.makePapers()
    const attachment = await portal.owner
      .knex('attachment')
      .where({ case_id: provincial.id })
      .first<{ id: string }>('id')
    const document = await portal.owner.knex('document').where({ case_id: provincial.id }).first<{ id: string }>('id')
    const own = await makeCase(portal, { stage: 'nameApproval', status: 'ACCEPTED' })
    const untouched = await provincial.row()
    const steps = ['receive', 'accept', 'refuse', 'requireCorrection', 'firstReview', 'grant', 'handOver']
    for (const role of STAFF_ROLES.filter((known) => may([known], 'case:read'))) {
      const city = await signIn(portal, { staffId: (await staffOf(portal, role, 'taiyuan-')).id })
      const gets = [
        paths.staffCase(provincial.id),
        paths.staffAction(provincial.id, 'accept'),
        paths.staffApprovalSheet(provincial.id),
        paths.staffAttachment(provincial.id, attachment.id),
        paths.staffDocument(provincial.id, document.id),
      ]
      for (const path of gets) expect((await city.get(path)).status, `${role} ${path}`).toBe(404)
      for (const step of steps) {
        const fields = { opinion: '越权', requestKey: randomUUID(), version: '1', grounds: 'FALSE_PAPERS' }
        const answer = await city.post(paths.staffAction(provincial.id, step), {
          ...fields,
          collectorName: '林知远',
          collectorPhone: '13900001234',
          collectedAt: '2026-11-20T10:00',
        })
        expect(answer.status, `${role} ${step}`).toBe(404)
      }
    }
    // A file of one case under the address of another.
    expect((await window.get(paths.staffAttachment(own.id, attachment.id))).status).toBe(404)
    expect((await window.get(paths.staffDocument(own.id, document.id))).status).toBe(404)
    expect(await provincial.row()).toEqual(untouched)
  })

  test('neither is a draft that was never submitted, nor anything under an id of no case', async () => {
    const applicant = await makeApplicant(portal)
    const authority = portal.deps.reference.authorities.find(({ code }) => code === 'shanxi-mzt')
    const draft = await createCase(portal.deps, applicant, request, {
      matter: 'social-group-establishment',
      authorityId: authority?.id ?? 0,
    })
    const ids = [draft, randomUUID(), '0', '-1', '1e9', "1' or '1'='1", '%00', 'x'.repeat(500)]
    for (const id of ids) {
      expect((await window.get(paths.staffCase(encodeURIComponent(id)))).status, id).toBe(404)
      const answer = await window.post(paths.staffAction(encodeURIComponent(id), 'receive'), {
        requestKey: randomUUID(),
        version: '0',
      })
      expect(answer.status, id).toBe(404)
    }
  })
})

describe('回避', () => {
  const ownNumber = inventedId(901)
  const index = () => portal.deps.crypto.index('id-number', ownNumber)
  const ways: Readonly<Record<string, () => Promise<TestCase>>> = {
    'who applied': async () =>
      makeCase(
        portal,
        { stage: 'nameApproval', status: 'SUBMITTED' },
        { applicant: await makeApplicant(portal, ownNumber) },
      ),
    'named in it': async () => {
      const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' })
      await portal.owner.knex('case_person').insert({ case_id: found.id, role: 'SPONSOR', id_number_idx: index() })
      return found
    },
    'named in an earlier submission only': async () => {
      const found = await ways['named in it']?.()
      if (!found) throw new Error('no case')
      await portal.owner.knex('case_person').where({ id_number_idx: index() }).delete()
      return found
    },
    'who handed it to somebody else': async () => {
      const former = await makeApplicant(portal, inventedId(902))
      const found = await makeCase(portal, { stage: 'nameApproval', status: 'SUBMITTED' }, { applicant: former })
      await portal.owner.knex('account').where({ id: former.id }).update({ id_number_idx: index() })
      const receiver = await makeApplicant(portal)
      await portal.owner.knex('case_file').where({ id: found.id }).update({ account_id: receiver.id })
      await portal.owner
        .knex('account')
        .where({ id: former.id })
        .update({ id_number_idx: portal.deps.crypto.index('id-number', inventedId(902)) })
      return found
    },
  }

  test.each(Object.keys(ways))(
    'an official %s keeps away from it for good: neither sees nor takes a step',
    async (way) => {
      const official = await staffOf(portal, 'WINDOW')
      await portal.owner
        .knex('account')
        .where({ id_number_idx: index() })
        .update({ id_number_idx: `former ${way}` })
      const found = await ways[way]?.()
      if (!found) throw new Error('no case')
      const before = await portal.owner
        .knex('staff')
        .where({ id: official.id })
        .first<{ id_number_idx: string }>('id_number_idx')
      await portal.owner.knex('staff').where({ id: official.id }).update({ id_number_idx: index() })
      try {
        const page = await window.get(paths.staffCase(found.id))
        expect(page.status).toBe(403)
        expect(page.$('main').text()).toContain('回避')
        expect(page.text).not.toContain(found.name)
        for (const list of [paths.staffQueue, paths.staffHistory])
          expect((await window.get(list)).text).not.toContain(found.name)
        const { lock_version: version } = await found.row()
        const answer = await window.post(paths.staffAction(found.id, 'accept'), {
          opinion: '同意',
          requestKey: randomUUID(),
          version: String(version),
        })
        expect(answer.status).toBe(403)
        expect((await found.row()).status).toBe('SUBMITTED')
        const [attachment] = await portal.owner
          .knex('attachment')
          .where({ case_id: found.id })
          .select<{ id: string }[]>('id')
        if (attachment) expect((await window.get(paths.staffAttachment(found.id, attachment.id))).status).toBe(403)
      } finally {
        await portal.owner.knex('staff').where({ id: official.id }).update(before)
      }
    },
  )
})
