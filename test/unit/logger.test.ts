import { DatabaseError } from 'pg'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../../src/infra/logger.ts'

describe('the log', () => {
  it('S29 tells that a statement failed, and nothing of the row it was about', () => {
    const lines: string[] = []
    const log = createLogger('error', { write: (line) => lines.push(line) })
    const fault = Object.assign(new DatabaseError('insert into "account" - violates check constraint', 1, 'error'), {
      code: '23514',
      detail: 'Failing row contains (PERSONAL, 柳青, 13900000001).',
      where: 'COPY account, line 1: "柳青 13900000001"',
    })
    log.error({ err: fault, id: 'request-1' }, 'request failed')
    log.error({ phone: '13900000001', holder: { idNumber: '140105198001010016', email: 'a@example.org' } }, 'never')
    const said = lines.join('')
    expect(said).toContain('violates check constraint')
    expect(said).toContain('23514')
    for (const secret of ['柳青', '13900000001', '140105198001010016', 'a@example.org'])
      expect(said).not.toContain(secret)
  })
})
