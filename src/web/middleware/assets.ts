import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { Router } from 'express'
import { publicFolder } from '../views.ts'

const govuk = fileURLToPath(new URL('../../../node_modules/govuk-frontend/dist/govuk', import.meta.url))

/** Static files. An address that carries the hash of the content may be kept for ever; any other is asked for again. */
export const assets = (): Router => {
  const router = Router()
  const settings = { index: false, redirect: false, dotfiles: 'ignore' } as const
  router.use('/govuk', express.static(govuk, { ...settings, maxAge: '1d', extensions: ['mjs'] }))
  router.use((req, res, next) => {
    res.locals['hashed'] = typeof req.query['v'] === 'string'
    next()
  })
  // Folder by folder, so that no spelling of an address leads to the sources that lie beside them.
  for (const folder of ['css', 'js', 'img'])
    router.use(
      `/${folder}`,
      express.static(join(publicFolder, folder), {
        ...settings,
        cacheControl: false,
        setHeaders: (res) => {
          const hashed = (res as express.Response).locals['hashed'] === true
          res.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'public, no-cache')
        },
      }),
    )
  router.use((_req, res) => {
    res.status(404).type('text').send('Not found')
  })
  return router
}
