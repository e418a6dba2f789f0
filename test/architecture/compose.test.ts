import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ConfigError, loadConfig } from '../../src/config.ts'

const root = new URL('../../', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8')

type Service = {
  image: string
  command?: readonly string[]
  environment?: Readonly<Record<string, string>>
  ports?: readonly string[]
  user?: string
  read_only?: boolean
  cap_drop?: readonly string[]
  security_opt?: readonly string[]
  mem_limit?: string
}

const all = ['postgres', 'redis', 'migrate', 'web', 'worker'] as const

const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<'postgres' | 'redis' | 'migrate' | 'web' | 'worker', Service>
  configs: { roles: { content: string } }
}
const { services } = compose

describe('docker-compose.yml', () => {
  it('runs the portal beside postgres:17 and redis:7, with a worker of its own', () => {
    expect(services.postgres.image).toBe('postgres:17')
    expect(services.redis.image).toBe('redis:7')
    expect(services.web.environment?.['JOBS']).toBe('off')
    expect(services.worker.command).toEqual(['node', 'src/worker.ts'])
  })

  it('lets only the migration connect as the owner of the tables', () => {
    expect(services.migrate.environment?.['DATABASE_OWNER_URL']).toContain('portal_owner')
    for (const service of [services.web, services.worker]) {
      expect(service.environment?.['DATABASE_URL']).toContain('portal_app')
      expect(service.environment).not.toHaveProperty('DATABASE_OWNER_URL')
    }
    expect(compose.configs.roles.content).toContain('CREATE ROLE portal_app')
  })

  it('opens nothing to the outside but the portal, and that only on this machine', () => {
    expect(services.web.ports).toEqual(['127.0.0.1:3000:3000'])
    for (const name of ['postgres', 'redis', 'worker', 'migrate'] as const) expect(services[name].ports).toBeUndefined()
  })

  /** What a service's variables are when `given` stands in the environment or the file .env. */
  const environmentOf = (name: 'migrate' | 'web' | 'worker', given: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(services[name].environment ?? {}).map(([variable, value]) => [
        variable,
        String(value).replaceAll(
          /\$\{(\w+):-([^}]*)\}/g,
          (_all, wanted: string, unset: string) => given[wanted] || unset,
        ),
      ]),
    )
  const publicSite = {
    NODE_ENV: 'production',
    SANDBOX: 'off',
    PUBLIC_URL: 'https://portal.example.org',
    TRUST_PROXY_HOPS: '1',
    METRICS_TOKEN: 'a-token-for-the-figures',
    PORTAL_APP_PASSWORD: 'one of our own',
    PORTAL_OWNER_PASSWORD: 'another of our own',
    REDIS_PASSWORD: 'a third of our own',
    SMS_GATEWAY_URL: 'https://sms.example.org/send',
    SMS_GATEWAY_KEY: 'a-key-of-sixteen-characters',
    IDENTITY_GATEWAY_URL: 'https://identity.example.org/check',
    IDENTITY_GATEWAY_KEY: 'a-key-of-sixteen-characters',
    TSA_URL: 'https://tsa.example.org/',
    ...Object.fromEntries(
      ['SESSION_SECRET', 'PASSWORD_PEPPER', 'FIELD_KEY', 'INDEX_KEY'].map((name) => [name, 'ab'.repeat(32)]),
    ),
  }

  it('becomes a public site by variables alone, and refuses every published value that is left', () => {
    for (const name of ['migrate', 'web', 'worker'] as const)
      expect(loadConfig(environmentOf(name, publicSite))).toMatchObject({
        production: true,
        sandbox: false,
        trustProxyHops: 1,
        metricsToken: 'a-token-for-the-figures',
      })
    for (const left of Object.keys(publicSite).filter((name) => !['NODE_ENV', 'METRICS_TOKEN'].includes(name)))
      expect(() => loadConfig(environmentOf('migrate', { ...publicSite, [left]: '' })), left).toThrow(ConfigError)
  })

  it('gives no container a capability, a file system to write to or memory without bounds', () => {
    for (const name of all) {
      const service = services[name]
      expect([name, service.read_only, service.cap_drop, service.security_opt]).toEqual([
        name,
        true,
        ['ALL'],
        ['no-new-privileges:true'],
      ])
      expect(service.mem_limit).toMatch(/^\d+[mg]$/)
    }
    expect([services.postgres.user, services.redis.user]).toEqual(['postgres', 'redis'])
    const redis = services.redis.command ?? []
    expect(redis[redis.indexOf('--maxmemory') + 1]).toMatch(/^\d+mb$/)
    expect(redis[redis.indexOf('--maxmemory-policy') + 1]).toBe('noeviction')
  })

  it('sets no variable that the configuration does not know', () => {
    const known = read('src/config.ts')
    for (const name of ['migrate', 'web', 'worker'] as const)
      for (const variable of Object.keys(services[name].environment ?? {})) expect(known).toContain(`${variable}:`)
  })
})
