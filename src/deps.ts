import type { Config } from './config.ts'
import { createAnchorStore, followAudit } from './db/audit-anchor.ts'
import { createCommandRunner, createExclusiveRunner, createTrialRunner } from './db/command.ts'
import { openDatabase } from './db/client.ts'
import { createCaptcha } from './infra/captcha.ts'
import { createCertificatePlatform } from './infra/certificate-platform.ts'
import { systemClock, type Clock } from './infra/clock.ts'
import { createFieldCrypto } from './infra/field-crypto.ts'
import { createFileStore } from './infra/file-store.ts'
import { createInspector } from './infra/inspector/pool.ts'
import { writeWorkbook } from './infra/workbook-writer.ts'
import { createIdentityGateway } from './infra/identity/gateway.ts'
import { createKeptForms } from './infra/kept-forms.ts'
import { createLimits } from './infra/limits.ts'
import { createLogger } from './infra/logger.ts'
import { createMetrics } from './infra/metrics.ts'
import { createPaperSigning } from './infra/paper-signing.ts'
import { createPasswords } from './infra/passwords.ts'
import { createCertificateJudge } from './infra/presented-certificate.ts'
import { createPdfPress, type PdfPress } from './infra/pdf/press.ts'
import { createRevocation } from './infra/pki/revocation.ts'
import { createTimestamps } from './infra/pki/timestamp.ts'
import { openTrust } from './infra/pki/trust.ts'
import { createSeals } from './infra/seal/seals.ts'
import { connectRedis } from './infra/redis.ts'
import { createSmsBrake } from './infra/sms-brake.ts'
import { createSmsCodes } from './infra/sms-codes.ts'
import { createSmsGateway } from './infra/sms-gateway.ts'
import { createUploadPlaces } from './infra/upload-places.ts'
import { documents } from './documents/index.ts'
import { offeredUnder } from './core/matters/offered.ts'
import { matters } from './matters/index.ts'
import { loadReferenceData } from './reference/reference.ts'
import { sites } from './sites/index.ts'
import { paths } from './web/paths.ts'
import { createSessions } from './web/sessions.ts'
import { createViews } from './web/views.ts'

/** Where the portal's own sandbox takes messages when no gateway is configured. */
const sandboxGateway = (config: Config) => ({ url: `${ownUrl(config)}/sandbox/gateway/sms`, key: config.keys.session })

/** Where the portal's own sandbox answers questions of identity when no gateway is configured. */
const sandboxIdentity = (config: Config) => ({
  url: `${ownUrl(config)}/sandbox/gateway/identity`,
  key: config.keys.session,
})

/** Where the portal's own sandbox stamps the time when no authority for that is configured. */
const sandboxTimestamps = (config: Config): string => `${ownUrl(config)}/sandbox/pki/tsa`

/** Certificates of the sandbox name the portal's public address, which may not lead back to it from within. */
const placeOf =
  (config: Config) =>
  (url: string): string => {
    const path = config.sandbox ? /^https?:\/\/[^/]+(\/sandbox\/pki\/.*)$/.exec(url)?.[1] : undefined
    // A worker by itself has no sandbox: it asks where the time stamps of the sandbox are.
    const sandbox = config.timestampUrl?.includes('/sandbox/pki/') ? config.timestampUrl : ownUrl(config)
    return path === undefined ? url : new URL(path, sandbox).href
  }
/** The portal's own sandbox as the 一证通 platform when none is configured. */
const sandboxPlatform = (config: Config) => ({
  issuer: `${ownUrl(config)}${paths.sandboxPlatform}`,
  clientId: 'portal',
  clientSecret: config.keys.session,
})

const ownUrl = (config: Config): string => `http://127.0.0.1:${config.port}`

export type Overrides = { readonly clock?: Clock; readonly pdf?: PdfPress }

/**
 * Makes everything a running portal is built from: the composition root. `config` must carry the addresses of a
 * database and a Redis. Tests may put in a clock of their own, and one PDF process for many portals.
 */
export const createDeps = async (config: Config, overrides: Overrides = {}) => {
  const { databaseUrl, redisUrl } = config
  if (!databaseUrl || !redisUrl) throw new Error('no database or Redis address')
  const log = createLogger(config.logLevel)
  const clock = overrides.clock ?? systemClock
  const redis = await connectRedis(redisUrl, log)
  const db = openDatabase(databaseUrl, log)
  const publicUrl = config.publicUrl ?? `http://localhost:${config.port}`
  const secure = config.production || publicUrl.startsWith('https:')
  const gateway = config.smsGateway ?? sandboxGateway(config)
  const identity = config.identityGateway ?? sandboxIdentity(config)
  const platformCallback = `${publicUrl}${paths.loginCertificateBack}`
  const platformAccess = config.platform ?? sandboxPlatform(config)
  const limits = createLimits(redis)
  const metrics = createMetrics()
  const crypto = createFieldCrypto(config.keys)
  const exclusive = createExclusiveRunner(db.knex)
  const store = createAnchorStore(config.dataDir, config.keys.field)
  const anchor = followAudit({ store, exclusive, clock, log })
  anchor.soon()
  const files = await createFileStore(config.dataDir)
  const inspector = createInspector(files.uploadFolder, log)
  const pdf = overrides.pdf ?? createPdfPress(log)
  const anchors = await openTrust({
    file: config.trustAnchors,
    production: config.production,
    sandbox: config.sandbox
      ? async () => (await import('./sandbox/pki/store.ts')).sandboxRoot({ config, clock, publicUrl })
      : undefined,
  })
  const pki = {
    anchors,
    revocation: createRevocation({
      clock,
      log,
      freshness: config.revocationFreshness,
      placeOf: placeOf(config),
    }),
    timestamps: createTimestamps({ url: config.timestampUrl ?? sandboxTimestamps(config), anchors }),
  }
  const seals = createSeals(
    config.seal && {
      folder: config.seal.folder,
      redis,
      log,
      demo: config.seal.demo
        ? async (authority, folder) =>
            (await import('./sandbox/seal-keys.ts')).sandboxSealParts({ config, clock, publicUrl }, authority, folder)
        : undefined,
    },
  )
  return {
    config,
    publicUrl,
    secure,
    log,
    clock,
    redis,
    db,
    command: createCommandRunner(db.knex, clock, anchor.soon),
    trial: createTrialRunner(db.knex, clock),
    exclusive,
    crypto,
    passwords: createPasswords(config.keys.pepper, config.bcryptCost),
    files,
    inspector,
    keptForms: createKeptForms(redis, crypto),
    uploads: createUploadPlaces(redis),
    limits,
    captcha: createCaptcha({ redis, limits, clock }, config.keys.session, config.captchaAnswer),
    smsBrake: createSmsBrake(redis, config.smsMost, log, metrics.smsRefused),
    smsCodes: createSmsCodes(redis, config.keys.session),
    smsGateway: createSmsGateway(gateway.url, gateway.key),
    smsGatewayKey: gateway.key,
    identity: createIdentityGateway({ ...identity, clock, log }),
    identityGatewayKey: identity.key,
    platformAccess,
    /** Whether there is a 一证通 platform to log in by: one that is configured, or the sandbox's. */
    platformOpen: config.platform !== undefined || config.sandbox,
    certificatePlatform: createCertificatePlatform({
      ...platformAccess,
      callback: platformCallback,
      clock,
      log,
    }),
    judgeCertificate: createCertificateJudge({
      pki,
      clock,
      audience: platformCallback,
      platformProves: config.platformProves,
    }),
    pdf,
    paperSigning: createPaperSigning({ pki, pdf, clock, log }),
    /** Whose certificates are believed, whether they were revoked, and what time it is by somebody else. */
    pki,
    seals,
    writeWorkbook,
    views: createViews(),
    metrics,
    site: sites[config.site],
    matters: offeredUnder(matters, sites[config.site].matters),
    documents,
    reference: await loadReferenceData(db),
    sessions: {
      applicant: createSessions('applicant', { redis, secret: config.keys.session, secure, clock }),
      staff: createSessions('staff', { redis, secret: config.keys.session, secure, clock }),
    },
    /** Set while the process drains: readiness says no, so that nothing new is sent here. */
    draining: { value: false },
    close: async () => {
      await anchor.close()
      await inspector.close()
      await pdf.close()
      await seals.close()
      await db.close()
      redis.disconnect()
    },
  }
}

export type Deps = Awaited<ReturnType<typeof createDeps>>
