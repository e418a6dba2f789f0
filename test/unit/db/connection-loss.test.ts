import { describe, expect, it } from 'vitest'
import { isConnectionLoss } from '../../../src/db/client.ts'

const withCode = (code: string) => Object.assign(new Error('from the server'), { code })

describe('a lost connection', () => {
  it.each([
    withCode('57P01'),
    withCode('57P03'),
    withCode('ECONNREFUSED'),
    new Error('Connection terminated unexpectedly'),
    // Said by pg and its pool of a server that hangs.
    new Error('timeout exceeded when trying to connect'),
    new Error('timeout expired'),
    new Error('Query read timeout'),
    new Error('COMMIT; - Query read timeout'),
    withCode('53300'),
    withCode('EHOSTUNREACH'),
    // What pg says to the ROLLBACK of a transaction whose server went away: it carries no code.
    new Error('ROLLBACK - Client has encountered a connection error and is not queryable'),
  ])('S54 is known for what it is: %s', (error) => {
    expect(isConnectionLoss(error)).toBe(true)
  })

  it.each([
    withCode('23505'),
    withCode('57014'),
    withCode('53100'),
    new Error('column does not exist'),
    'a text',
    undefined,
  ])('is not: %s', (error) => {
    expect(isConnectionLoss(error)).toBe(false)
  })
})
