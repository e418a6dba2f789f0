import { sign } from 'node:crypto'
import { systemClock } from '../clock.ts'
import { readCertificate } from '../pki/certificate.ts'
import { signedAttributes } from '../pki/cms.ts'
import type { SignerAnswer, SignerOrder } from './protocol.ts'
import { createSigner } from './signer.ts'

// The process that seals: the only one that holds a key. It understands the two orders of protocol.ts and no others, and
// signs nothing but the attributes it has made itself of a digest.

const [folder = ''] = process.argv.slice(2)
const signer = createSigner(folder, () => systemClock.now().getTime())

const say = (answer: SignerAnswer): void => {
  process.send?.(answer)
}

const seal = ({ id, authority, digest }: Extract<SignerOrder, { kind: 'sign' }>): SignerAnswer => {
  const found = signer.keyOf(authority)
  const own = found?.chain[0]
  if (!found || !own) return { kind: 'refused', id, why: 'inactive', message: 'no key is open' }
  // The time stands in the file, not among what is signed (ETSI EN 319 142-1 6.3).
  const attributes = signedAttributes({ digest, certificate: readCertificate(own.raw) })
  return {
    kind: 'signed',
    id,
    attributes,
    signature: sign('sha256', attributes, found.key),
    chain: found.chain.map(({ raw }) => raw),
  }
}

const follow = async (order: SignerOrder): Promise<void> => {
  if (order.kind === 'sign') return say(seal(order))
  await signer.give(order.closed)
  say({ kind: 'states', states: await signer.states() })
}

process.on('disconnect', () => process.exit(0))
process.on('message', (order: SignerOrder) => {
  follow(order).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    if (order.kind === 'sign') say({ kind: 'refused', id: order.id, why: 'fault', message })
  })
})
const tell = async (): Promise<void> => say({ kind: 'states', states: await signer.states() })
say({ kind: 'ready', publicKey: signer.publicKey })
await tell()
// What waits is forgotten, certificates end, files are put beside: told without being asked.
setInterval(() => void tell().catch(() => undefined), 5_000)
