import { setTimeout as sleep } from 'node:timers/promises'
import { expect, type APIRequestContext, type Page } from '@playwright/test'

type Sandbox = {
  readonly staff: readonly { readonly loginName: string; readonly password: string; readonly phone: string }[]
  readonly people: readonly {
    readonly name: string
    readonly residentId: string
    readonly mobile: string
    readonly bankCard: string
    readonly socialSecurityCard: string
    readonly face: string
  }[]
  readonly organizations: readonly {
    readonly name: string
    readonly uscc: string
    readonly legalRepresentative: string
    readonly legalRepresentativeIdNumber: string
    readonly legalRepresentativePhone: string
  }[]
  readonly certificates: readonly {
    readonly id: string
    readonly name: string
    readonly file: string
    readonly password: string
  }[]
  readonly legacyAccounts: readonly {
    readonly name: string
    readonly loginName: string
    readonly password: string
    readonly authority: string
  }[]
}

const json = { headers: { accept: 'application/json' } } as const

const readSandbox = async (request: APIRequestContext): Promise<Sandbox> =>
  (await (await request.get('/sandbox', json)).json()) as Sandbox

/** What the page /sandbox lists in one of its tables, found by one of its cells. */
export const sandboxRow = async <Table extends keyof Sandbox>(
  request: APIRequestContext,
  table: Table,
  cell: string,
): Promise<Sandbox[Table][number]> => {
  const rows: readonly Sandbox[Table][number][] = (await readSandbox(request))[table]
  const row = rows.find((one) => Object.values(one).includes(cell))
  if (!row) throw new Error(`the sandbox has no ${table} with ${cell}`)
  return row
}

type Message = { readonly text: string; readonly code: string; readonly sentAt: string }

/** Messages to a phone, newest first. */
const messagesTo = async (request: APIRequestContext, phone: string): Promise<readonly Message[]> =>
  (await (await request.get(`/sandbox/sms?phone=${phone}`, json)).json()) as Message[]

/** The newest message to a phone that says something; waits until it is delivered. */
export const messageTo = async (request: APIRequestContext, phone: string, saying: RegExp): Promise<string> => {
  let text = ''
  await expect
    .poll(
      async () => {
        text = (await messagesTo(request, phone)).find((message) => saying.test(message.text))?.text ?? ''
        return text
      },
      { message: `a message to ${phone} with ${String(saying)}` },
    )
    .not.toBe('')
  return text
}

/**
 * Presses 获取短信验证码 and fills in the code that comes. A number that got one less than a minute ago waits for the
 * rest of the minute, as its owner would.
 */
export const answerSms = async (page: Page, phone: string): Promise<void> => {
  const codes = async (): Promise<readonly Message[]> =>
    (await messagesTo(page.request, phone)).filter(({ code }) => code !== '')
  const before = (await codes()).length
  const button = page.getByRole('button', { name: '获取短信验证码', exact: true })
  // A captcha that has passed folds: a button pressed at that instant is not under the pointer any more when it is let go.
  await expect(page.locator('[data-captcha-status]').filter({ hasText: '正在验证' })).toHaveCount(0)
  await button.click()
  const told = page.getByText(/^短信验证码(发送过于频繁，请\d+秒后再获取|已发送)/).first()
  await told.waitFor()
  const seconds = /请(\d+)秒后/.exec((await told.textContent()) ?? '')?.[1]
  if (seconds !== undefined) {
    await sleep(Number(seconds) * 1000)
    await button.click()
  }
  await expect.poll(async () => (await codes()).length, { message: `a code to ${phone}` }).toBeGreaterThan(before)
  await page.getByLabel('短信验证码', { exact: true }).fill((await codes())[0]?.code ?? '')
}
