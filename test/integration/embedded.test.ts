import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Redis } from 'ioredis'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedServers, startEmbedded } from '../../src/embedded/index.ts'
import { keepRunning } from '../../src/embedded/keep-running.ts'
import { waitUntil } from '../../src/embedded/processes.ts'
import { identityFor, possibleIdentities } from '../../src/embedded/unprivileged.ts'

const silent = (): void => undefined

const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-embedded-'))
  folders.push(folder)
  return folder
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const query = async (url: string, text: string): Promise<readonly Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

const withRedis = async <T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> => {
  const redis = new Redis(url)
  redis.on('error', () => undefined) // the command itself reports what went wrong
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}

/** A process that has ended but whose parent does not collect it counts as ended. */
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))
  } catch {
    return false
  }
}

const programme = `
  const { startEmbedded } = await import(process.argv[1])
  const servers = await startEmbedded(process.argv[2], () => undefined)
  console.log(JSON.stringify(servers))
  setInterval(() => undefined, 1000)
`

/** Starts the servers in another process, which can then be killed. */
const startElsewhere = async (folder: string): Promise<{ parent: ChildProcess; servers: EmbeddedServers }> => {
  const embedded = new URL('../../src/embedded/index.ts', import.meta.url).href
  const parent = spawn(process.execPath, ['--input-type=module', '-e', programme, embedded, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
  return { parent, servers: JSON.parse(line) as EmbeddedServers }
}

const killed = async (parent: ChildProcess): Promise<void> => {
  const gone = once(parent, 'exit')
  parent.kill('SIGKILL')
  await gone
}

describe('the servers of npm start', () => {
  let servers: EmbeddedServers
  const folder = newFolder()

  beforeAll(async () => {
    servers = await startEmbedded(folder, silent)
  })
  afterAll(async () => {
    await servers.stop()
  })

  it('find similar Chinese names with pg_trgm, which the owner may install', async () => {
    await query(servers.ownerDatabaseUrl, 'CREATE EXTENSION IF NOT EXISTS pg_trgm')
    const [row] = await query(
      servers.databaseUrl,
      `SELECT show_trgm('北京华兴') AS trigrams, similarity('北京华兴', '北京华信') AS s`,
    )
    expect(row?.['trigrams']).toHaveLength(5)
    expect(row?.['s']).toBeGreaterThan(0.3)
  })

  it('keep UTC and write every commit to the disk', async () => {
    const rows = await query(
      servers.databaseUrl,
      `SELECT name, setting FROM pg_settings WHERE name IN ('TimeZone', 'fsync', 'synchronous_commit', 'server_encoding') ORDER BY name`,
    )
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      TimeZone: 'UTC',
      fsync: 'on',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
    })
  })

  it.each(['CREATE TABLE made_by_app (id int)', 'CREATE TEMP TABLE made_by_app (id int)', 'CREATE SCHEMA made_by_app'])(
    'refuse the portal: %s',
    async (statement) => {
      await expect(query(servers.databaseUrl, statement)).rejects.toThrow('permission denied')
    },
  )

  it('let the owner make tables', async () => {
    await query(servers.ownerDatabaseUrl, 'CREATE TABLE made_by_owner (id int)')
    await expect(query(servers.databaseUrl, 'SELECT * FROM made_by_owner')).rejects.toThrow('permission denied')
  })

  it('ask for a password', async () => {
    const wrong = new URL(servers.databaseUrl)
    wrong.password = 'wrong'
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
    const open = new URL(servers.redisUrl)
    open.password = ''
    await expect(withRedis(open.href, (redis) => redis.get('x'))).rejects.toThrow('NOAUTH')
  })

  it('keep Redis keys in an append-only file and never evict', async () => {
    const settings = await withRedis(servers.redisUrl, async (redis) => [
      await redis.config('GET', 'appendonly'),
      await redis.config('GET', 'appendfsync'),
      await redis.config('GET', 'maxmemory-policy'),
    ])
    expect(settings.flat()).toEqual(['appendonly', 'yes', 'appendfsync', 'everysec', 'maxmemory-policy', 'noeviction'])
  })

  it('keep passwords where only the owner of the folder reads them', () => {
    for (const file of ['postgres/portal-passwords.json', 'redis/redis.conf']) {
      expect(statSync(join(folder, file)).mode & 0o077).toBe(0)
    }
  })

  it('are started again at the same address when they are killed, with what they kept', async () => {
    await query(servers.ownerDatabaseUrl, 'CREATE TABLE outlives (id int)')
    await withRedis(servers.redisUrl, (redis) => redis.set('outlives', 'yes'))
    const { postgres, redis } = servers.pids
    for (const pid of [postgres, redis]) process.kill(pid, 'SIGKILL')
    expect(await waitUntil(() => servers.pids.postgres !== postgres && servers.pids.redis !== redis, 30_000)).toBe(true)
    expect(await query(servers.ownerDatabaseUrl, 'SELECT count(*)::int AS n FROM outlives')).toEqual([{ n: 0 }])
    expect(await withRedis(servers.redisUrl, (client) => client.get('outlives'))).toBe('yes')
  }, 40_000)

  it('are given up with one line when they die again and again', async () => {
    const lines: string[] = []
    let started = 0
    const given = Promise.withResolvers<void>()
    const stopped: number[] = []
    const server = () => {
      started += 1
      const mine = started
      return Promise.resolve({ died: Promise.resolve(), stop: () => Promise.resolve(void stopped.push(mine)) })
    }
    const kept = await keepRunning('PostgreSQL', server, silent, (line) => {
      lines.push(line)
      given.resolve()
    })
    await given.promise
    await kept.stop()
    expect([started, stopped]).toEqual([5, [5]])
    expect(lines).toEqual(['PostgreSQL ends again and again; the portal cannot run without it'])
  })

  it('refuse a second portal over the same folder', async () => {
    await expect(startEmbedded(folder, silent)).rejects.toThrow('Another portal')
  })
})

describe('a portal killed with kill -9', () => {
  const parents: ChildProcess[] = []
  afterEach(async () => {
    for (const parent of parents.splice(0))
      if (parent.exitCode === null && parent.signalCode === null) await killed(parent)
  })
  const startFresh = async () => {
    const folder = newFolder()
    const started = await startElsewhere(folder)
    parents.push(started.parent)
    return { folder, ...started }
  }

  it('takes both servers with it', async () => {
    const { parent, servers } = await startFresh()
    expect(lives(servers.pids.postgres) && lives(servers.pids.redis)).toBe(true)
    await killed(parent)
    expect(await waitUntil(() => !lives(servers.pids.postgres) && !lives(servers.pids.redis), 10_000)).toBe(true)
  })

  it('leaves every row and key to the next start, even when its servers are killed too', async () => {
    const { folder, parent, servers } = await startFresh()
    await query(servers.ownerDatabaseUrl, 'CREATE TABLE kept (id int)')
    await query(servers.ownerDatabaseUrl, 'INSERT INTO kept SELECT generate_series(1, 1000)')
    await withRedis(servers.redisUrl, (redis) => redis.set('kept', 'yes'))
    process.kill(servers.pids.postgres, 'SIGKILL')
    process.kill(servers.pids.redis, 'SIGKILL')
    await killed(parent)
    const again = await startEmbedded(folder, silent)
    try {
      expect(await query(again.ownerDatabaseUrl, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }])
      expect(await withRedis(again.redisUrl, (redis) => redis.get('kept'))).toBe('yes')
    } finally {
      await again.stop()
    }
  })

  it('does not block the next start with a lock or a pid file whose number a stranger bears', async () => {
    const folder = newFolder()
    const first = await startEmbedded(folder, silent)
    await first.stop()
    writeFileSync(join(folder, 'portal.lock'), `${String(process.ppid)}\nanother time\n`)
    writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${String(process.ppid)}\n${folder}/postgres\n0\n1\n\n\n`)
    writeFileSync(join(folder, 'redis', 'redis.pid'), `${String(process.ppid)}\n`)
    const again = await startEmbedded(folder, silent)
    await again.stop()
    expect(lives(process.ppid)).toBe(true)
  })

  it('takes over from servers that it could not stop', async () => {
    const { folder, parent, servers } = await startFresh()
    await query(servers.ownerDatabaseUrl, 'CREATE TABLE kept (id int)')
    parent.kill('SIGSTOP')
    writeFileSync(join(folder, 'portal.lock'), '1\nanother time\n')
    const again = await startEmbedded(folder, silent)
    try {
      expect(lives(servers.pids.postgres) || lives(servers.pids.redis)).toBe(false)
      expect(await query(again.ownerDatabaseUrl, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 0 }])
    } finally {
      await again.stop()
    }
  })
})

describe('running as root', () => {
  it.runIf(process.getuid?.() === 0)('has more than one way that PostgreSQL accepts', () => {
    const ways = possibleIdentities().map((identity) => identityFor('/bin/true', newFolder(), [identity]))
    expect(ways.filter((way) => way !== undefined).length).toBeGreaterThan(1)
  })
})
