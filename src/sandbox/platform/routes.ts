import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import { loginFaults } from '../../core/signatures/key-faults.ts'
import { proofLife, proofText } from '../../core/signatures/proof.ts'
import type { Deps } from '../../deps.ts'
import { readCertificate } from '../../infra/pki/certificate.ts'
import { verifySignature } from '../../infra/pki/algorithms.ts'
import { keyPicker } from '../../web/key-page.ts'
import { paths } from '../../web/paths.ts'
import { publicRoute, signedRoute, type Context, type Route } from '../../web/route.ts'
import { helperRoutes, situations } from './helper.ts'
import { platformKey, publicJwk, signedToken } from './key.ts'
import { grantedCodes, openRequests, provesKey, sessionMark } from './requests.ts'

const clientId = 'portal'

const questionSchema = z.object({
  response_type: z.literal('code'),
  client_id: z.literal(clientId),
  redirect_uri: z.string(),
  scope: z.string().includes('openid'),
  state: z.string().min(20).max(200),
  nonce: z.string().min(20).max(200),
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  code_challenge_method: z.literal('S256'),
})

/** What the consent page says is granted, as in the guide. */
const granted = [
  '获取您的单位信息（单位名称、证书的有效期和颁发机构）',
  '获取您的统一社会信用代码',
  '核对您出示的证书和签名',
]

const terms = '授权只用于这一次登录。平台不保存证书密码，也看不到您的密钥。'

/** An address of this very portal without its host: the portal may be reached under several names. */
const ownAddress = (deps: Deps, address: string): string =>
  address.startsWith(`${deps.publicUrl}/`) ? address.slice(deps.publicUrl.length) : address

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

/** Who asks must be the portal, and want its answer where it said when it was registered. */
const readQuestion = (deps: Deps, query: Readonly<Record<string, string>>) => {
  const question = questionSchema.safeParse(query)
  if (!question.success || question.data.redirect_uri !== deps.certificatePlatform.callback)
    throw new AppError('BAD_REQUEST', '登录请求不完整，请从平台的“一证通方式”重新进入。')
  return question.data
}

const show = async (
  deps: Deps,
  context: Context<unknown>,
  fault?: { readonly title: string; readonly steps: readonly string[] },
): Promise<void> => {
  const { req, query, view } = context
  const question = readQuestion(deps, query)
  const now = deps.clock.now()
  req.session.csrfToken ??= deps.sessions.applicant.store.anonymousToken(req.sessionID)
  let text = ''
  const request = await openRequests.keep(deps.redis, () => {
    text = proofText({
      purpose: 'login',
      origin: `${req.protocol}://${req.get('host') ?? ''}`,
      audience: question.redirect_uri,
      nonce: question.nonce,
      challenge: randomBytes(32).toString('base64url'),
      issued: now.toISOString(),
      expires: new Date(now.getTime() + proofLife).toISOString(),
    })
    return {
      session: sessionMark(req.sessionID),
      text,
      redirectUri: question.redirect_uri,
      state: question.state,
      nonce: question.nonce,
      challenge: question.code_challenge,
    }
  })
  view(
    'sandbox/platform.njk',
    {
      page: {
        title: '法人一证通平台',
        breadcrumb: [{ href: paths.home, text: '首页' }, { text: '法人一证通平台（演示）' }],
      },
      action: req.originalUrl,
      text,
      request,
      granted,
      terms,
      client: deps.site.name,
      fault,
      key: {
        ...keyPicker(deps, context.res),
        situations: situations.map(({ code, text: words }) => ({ value: paths.sandboxHelper(code), text: words })),
      },
    },
    fault ? 403 : 200,
  )
}

const answer = async (deps: Deps, context: Context<unknown>): Promise<void> => {
  const { req, body, query, redirect } = context
  const question = readQuestion(deps, query)
  const back = (parameters: Readonly<Record<string, string>>): void =>
    redirect(
      ownAddress(
        deps,
        `${question.redirect_uri}?${new URLSearchParams({ ...parameters, state: question.state }).toString()}`,
      ),
    )
  const asked = await openRequests.take(deps.redis, body['request'] ?? '')
  if (body['action'] === 'decline') return back({ error: 'access_denied' })
  // Another session's, another login's, or answered before.
  if (!asked || asked.session !== sessionMark(req.sessionID) || asked.state !== question.state)
    return show(deps, context, loginFaults['proof-expired'])
  const chain = (body['certificate'] ?? '').split(' ').filter((one) => one !== '')
  const signature = bytes(body['signature'] ?? '')
  if (!isProved(chain, signature, asked.text)) return show(deps, context, loginFaults['proof-refused'])
  const code = await grantedCodes.keep(deps.redis, () => ({
    redirectUri: asked.redirectUri,
    challenge: asked.challenge,
    claims: { nonce: asked.nonce, x5c: chain, proof: { text: asked.text, signature: body['signature'] } },
  }))
  back({ code })
}

/** Whether the question was signed with the key of the certificate. What that is worth the portal judges. */
const isProved = (chain: readonly string[], signature: Uint8Array, text: string): boolean => {
  const [leaf] = chain
  if (leaf === undefined || chain.length > 5 || chain.some((one) => one.length > 24_000)) return false
  try {
    return verifySignature(signature, new TextEncoder().encode(text), readCertificate(bytes(leaf)))
  } catch {
    return false
  }
}

/** The stand-in of the 一证通 platform: an OpenID provider for one client, the portal beside it. */
export const platformRoutes = (deps: Deps): readonly Route[] => {
  const key = platformKey(deps.config.dataDir)
  const { issuer, clientSecret } = deps.platformAccess
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  return [
    publicRoute({
      method: 'get',
      path: paths.sandboxPlatformDiscovery,
      handler: ({ res }) => {
        res.json({
          issuer,
          // Browsers go here, the portal itself to the others.
          authorization_endpoint: `${deps.publicUrl}${paths.sandboxPlatformAuthorize}`,
          token_endpoint: issuer.replace(paths.sandboxPlatform, paths.sandboxPlatformToken),
          jwks_uri: issuer.replace(paths.sandboxPlatform, paths.sandboxPlatformKeys),
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['ES256'],
          code_challenge_methods_supported: ['S256'],
          token_endpoint_auth_methods_supported: ['client_secret_basic'],
        })
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.sandboxPlatformKeys,
      handler: ({ res }) => {
        res.json({ keys: [publicJwk(key)] })
      },
    }),
    publicRoute({
      method: 'get',
      path: paths.sandboxPlatformAuthorize,
      handler: (context) => show(deps, context),
    }),
    publicRoute({
      method: 'post',
      path: paths.sandboxPlatformAuthorize,
      handler: (context) => answer(deps, context),
    }),
    signedRoute({
      method: 'post',
      path: paths.sandboxPlatformToken,
      handler: async ({ req, res, body }) => {
        res.setHeader('Cache-Control', 'no-store')
        const refuse = (status: number, error: string) => void res.status(status).json({ error })
        if (req.get('authorization') !== basic) return refuse(401, 'invalid_client')
        const grant = await grantedCodes.take(deps.redis, body['code'] ?? '')
        const proved = grant && provesKey(body['code_verifier'] ?? '', grant.challenge)
        if (body['grant_type'] !== 'authorization_code' || !proved || grant.redirectUri !== body['redirect_uri'])
          return refuse(400, 'invalid_grant')
        const now = Math.floor(deps.clock.now().getTime() / 1000)
        const claims = { iss: issuer, sub: 'certificate', aud: clientId, iat: now, exp: now + 120, ...grant.claims }
        res.json({
          access_token: randomBytes(16).toString('base64url'),
          token_type: 'Bearer',
          expires_in: 120,
          id_token: signedToken(key, claims),
        })
      },
    }),
    ...helperRoutes(deps),
  ]
}
