import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const root = new URL('../../', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8')

type Service = {
  image: string
  command?: readonly string[]
  environment?: Readonly<Record<string, string>>
  ports?: readonly string[]
}

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

  it('sets no variable that the configuration does not know', () => {
    const known = read('src/config.ts')
    for (const name of ['migrate', 'web', 'worker'] as const)
      for (const variable of Object.keys(services[name].environment ?? {})) expect(known).toContain(`${variable}:`)
  })
})
