import type { SigningBox } from '../../core/papers/define.ts'

// Who signs and seals what the portal makes of the answers. What says who it is can be signed online (core/papers/signing.ts).

export const representativeSigns: SigningBox = { label: '法定代表人', by: 'hand', signer: 'representative' }

export const organizationSeals: SigningBox = { label: '本组织', by: 'seal', signer: 'organization' }

/** Where there is one. */
export const unitSays: SigningBox = {
  label: '业务主管单位意见',
  by: 'seal',
  signer: 'unit',
  unless: { page: 'consent', field: 'hasUnit', text: '否' },
}

export const authoritySays = (label: string): SigningBox => ({ label, by: 'seal', signer: 'authority' })
