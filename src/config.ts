import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { siteCodes } from './sites/index.ts'

const flag = z.enum(['on', 'off', 'true', 'false', '1', '0']).transform((value) => ['on', 'true', '1'].includes(value))
const secret = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits (32 random bytes)')
/** Passwords and keys that stand in docker-compose.yml, for trying the portal out. Everybody can read them there. */
const published = /^(de30{59}[0-9]{2}|demo-.*)$/

/** What is secret in the value of a variable: the password of an address, or all of it. */
const secretIn = (value: string): string => (URL.canParse(value) ? decodeURIComponent(new URL(value).password) : value)

/** Said at the start of a portal behind https: that believes no proxy. */
export const noProxyAdvice =
  'PUBLIC_URL is https:, so a proxy ends TLS in front of the portal: set it to the number of proxies that add to ' +
  'X-Forwarded-For, usually 1. With 0 all visitors have the proxy’s address and share its limits'

const port = z.coerce.number().int().min(0).max(65535)

const secretVariables = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'REDIS_URL',
  'SMS_GATEWAY_KEY',
  'IDENTITY_GATEWAY_KEY',
  'YZT_CLIENT_SECRET',
  'SESSION_SECRET',
  'PASSWORD_PEPPER',
  'FIELD_KEY',
  'INDEX_KEY',
] as const

const environment = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    PORT: port.default(3000),
    HOST: z.string().default('127.0.0.1'),
    DATA_DIR: z.string().default('./var'),
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    SITE: z.enum(siteCodes).default('shanxi'),
    CAPTCHA_ANSWER: z.string().min(1).optional(),
    SANDBOX: flag.optional(),
    SMS_GATEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
    SMS_GATEWAY_KEY: z.string().min(16).optional(),
    SMS_PER_MINUTE: z.coerce.number().int().min(10).default(600),
    SMS_PER_DAY: z.coerce.number().int().min(10).default(20_000),
    IDENTITY_GATEWAY_URL: z.url({ protocol: /^https?$/ }).optional(),
    IDENTITY_GATEWAY_KEY: z.string().min(16).optional(),
    TRUST_ANCHORS: z.string().min(1).optional(),
    TSA_URL: z.url({ protocol: /^https?$/ }).optional(),
    REVOCATION_MINUTES: z.coerce.number().int().min(1).max(10_080).default(60),
    YZT_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
    YZT_CLIENT_ID: z.string().min(1).optional(),
    YZT_CLIENT_SECRET: z.string().min(16).optional(),
    YZT_PROOF: z.enum(['required', 'platform']).default('required'),
    KEY_HELPER_URL: z.url({ protocol: /^https?$/, hostname: /^(127\.0\.0\.1|localhost)$/ }).optional(),
    JOBS: flag.default(true),
    SEAL: flag.default(true),
    SEAL_KEYS_DIR: z.string().min(1).optional(),
    TRUST_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
    METRICS_TOKEN: z.string().min(16).optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    SESSION_SECRET: secret.optional(),
    PASSWORD_PEPPER: secret.optional(),
    FIELD_KEY: secret.optional(),
    INDEX_KEY: secret.optional(),
    BCRYPT_COST: z.coerce.number().int().min(4).max(15).default(12),
  })
  .superRefine((env, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if ((env.DATABASE_URL === undefined) !== (env.REDIS_URL === undefined))
      fault('DATABASE_URL', 'DATABASE_URL and REDIS_URL must be given together or not at all')
    if (env.DATABASE_OWNER_URL !== undefined && env.DATABASE_URL === undefined)
      fault('DATABASE_OWNER_URL', 'needs DATABASE_URL')
    if (env.SMS_GATEWAY_URL !== undefined && env.SMS_GATEWAY_KEY === undefined)
      fault('SMS_GATEWAY_KEY', 'needed with SMS_GATEWAY_URL')
    if ((env.IDENTITY_GATEWAY_URL === undefined) !== (env.IDENTITY_GATEWAY_KEY === undefined))
      fault(
        'IDENTITY_GATEWAY_URL',
        'IDENTITY_GATEWAY_URL and IDENTITY_GATEWAY_KEY must be given together or not at all',
      )
    const platform = [env.YZT_ISSUER, env.YZT_CLIENT_ID, env.YZT_CLIENT_SECRET]
    if (platform.some((one) => one !== undefined) && platform.includes(undefined))
      fault('YZT_ISSUER', 'YZT_ISSUER, YZT_CLIENT_ID and YZT_CLIENT_SECRET must be given together or not at all')
    if (env.NODE_ENV !== 'production') return
    if (env.CAPTCHA_ANSWER !== undefined) fault('CAPTCHA_ANSWER', 'a fixed captcha answer is refused in production')
    if (env.BCRYPT_COST < 10) fault('BCRYPT_COST', 'must be at least 10 in production')
    if (env.SANDBOX === true) fault('SANDBOX', 'demo staff and readable messages are refused in production')
    if (env.DATABASE_URL === undefined) fault('DATABASE_URL', 'production needs real servers')
    if (env.SMS_GATEWAY_URL === undefined) fault('SMS_GATEWAY_URL', 'production needs an SMS gateway')
    if (env.IDENTITY_GATEWAY_URL === undefined) fault('IDENTITY_GATEWAY_URL', 'production needs an identity gateway')
    if (env.SEAL && env.SEAL_KEYS_DIR !== undefined && env.TSA_URL === undefined)
      fault('TSA_URL', 'needed with SEAL_KEYS_DIR: what is sealed carries a time stamp')
    if (env.PUBLIC_URL === undefined) fault('PUBLIC_URL', 'production needs the public address')
    else if (!env.PUBLIC_URL.startsWith('https:'))
      fault('PUBLIC_URL', 'must be https: in production: passwords and ID numbers pass through it')
    else if (env.TRUST_PROXY_HOPS === 0) fault('TRUST_PROXY_HOPS', noProxyAdvice)
    if (env.YZT_ISSUER?.startsWith('http:') === true) fault('YZT_ISSUER', 'must be https: in production')
    for (const name of ['SMS_GATEWAY_URL', 'IDENTITY_GATEWAY_URL', 'TSA_URL', 'YZT_ISSUER'] as const)
      if (/\/sandbox\/(?:gateway\/|pki\/|yzt)/.test(env[name] ?? ''))
        fault(name, 'is the sandbox, which is off in production')
    for (const name of secretVariables)
      if (published.test(secretIn(env[name] ?? '')))
        fault(name, 'holds a published key or password of docker-compose.yml: set one of your own')
    for (const name of ['SESSION_SECRET', 'PASSWORD_PEPPER', 'FIELD_KEY', 'INDEX_KEY'] as const)
      if (env[name] === undefined) fault(name, 'needed in production: 64 hexadecimal digits')
  })

/** A configuration that cannot be used; the message lists every fault. */
export class ConfigError extends Error {}

/** Keys made on first start live beside the data they protect, readable by the owner only. */
const keptSecret = (dataDir: string, name: string): string => {
  const folder = join(dataDir, 'keys')
  const file = join(folder, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trim()
}

const sealConfig = (e: Pick<z.infer<typeof environment>, 'SEAL' | 'SEAL_KEYS_DIR' | 'DATA_DIR'>, sandbox: boolean) => {
  const folder = e.SEAL_KEYS_DIR ?? (sandbox ? join(e.DATA_DIR, 'keys', 'sandbox-seals') : undefined)
  return e.SEAL && folder !== undefined ? { folder: resolve(folder), demo: e.SEAL_KEYS_DIR === undefined } : undefined
}

/**
 * Reads and checks the environment. Faults are all listed in one ConfigError.
 * The embedded servers' addresses are not in here: start.ts adds them once they run.
 */
export const loadConfig = (env: NodeJS.ProcessEnv = process.env) => {
  const known = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(known)
  if (!parsed.success)
    throw new ConfigError(
      `The configuration cannot be used:\n${parsed.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`).join('\n')}`,
    )
  const e = parsed.data
  const production = e.NODE_ENV === 'production'
  const sandbox = e.SANDBOX ?? (e.SMS_GATEWAY_URL === undefined && e.IDENTITY_GATEWAY_URL === undefined && !production)
  return {
    production,
    port: e.PORT,
    host: e.HOST,
    dataDir: e.DATA_DIR,
    publicUrl: e.PUBLIC_URL?.replace(/\/$/, ''),
    databaseUrl: e.DATABASE_URL,
    ownerDatabaseUrl: e.DATABASE_OWNER_URL ?? e.DATABASE_URL,
    redisUrl: e.REDIS_URL,
    site: e.SITE,
    captchaAnswer: e.CAPTCHA_ANSWER,
    sandbox,
    smsGateway: e.SMS_GATEWAY_URL && e.SMS_GATEWAY_KEY ? { url: e.SMS_GATEWAY_URL, key: e.SMS_GATEWAY_KEY } : undefined,
    smsMost: { minute: e.SMS_PER_MINUTE, day: e.SMS_PER_DAY },
    identityGateway:
      e.IDENTITY_GATEWAY_URL && e.IDENTITY_GATEWAY_KEY
        ? { url: e.IDENTITY_GATEWAY_URL.replace(/\/$/, ''), key: e.IDENTITY_GATEWAY_KEY }
        : undefined,
    /** A PEM file with the roots whose certificates are believed. */
    trustAnchors: e.TRUST_ANCHORS,
    timestampUrl: e.TSA_URL,
    /** For how long an answer about revocation is believed, in milliseconds. */
    revocationFreshness: e.REVOCATION_MINUTES * 60_000,
    /** The 一证通 platform; without one the sandbox's, or none. */
    platform:
      e.YZT_ISSUER && e.YZT_CLIENT_ID && e.YZT_CLIENT_SECRET
        ? { issuer: e.YZT_ISSUER, clientId: e.YZT_CLIENT_ID, clientSecret: e.YZT_CLIENT_SECRET }
        : undefined,
    /** Whether the platform's word is enough where it hands on no signature of the certificate's own. */
    platformProves: e.YZT_PROOF === 'platform',
    /** Where the vendor's program for media answers on people's own computers. */
    keyHelper: e.KEY_HELPER_URL?.replace(/\/$/, ''),
    jobs: e.JOBS,
    /** Where the keys of the authorities’ seals lie, and whether the sandbox makes and opens them; undefined: nothing is sealed. */
    seal: sealConfig(e, sandbox),
    trustProxyHops: e.TRUST_PROXY_HOPS,
    metricsToken: e.METRICS_TOKEN,
    logLevel: e.LOG_LEVEL,
    bcryptCost: e.BCRYPT_COST,
    keys: {
      session: e.SESSION_SECRET ?? keptSecret(e.DATA_DIR, 'session'),
      pepper: e.PASSWORD_PEPPER ?? keptSecret(e.DATA_DIR, 'pepper'),
      field: e.FIELD_KEY ?? keptSecret(e.DATA_DIR, 'field'),
      index: e.INDEX_KEY ?? keptSecret(e.DATA_DIR, 'index'),
    },
  }
}

export type Config = ReturnType<typeof loadConfig>
