import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Where the bundle lies that pages load. */
export const bundlePath = here('../js/key/keys.js')

/** Puts the keys of the browser (keys.js here) and the library they need into one module. */
export const bundleKeys = async (): Promise<string> => {
  const bundle = await rolldown({ input: here('keys.js'), platform: 'browser' })
  const { output } = await bundle.generate({ format: 'esm', minify: true, comments: { legal: true } })
  await bundle.close()
  return output[0].code
}

if (import.meta.main) writeFileSync(bundlePath, await bundleKeys())
