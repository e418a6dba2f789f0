import type { FileType } from '../../core/matters/define.ts'

const scan: readonly FileType[] = ['pdf', 'jpg', 'png']
export const original = { form: '原件', copies: 1, maxFiles: 10, accept: scan } as const
export const copy = { ...original, form: '复印件' } as const
