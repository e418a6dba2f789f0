import type { Browser, Page } from '@playwright/test'
import { pageOf, stageOf } from '../../src/core/matters/journey.ts'
import type { StageCode } from '../../src/core/workflow/states.ts'
import { socialGroupEstablishment as matter } from '../../src/matters/social-group-establishment/index.ts'
import { sampleAnswers } from '../../src/matters/social-group-establishment/sample.ts'
import { agreeAndVerify, fillBankCard, openChannel } from './channels.ts'
import { fillFormPage } from './fill.ts'
import { loginStaff, registerPerson, sandboxPersonNumber } from './people.ts'
import { pdfFile } from './pdf.ts'
import { expect, test } from './test.ts'

type Role = 'chuangkou' | 'chushen' | 'fushen' | 'zhongshen' | 'fazheng'

/** Opens the case and does everything its task list asks for. */
const completeStage = async (page: Page, address: string, code: StageCode): Promise<void> => {
  const stage = stageOf(matter, code)
  for (const pageCode of stage.pages) {
    const form = pageOf(matter, pageCode)
    const data = sampleAnswers[pageCode]
    if (!form || !data) continue
    await page.goto(address)
    const task = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: form.title, exact: true }) })
    if (((await task.textContent()) ?? '').includes('已完成') && data.items.length === 0 && code !== 'nameConsultation')
      continue
    if (
      data.items.length > 0 &&
      ((await task.textContent()) ?? '').includes('已完成') &&
      (await hasItems(page, address, pageCode))
    )
      continue
    await page.goto(`${address}/pages/${pageCode}`)
    await fillFormPage(page, form, data)
    await expect(page.locator('.govuk-error-summary')).toHaveCount(0)
  }
  for (const material of stage.materials) {
    await page.goto(address)
    const link = page.locator(`a[href$="/materials/${material}"]`)
    if ((await link.count()) === 0) continue
    await link.click()
    await page.locator('input[type=file]').setInputFiles(await pdfFile(`${material}.pdf`, `material ${material}`))
    await page.getByRole('button', { name: /^上传/ }).click()
    await expect(page.getByRole('link', { name: `${material}.pdf` })).toBeVisible()
  }
}

const hasItems = async (page: Page, address: string, pageCode: string): Promise<boolean> => {
  await page.goto(`${address}/pages/${pageCode}`)
  return (await page.getByRole('button', { name: /^删除/ }).count()) > 0
}

/** 核对 → 提交申请 → 是 → the number. */
const submit = async (page: Page, address: string): Promise<string> => {
  await page.goto(address)
  await page.getByRole('link', { name: '核对申请信息' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '核对申请信息' })).toBeVisible()
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByRole('button', { name: '是', exact: true }).click()
  await expect(page.getByText('提交成功').first()).toBeVisible()
  return (await page.locator('.panel__number strong').textContent()) ?? ''
}

test('a person founds a 社会团体 through all four stages and the certificate can be verified', async ({
  browser,
  page,
}) => {
  test.setTimeout(300_000)
  const staff = await openStaff(browser)
  const person = sandboxPersonNumber(5)

  await registerPerson(page, person)
  await page.goto('/services/personal')
  await page
    .getByRole('link', { name: /办事指南/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(matter.title)
  await page.getByRole('link', { name: '在线办理' }).first().click()
  await expect(page.getByLabel('姓名', { exact: true })).toHaveValue(person.name)
  await expect(page.getByLabel('用户名', { exact: true })).toHaveValue(person.loginName)
  await page.getByLabel('登记管理机关', { exact: true }).selectOption({ label: '山西省民政厅' })
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page).toHaveURL(/\/hall/)
  await page.getByRole('link', { name: /^登记/ }).first().click()
  await page.waitForURL(/\/applications\/[0-9a-f-]{36}/)
  const address = new URL(page.url()).pathname
  const id = address.split('/')[2] ?? ''

  const act = async (role: Role, button: string, fill?: (casePage: Page) => Promise<void>): Promise<void> => {
    const casePage = staff[role]
    await casePage.goto(`/staff/applications/${id}`)
    await fill?.(casePage)
    await casePage.getByRole('button', { name: button, exact: true }).click()
    await casePage.waitForURL(/done=/)
  }
  const opinion = (action: string, text: string) => (casePage: Page) =>
    casePage.locator(`form[action$="/actions/${action}"] textarea[name=opinion]`).fill(text)

  await test.step('拟用名称咨询', async () => {
    await completeStage(page, address, 'nameConsultation')
    const number = await submit(page, address)
    expect(number).toMatch(/^1400002026\d{6}$|^140000\d{10}$/)
    await staff.chuangkou.goto('/staff/queue')
    await expect(staff.chuangkou.getByText(number)).toBeVisible()
    await act('chuangkou', '建议可用')
  })
  await test.step('名称核准', async () => {
    await completeStage(page, address, 'nameApproval')
    await submit(page, address)
    await act('chuangkou', '受理')
    await act('fushen', '复审通过', opinion('secondReview', '名称符合规定，建议核准。'))
    await act('zhongshen', '核准名称')
  })
  await test.step('提交成立材料，补正一次', async () => {
    await completeStage(page, address, 'establishmentSubmission')
    await page.goto(address)
    await expect(page.getByText('提交“提交成立材料”以前，请先实名认证')).toBeVisible()
    await page.getByRole('link', { name: '现在实名认证' }).click()
    await openChannel(page, '银联卡实名认证')
    await fillBankCard(page, person)
    await agreeAndVerify(page, '我单独同意处理我的银联卡号和银行预留手机号')
    await page.getByRole('link', { name: '实名认证完成' }).click()
    await expect(page).toHaveURL(new RegExp(`${address}$`))
    await expect(page.getByText('请先实名认证')).toHaveCount(0)
    await submit(page, address)
    await act('chuangkou', '收件')
    await act('chuangkou', '一次性告知补正', async (casePage) => {
      const form = casePage.locator('form[action$="/actions/requireCorrection"]')
      const details = form.locator('xpath=ancestor::details')
      if ((await details.count()) > 0 && (await details.first().getAttribute('open')) === null)
        await details.first().locator('summary').first().click()
      const box = form.locator('input[type=checkbox][value="page:funds"], input[type=checkbox][name*="funds"]').first()
      await box.check()
      await form.locator('textarea[name*="funds"]').first().fill('请核对活动资金来源的说明。')
    })
    await page.goto(address)
    await page.getByLabel('第1项补正说明').fill('已核对，资金来源为发起单位捐赠，说明无误。')
    await page.getByRole('button', { name: '保存补正说明' }).click()
    await submit(page, address)
    await act('chuangkou', '收件')
    await act('chuangkou', '受理')
    await act('chushen', '初审通过', opinion('firstReview', '材料齐全，符合条件。'))
    await act('fushen', '复审通过', opinion('secondReview', '同意初审意见。'))
    await act('zhongshen', '准予登记')
  })
  await test.step('补充完善材料，制证发证', async () => {
    await completeStage(page, address, 'establishmentCompletion')
    await submit(page, address)
    await act('chuangkou', '准予备案')
    await act('fazheng', '制作证书')
    await act('fazheng', '登记发证', async (casePage) => {
      const form = casePage.locator('form[action$="/actions/handOver"]')
      await form.getByLabel('领取人', { exact: true }).fill(person.name)
      await form.getByLabel('联系电话', { exact: true }).fill(person.phone)
    })
  })
  await test.step('the certificate is downloaded, found in the register and confirmed by its code', async () => {
    await expect
      .poll(async () => {
        await page.goto(address)
        return page.getByRole('link', { name: '社会团体法人登记证书（正本）' }).count()
      })
      .toBeGreaterThan(0)
    const link = page.getByRole('link', { name: '社会团体法人登记证书（正本）' }).first()
    const download = await page.request.get((await link.getAttribute('href')) ?? '')
    expect(download.headers()['content-type']).toBe('application/pdf')
    const certificate = await download.body()
    const verify = await page.getByRole('link', { name: /^核验.*正本/ }).getAttribute('href')
    const visitor = await (await browser.newContext()).newPage()
    await visitor.goto(verify ?? '')
    await expect(visitor.getByText('有效').first()).toBeVisible()
    await visitor.locator('input[type=file]').setInputFiles({
      name: 'certificate.pdf',
      mimeType: 'application/pdf',
      buffer: certificate,
    })
    await visitor.locator('form:has(input[type=file]) button[type=submit]').click()
    await expect(visitor.getByText(/一致/).first()).toBeVisible()
    await visitor.goto('/organizations')
    await visitor
      .getByLabel(/名称|代码/)
      .first()
      .fill(sampleAnswers['name']?.values['proposedName'] ?? '')
    await visitor.locator('form[action="/organizations"] button').first().click()
    await visitor
      .getByRole('link', { name: sampleAnswers['name']?.values['proposedName'] ?? '' })
      .first()
      .click()
    await expect(visitor.getByText(/^51140000MJA/).first()).toBeVisible()
  })
})

/** Five officials, each in a browser of their own. */
const openStaff = async (browser: Browser): Promise<Record<Role, Page>> => {
  const open = async (login: Role): Promise<Page> => {
    const page = await (await browser.newContext()).newPage()
    await loginStaff(page, login)
    return page
  }
  return {
    chuangkou: await open('chuangkou'),
    chushen: await open('chushen'),
    fushen: await open('fushen'),
    zhongshen: await open('zhongshen'),
    fazheng: await open('fazheng'),
  }
}
