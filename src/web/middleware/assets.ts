import { fileURLToPath } from 'node:url'
import express, { Router } from 'express'
import { publicFolder } from '../views.ts'

const govuk = fileURLToPath(new URL('../../../node_modules/govuk-frontend/dist/govuk', import.meta.url))

/** Static files; their addresses carry a hash of the content, so they may be kept for ever. */
export const assets = (): Router => {
  const router = Router()
  const settings = { index: false, redirect: false, dotfiles: 'ignore' } as const
  router.use('/govuk', express.static(govuk, { ...settings, maxAge: '1d', extensions: ['mjs'] }))
  router.use(express.static(publicFolder, { ...settings, maxAge: '1y', immutable: true }))
  router.use((_req, res) => {
    res.status(404).type('text').send('Not found')
  })
  return router
}
