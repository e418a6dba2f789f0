import express, { type RequestHandler } from 'express'

/** Forms and, for machines, JSON; small, and never nested. Files go through the upload of their route. */
export const bodies = (): RequestHandler[] => [
  express.urlencoded({ extended: false, limit: '256kb', parameterLimit: 500 }),
  express.json({ limit: '32kb', strict: true }),
]
