import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { pemOf } from '../../infra/pki/certificate.ts'
import { DerError } from '../../infra/pki/der.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, signedRoute, type Route } from '../../web/route.ts'
import { answerOcsp, answerTimestamp, makeCrl } from './answers.ts'
import { isAuthority, keyFile, revokedBy, sandboxAuthorities, sandboxKeys, type AuthorityCode } from './store.ts'

const hour = 3_600_000
/** What a sandbox stamps by: an identifier nobody else uses (X.667, from a UUID). */
const stampPolicy = '2.25.301826149298794305819136580683133769154'
const longestQuestion = 65_536

/** What was asked, in the type of its protocol, which no form of a page can send: that is why it carries no token. */
const question = async (req: Request, type: string): Promise<Uint8Array> => {
  if (req.get('content-type') !== type) throw new AppError('FORBIDDEN')
  const parts: Buffer[] = []
  let size = 0
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length
    if (size > longestQuestion) throw new AppError('BAD_REQUEST')
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}

const answer = (res: Response, type: string, bytes: Uint8Array): void => {
  res.setHeader('Cache-Control', 'no-store')
  res.type(type).send(Buffer.from(bytes))
}

const authorityOf = (code: string): AuthorityCode => {
  if (!isAuthority(code)) throw new AppError('NOT_FOUND')
  return code
}

/** What an authority offers to everybody: its list, its answers, its certificate, the time; and demo keys in files. */
export const pkiRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.sandboxCrl(':authority'),
    handler: async ({ res, param }) => {
      const code = authorityOf(param('authority'))
      const { key, certificate } = (await sandboxAuthorities(deps))(code)
      const now = deps.clock.now()
      const list = makeCrl({
        issuer: { name: certificate.subjectDer, key },
        revoked: await revokedBy(deps, code),
        thisUpdate: now,
        nextUpdate: new Date(now.getTime() + 24 * hour),
      })
      answer(res, 'application/pkix-crl', list)
    },
  }),
  signedRoute({
    method: 'post',
    path: paths.sandboxOcsp(':authority'),
    handler: async ({ req, res, param }) => {
      const asked = await question(req, 'application/ocsp-request')
      const code = authorityOf(param('authority'))
      if (code === 'root') throw new AppError('NOT_FOUND')
      const authority = await sandboxAuthorities(deps)
      const revoked = await revokedBy(deps, code)
      const now = deps.clock.now()
      try {
        const bytes = answerOcsp(asked, {
          issuer: authority(code).certificate,
          responder: authority(`${code}-answers`),
          statusOf: (serial) => revoked.find((one) => one.serial === serial) ?? 'good',
          now,
          nextUpdate: new Date(now.getTime() + hour),
        })
        answer(res, 'application/ocsp-response', bytes)
      } catch (error) {
        if (error instanceof DerError) throw new AppError('BAD_REQUEST')
        throw error
      }
    },
  }),
  signedRoute({
    method: 'post',
    path: paths.sandboxTimestamps,
    handler: async ({ req, res }) => {
      const authority = await sandboxAuthorities(deps)
      const stamped = answerTimestamp(await question(req, 'application/timestamp-query'), {
        authority: authority('stamps'),
        chain: [authority('root').certificate],
        policy: stampPolicy,
        serial: randomBytes(12),
        now: deps.clock.now(),
      })
      answer(res, 'application/timestamp-reply', stamped)
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.sandboxAuthority(':authority'),
    handler: async ({ res, param }) => {
      const code = authorityOf(param('authority'))
      const { certificate } = (await sandboxAuthorities(deps))(code)
      res.attachment(`demo-${code}.crt`)
      answer(res, 'application/pkix-cert', Buffer.from(pemOf(certificate)))
    },
  }),
  publicRoute({
    method: 'get',
    path: paths.sandboxKeyFile(':id'),
    handler: async ({ res, param }) => {
      const found = (await sandboxKeys(deps)).keys.find(({ id }) => id === param('id'))
      if (!found) throw new AppError('NOT_FOUND')
      res.attachment(`${found.id}.p12`)
      answer(res, 'application/x-pkcs12', keyFile(found))
    },
  }),
]
