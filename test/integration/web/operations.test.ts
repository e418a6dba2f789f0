import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestPortal, type TestPortal } from '../../support/portal.ts'

let portal: TestPortal

beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

describe('what machines ask', () => {
  it('says that the process is up', async () => {
    const answer = await request(portal.baseUrl).get('/healthz').expect(200).expect('Content-Type', /json/)
    expect(answer.body).toEqual({ status: 'ok' })
  })

  it('says that database, Redis and schema are in order', async () => {
    const answer = await request(portal.baseUrl).get('/readyz').expect(200)
    expect(answer.body).toEqual({ status: 'ok', database: true, redis: true, migrations: true })
  })

  it('is not ready while it drains, but up', async () => {
    portal.deps.draining.value = true
    try {
      await request(portal.baseUrl).get('/readyz').expect(503)
      await request(portal.baseUrl).get('/healthz').expect(200)
    } finally {
      portal.deps.draining.value = false
    }
  })

  it('is not ready when the schema is behind the code', async () => {
    const { knex } = portal.owner
    const [newest] = await knex('knex_migrations').orderBy('id', 'desc').limit(1)
    await knex('knex_migrations').where({ id: newest.id }).delete()
    try {
      const answer = await request(portal.baseUrl).get('/readyz').expect(503)
      expect(answer.body).toMatchObject({ database: true, redis: true, migrations: false })
    } finally {
      await knex('knex_migrations').insert(newest)
    }
  })

  it('gives its figures to the machine itself, and to nobody who comes through a proxy', async () => {
    const answer = await request(portal.baseUrl).get('/metrics').expect(200)
    expect(answer.text).toContain('http_request_duration_seconds')
    for (const header of [
      'X-Forwarded-For',
      'X-Forwarded-Host',
      'X-Forwarded-Proto',
      'Forwarded',
      'Via',
      'X-Real-IP',
      'X-Client-IP',
      'True-Client-IP',
      'CF-Connecting-IP',
    ])
      await request(portal.baseUrl).get('/metrics').set(header, '203.0.113.9').expect(404)
  })
})

describe('figures behind a token', () => {
  it('asks for it, also from the machine itself', async () => {
    const token = 'a-token-for-the-figures'
    const guarded = await startTestPortal({ METRICS_TOKEN: token })
    try {
      await request(guarded.baseUrl).get('/metrics').expect(404)
      await request(guarded.baseUrl).get('/metrics').set('Authorization', 'Bearer something-else-entirely').expect(404)
      await request(guarded.baseUrl).get('/metrics').set('Authorization', `Bearer ${token}`).expect(200)
    } finally {
      await guarded.stop()
    }
  })
})
