import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { Router } from 'express'
import { assetHash, publicFolder } from '../views.ts'

const govuk = fileURLToPath(new URL('../../../node_modules/govuk-frontend/dist/govuk', import.meta.url))

/** What a browser computes a captcha's proof with: the library's solver, and its worker in one file for old browsers. */
const solver = dirname(fileURLToPath(import.meta.resolve('altcha-lib')))
const solverWorkers = dirname(fileURLToPath(import.meta.resolve('altcha/workers/pbkdf2')))

/**
 * Static files. An address that carries the hash of this very content may be kept for ever; any other is asked for
 * again, also one with a hash that is not (or no longer) right: it would otherwise be kept with the wrong content.
 */
export const assets = (): Router => {
  const router = Router()
  const settings = { index: false, redirect: false, dotfiles: 'ignore' } as const
  router.use('/govuk', express.static(govuk, { ...settings, maxAge: '1d', extensions: ['mjs'] }))
  router.use('/altcha/worker', express.static(solverWorkers, { ...settings, maxAge: '1d' }))
  router.use('/altcha', express.static(solver, { ...settings, maxAge: '1d' }))
  router.use((req, res, next) => {
    res.locals['hash'] = req.query['v']
    next()
  })
  // Folder by folder, so that no spelling of an address leads to the sources that lie beside them.
  for (const folder of ['css', 'js', 'img'])
    router.use(
      `/${folder}`,
      express.static(join(publicFolder, folder), {
        ...settings,
        cacheControl: false,
        setHeaders: (res, file) => {
          const hashed = (res as express.Response).locals['hash'] === assetHash(relative(publicFolder, file))
          res.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'public, no-cache')
        },
      }),
    )
  router.use((_req, res) => {
    res.status(404).type('text').send('Not found')
  })
  return router
}
