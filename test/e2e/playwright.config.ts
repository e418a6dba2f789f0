import { defineConfig } from '@playwright/test'
import { findChromium, findHeadlessChromium } from '../support/chromium.ts'
import { portalUrlVariable } from './portal.ts'

const executablePath = findHeadlessChromium() ?? findChromium()
const baseURL = process.env[portalUrlVariable] // set by the global setup before the workers read this file

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  globalSetup: './global-setup.ts',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...(baseURL === undefined ? {} : { baseURL }),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    // A trace of every journey would cost a quarter of the run; a failed one can be run again with --trace on.
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
