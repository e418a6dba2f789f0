/// <reference lib="dom" />
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'
import { expect } from './test.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

declare global {
  interface Window {
    axe?: { readonly run: (options: RunOptions) => Promise<AxeResults> }
  }
}

/**
 * axe finds nothing serious or critical, and nothing makes the page scroll sideways at 320 px. No page has a frame from
 * elsewhere and nobody reads what is well, so axe works in the page itself, is read into it once, and only the faults
 * come back: a quarter of the time.
 */
export const check = async (page: Page): Promise<void> => {
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(source)
  const grave = await page.evaluate(async () => {
    if (!window.axe) throw new Error('axe is not in the page')
    const { violations } = await window.axe.run({ resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${location.href} ${id}: ${nodes.map((node) => node.html).join(' | ')}`)
  })
  expect(grave).toEqual([])
  const size = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 800 })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide, `${page.url()} at 320 px`).toBeLessThanOrEqual(0)
  if (size) await page.setViewportSize(size)
}
