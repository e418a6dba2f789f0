import { mkdirSync, writeFileSync } from 'node:fs'
import { compile } from 'sass'

/** Compiles the one stylesheet of the portal. Run from the top of the tree: `npm run css`. */
const { css } = compile('public/scss/portal.scss', {
  loadPaths: ['node_modules'],
  style: 'compressed',
  quietDeps: true,
})
mkdirSync('public/css', { recursive: true })
writeFileSync('public/css/portal.css', `${css}\n`)
