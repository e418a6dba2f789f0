import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { bundleKeys, bundlePath } from '../../../public/key/build.ts'

it('public/js/key/keys.js is what public/key makes of itself and its library: npm run keys', async () => {
  expect(readFileSync(bundlePath, 'utf8') === (await bundleKeys())).toBe(true)
})
