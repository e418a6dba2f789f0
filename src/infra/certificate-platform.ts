import * as oidc from 'openid-client'
import { z } from 'zod'
import { systemClock, type Clock } from './clock.ts'
import type { Logger } from './logger.ts'

/** What the portal keeps of a login that is under way at the platform; all of it is checked when the answer comes. */
export type PlatformFlow = { readonly state: string; readonly nonce: string; readonly verifier: string }

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/)

const claimsSchema = z.object({
  /** The certificate and what leads to its issuer, as RFC 7515 §4.1.6 writes them. */
  x5c: z.array(base64.max(24_000)).min(1).max(5),
  /** The signed question itself, so that the portal can check what the platform checked. */
  proof: z.object({ text: z.string().max(2000), signature: base64.max(2000) }).optional(),
})

/** What the platform vouches for: who presented which certificate, and how that was proved. */
export type PlatformAnswer = {
  readonly certificates: readonly Uint8Array[]
  readonly proof: { readonly text: string; readonly signature: Uint8Array } | undefined
}

export type PlatformOptions = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Where the platform sends browsers back to; registered there. */
  readonly callback: string
  readonly clock: Clock
  readonly log: Logger
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

const algorithm = 'ES256'

/**
 * The 一证通 platform as an OpenID provider: authorization code with PKCE (RFC 7636), state and nonce, the client proved
 * by its secret, the answer an ID token whose signature is checked though it came over the platform's own connection.
 */
export const createCertificatePlatform = ({
  issuer,
  clientId,
  clientSecret,
  callback,
  clock,
  log,
}: PlatformOptions) => {
  const insecure = issuer.startsWith('http:')
  let server: Promise<oidc.ServerMetadata> | undefined

  const discover = async (): Promise<oidc.ServerMetadata> => {
    const execute = insecure ? [oidc.allowInsecureRequests] : []
    const found = await oidc.discovery(new URL(issuer), clientId, undefined, undefined, { execute, timeout: 10 })
    return found.serverMetadata()
  }

  const configuration = async (): Promise<oidc.Configuration> => {
    server ??= discover().catch((error: unknown) => {
      server = undefined
      throw error
    })
    const made = new oidc.Configuration(
      await server,
      clientId,
      {
        id_token_signed_response_alg: algorithm,
        // Tokens are judged by the portal's clock, like everything else.
        [oidc.clockSkew]: Math.round((clock.now().getTime() - systemClock.now().getTime()) / 1000),
      },
      oidc.ClientSecretBasic(clientSecret),
    )
    made.timeout = 10
    oidc.enableNonRepudiationChecks(made)
    if (insecure) oidc.allowInsecureRequests(made)
    return made
  }

  return {
    callback,
    /** Where to send a browser, and what to keep for its return. Throws when the platform cannot be reached. */
    begin: async (): Promise<{ readonly url: URL; readonly flow: PlatformFlow }> => {
      const flow = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: callback,
        scope: 'openid unit certificate',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      })
      return { url, flow }
    },
    /** What the platform says of the browser that came back with `query`; undefined for what is not its answer to this login. */
    finish: async (
      query: URLSearchParams,
      { state, nonce, verifier }: PlatformFlow,
    ): Promise<PlatformAnswer | undefined> => {
      const config = await configuration()
      try {
        const tokens = await oidc.authorizationCodeGrant(config, new URL(`${callback}?${query.toString()}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const { x5c, proof } = claimsSchema.parse(tokens.claims())
        return {
          certificates: x5c.map(bytes),
          proof: proof && { text: proof.text, signature: bytes(proof.signature) },
        }
      } catch (error) {
        log.warn({ err: error }, 'an answer of the 一证通 platform was refused')
        return undefined
      }
    },
  }
}
