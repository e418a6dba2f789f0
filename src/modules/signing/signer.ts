import { electronicSeal } from '../../core/seals/electronic.ts'
import { organizationSeal, personSeal, type SealFace } from '../../core/seals/faces.ts'
import { certificateFaults, type CertificateFault } from '../../core/signatures/certificate-faults.ts'
import { signerFault, signingFaults, type SigningFault } from '../../core/signatures/signing.ts'
import type { Deps } from '../../deps.ts'
import type { Presented, Proved } from '../../infra/paper-signing.ts'
import { authorityById } from '../../reference/reference.ts'
import type { WholeCase } from '../cases/queries.ts'
import { bindings, type BindingRow } from '../certificates/store.ts'
import type { OrganizationRow } from '../register/entry.ts'
import { pausedSince } from '../register/seal-pause.ts'
import type { ItemRow, PlaceRow } from './store.ts'

type Fault = CertificateFault | SigningFault

/** A certificate that cannot sign, or a signature that did not come about: nothing was changed by it. */
export class NotSigned extends Error {
  readonly code: Fault
  constructor(code: Fault) {
    super(code)
    this.code = code
  }
}

/** What is told of it. */
export const faultWords = ({ code }: NotSigned): { readonly title: string; readonly steps: readonly string[] } =>
  ({ ...certificateFaults, ...signingFaults })[code]

type Sealing = Pick<OrganizationRow, 'name' | 'uscc' | 'status' | 'type' | 'authority_id'>

/** The organization of an item with its electronic seal as it stands now. */
export const sealingOrganization = async (deps: Deps, { holdings, certifiedOn }: WholeCase, id: string) => {
  const row = await deps.db
    .knex('organization')
    .where({ id })
    .first<Sealing>('name', 'uscc', 'status', 'type', 'authority_id')
  const seal = electronicSeal({
    name: row.name,
    status: row.status,
    certifiedOn,
    seals: holdings?.seals ?? [],
    paused: (await pausedSince(deps.db.knex, id)) !== undefined,
  })
  return { ...row, seal }
}

/** What is seen of a signature: the organization's round seal, or the name of a person. */
export const faceOf = (
  deps: Pick<Deps, 'reference'>,
  { role, name }: Pick<PlaceRow, 'role' | 'name'>,
  organization: Pick<Sealing, 'type' | 'authority_id'>,
): SealFace =>
  role === 'organization'
    ? organizationSeal(organization.type, authorityById(deps.reference, organization.authority_id).level, name)
    : personSeal(name)

/**
 * A certificate as far as it may sign at a place now: it is in order, and its holder is who signs there; the
 * organization's is bound, for its report the one chosen for that (E-03), and its seal in use. Throws NotSigned.
 */
export const proveSigner = async (
  deps: Deps,
  { item, whole }: { readonly item: ItemRow; readonly whole: WholeCase },
  place: PlaceRow,
  presented: Presented,
): Promise<Proved> => {
  const proved = await deps.paperSigning.prove(presented, place.role === 'organization' ? 'seal' : 'sign')
  if (!proved.ok) throw new NotSigned(proved.fault)
  const { certificate } = proved
  const organization = await sealingOrganization(deps, whole, item.organization_id)
  const fault = signerFault(place, certificate.subject, organization)
  if (fault) throw new NotSigned(fault)
  if (place.role !== 'organization') return proved
  const binding = await bindings(deps.db.knex)
    .where({ issuer: certificate.issuer, serial: certificate.serial, uscc: organization.uscc })
    .whereNull('ended_at')
    .first<BindingRow | undefined>()
  if (!binding || binding.fingerprint !== certificate.fingerprint) throw new NotSigned('unbound')
  if (whole.matter.family === 'report' && binding.purpose !== 'ANNUAL') throw new NotSigned('not-annual')
  if (organization.seal.state !== 'NORMAL') throw new NotSigned('seal-out-of-use')
  return proved
}
