import type { Request, Response } from 'express'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../web/address.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, signedRoute, type Context, type Route } from '../../web/route.ts'
import { demoKeyPassword } from '../pki/demo-certificates.ts'
import { sandboxKeys } from '../pki/store.ts'

// The stand-in of a vendor's program for media (证书助手), in the protocol of public/key/helper.js. A real one runs on
// people's own computers; this one answers beside the portal, so that each of its states can be seen.

/** The states to choose from on the consent page of the sandbox. */
export const situations = [
  { code: 'ready', text: '正常：介质已插好' },
  { code: 'one-left', text: '正常，但是密码只能再试一次' },
  { code: 'none', text: '没有安装或者没有启动证书助手' },
  { code: 'no-medium', text: '没有插入介质' },
  { code: 'unreadable', text: '介质读不出来' },
  { code: 'locked', text: '介质已经锁定' },
] as const
type Situation = (typeof situations)[number]['code']

const tries = 6
const forgottenSeconds = 600

const triesKey = (situation: string, medium: string, ip: string): string =>
  `sandbox:helper:${situation}:${medium}:${networkOf(ip)}`

const left = async (deps: Deps, situation: Situation, medium: string, ip: string): Promise<number> => {
  const failed = Number((await deps.redis.get(triesKey(situation, medium, ip))) ?? 0)
  return Math.max(0, (situation === 'one-left' ? 1 : tries) - failed)
}

/** Lets in pages of the portal only, as the real program does: a stranger's page shall not make a medium sign. */
const allow = (deps: Deps, req: Request, res: Response): void => {
  const origin = req.get('origin')
  const own = [deps.publicUrl, `${req.protocol}://${req.get('host') ?? ''}`]
  if (origin !== undefined && !own.includes(origin)) throw new AppError('FORBIDDEN')
  if (origin !== undefined) res.setHeader('Access-Control-Allow-Origin', origin)
  res.setHeader('Cache-Control', 'no-store')
}

const situationOf = ({ param }: Pick<Context<unknown>, 'param'>): Situation => {
  const found = situations.find(({ code }) => code === param('situation'))
  // No program, no answer of its kind.
  if (!found || found.code === 'none') throw new AppError('NOT_FOUND')
  return found.code
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const signSchema = z.object({
  medium: z.string().max(100),
  certificate: z.string().max(24_000),
  password: z.string().max(200),
  data: z.base64().max(64_000),
})

export const helperRoutes = (deps: Deps): readonly Route[] => [
  publicRoute({
    method: 'get',
    path: paths.sandboxHelperMedia(':situation'),
    handler: async (context) => {
      allow(deps, context.req, context.res)
      const situation = situationOf(context)
      if (situation === 'no-medium') return void context.res.json({ media: [] })
      const { keys } = await sandboxKeys(deps)
      const media = []
      for (const { id, unit, person, certificate, chain } of keys) {
        const triesLeft = await left(deps, situation, id, context.audit.ip)
        const state =
          situation === 'unreadable' || situation === 'locked' ? situation : triesLeft > 0 ? 'ready' : 'locked'
        media.push({
          id,
          label: unit ?? person?.name ?? id,
          state,
          triesLeft,
          certificates: state === 'ready' ? [[certificate, ...chain].map(({ der }) => toBase64(der))] : [],
        })
      }
      context.res.json({ media })
    },
  }),
  signedRoute({
    method: 'post',
    path: paths.sandboxHelperSign(':situation'),
    handler: async (context) => {
      const { req, res, audit } = context
      allow(deps, req, res)
      const situation = situationOf(context)
      const asked = signSchema.safeParse(req.body)
      if (!asked.success) throw new AppError('BAD_REQUEST')
      const { medium, certificate, password, data } = asked.data
      const refuse = (error: string, more = {}) => void res.status(403).json({ error, ...more })
      const held = (await sandboxKeys(deps)).keys.find(({ id }) => id === medium)
      if (!held || toBase64(held.certificate.der) !== certificate) return refuse('no-medium')
      if ((await left(deps, situation, medium, audit.ip)) === 0) return refuse('locked')
      const counter = triesKey(situation, medium, audit.ip)
      if (password !== demoKeyPassword) {
        await deps.redis.multi().incr(counter).expire(counter, forgottenSeconds).exec()
        const triesLeft = await left(deps, situation, medium, audit.ip)
        return triesLeft === 0 ? refuse('locked') : refuse('wrong-password', { triesLeft })
      }
      await deps.redis.del(counter)
      res.json({ signature: toBase64(held.key.sign(Buffer.from(data, 'base64'))) })
    },
  }),
]
