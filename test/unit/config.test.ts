import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from '../../src/config.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'portal-config-'))
const load = (variables: Record<string, string> = {}) => loadConfig({ DATA_DIR: dataDir, ...variables })
const key = 'ab'.repeat(32)

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://portal_app:x@db/portal',
  REDIS_URL: 'redis://cache:6379',
  PUBLIC_URL: 'https://portal.example.org',
  TRUST_PROXY_HOPS: '1',
  SMS_GATEWAY_URL: 'https://sms.example.org/send',
  SMS_GATEWAY_KEY: 'a-key-of-sixteen-characters',
  IDENTITY_GATEWAY_URL: 'https://identity.example.org/check',
  IDENTITY_GATEWAY_KEY: 'a-key-of-sixteen-characters',
  SESSION_SECRET: key,
  PASSWORD_PEPPER: key,
  FIELD_KEY: key,
  INDEX_KEY: key,
}

const faultsOf = (variables: Record<string, string>): string => {
  try {
    load(variables)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

describe('configuration', () => {
  it('needs nothing, and then runs on the sandbox with kept keys', () => {
    const first = load()
    expect(first).toMatchObject({ port: 3000, site: 'shanxi', sandbox: true, production: false })
    expect(load().keys).toEqual(first.keys)
  })

  it('lists every fault at once', () => {
    const message = faultsOf({ PORT: '99999', SITE: 'atlantis', REDIS_URL: 'http://x', FIELD_KEY: 'short' })
    for (const name of ['PORT', 'SITE', 'REDIS_URL', 'FIELD_KEY']) expect(message).toContain(name)
  })

  it('takes a database only together with a Redis', () => {
    expect(faultsOf({ DATABASE_URL: production.DATABASE_URL })).toContain('together')
  })

  it.each(['IDENTITY_GATEWAY_URL', 'IDENTITY_GATEWAY_KEY'] as const)(
    'takes the address and the key of the identity gateway only together: %s alone is refused',
    (name) => {
      expect(faultsOf({ [name]: production[name] })).toContain('together')
    },
  )

  it('takes the 一证通 platform only whole, and in production neither in the clear nor the sandbox’s', () => {
    const platform = {
      YZT_ISSUER: 'https://yzt.example.org',
      YZT_CLIENT_ID: 'portal',
      YZT_CLIENT_SECRET: 'a-secret-of-sixteen-characters',
    }
    expect(load({ ...production, ...platform }).platform).toEqual({
      issuer: platform.YZT_ISSUER,
      clientId: 'portal',
      clientSecret: platform.YZT_CLIENT_SECRET,
    })
    expect(faultsOf({ YZT_ISSUER: platform.YZT_ISSUER })).toContain('together')
    for (const YZT_ISSUER of ['http://yzt.example.org', 'https://portal.example.org/sandbox/yzt'])
      expect(faultsOf({ ...production, ...platform, YZT_ISSUER })).toContain('YZT_ISSUER')
    expect(faultsOf({ KEY_HELPER_URL: 'http://helper.example.org:21061' })).toContain('KEY_HELPER_URL')
  })

  it('runs without the sandbox as soon as a gateway is given', () => {
    const { IDENTITY_GATEWAY_URL, IDENTITY_GATEWAY_KEY } = production
    expect(load({ IDENTITY_GATEWAY_URL, IDENTITY_GATEWAY_KEY })).toMatchObject({
      sandbox: false,
      identityGateway: { url: IDENTITY_GATEWAY_URL, key: IDENTITY_GATEWAY_KEY },
    })
  })

  it('accepts a complete production configuration, without the sandbox', () => {
    expect(load(production)).toMatchObject({ production: true, sandbox: false })
  })

  it.each([
    ['a fixed captcha answer', { CAPTCHA_ANSWER: '8888' }, 'CAPTCHA_ANSWER'],
    ['a cheap password hash', { BCRYPT_COST: '9' }, 'BCRYPT_COST'],
    ['the sandbox', { SANDBOX: 'on' }, 'SANDBOX'],
    ['the gateway of the sandbox', { SMS_GATEWAY_URL: 'http://web:3000/sandbox/gateway/sms' }, 'SMS_GATEWAY_URL'],
    ['the time stamps of the sandbox', { TSA_URL: 'http://web:3000/sandbox/pki/tsa' }, 'TSA_URL'],
    ['an http: address', { PUBLIC_URL: 'http://portal.example.org' }, 'PUBLIC_URL'],
    ['an https: address that no proxy stands before', { TRUST_PROXY_HOPS: '0' }, 'number of proxies'],
    ['a published password', { DATABASE_URL: 'postgres://portal_app:demo-app-password@db/portal' }, 'DATABASE_URL'],
  ])('refuses %s in production', (_what, variables, name) => {
    expect(faultsOf({ ...production, ...variables })).toContain(name)
  })

  it.each([
    'DATABASE_URL',
    'PUBLIC_URL',
    'SMS_GATEWAY_URL',
    'IDENTITY_GATEWAY_URL',
    'SESSION_SECRET',
    'PASSWORD_PEPPER',
    'FIELD_KEY',
    'INDEX_KEY',
  ])('refuses production without %s', (name) => {
    expect(faultsOf({ ...production, [name]: '' })).toContain(name)
  })
})
