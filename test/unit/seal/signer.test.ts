import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { closePart } from '../../../src/infra/seal/part.ts'
import { createSigner } from '../../../src/infra/seal/signer.ts'
import { makeKey, type Key } from '../../../src/sandbox/pki/issuing.ts'
import { makeSealAuthority, sealFile, sealFolder } from '../../support/seal-keys.ts'

const start = Date.parse('2026-11-20T04:00:00Z')
const minute = 60_000
const [zhou, wu] = [11, 12]

let authority: Awaited<ReturnType<typeof makeSealAuthority>>
let key: Key
beforeAll(async () => {
  authority = await makeSealAuthority(new Date(start))
  key = await makeKey('EC')
})

const setUp = async () => {
  const file = sealFile(key, [authority.certify('甲局', key), authority.root], '左右')
  const folder = await sealFolder({ 'jia-ju.pem': file, 'yi-ju.pem': file.replaceAll('\n', '\r\n') })
  let now = start
  const signer = createSigner(folder, () => now)
  const give = (half: 1 | 2, text: string, by: number, of = 'jia-ju', at = now): Promise<void> =>
    signer.give(closePart(signer.publicKey, { authority: of, half, text, by, at }))
  const state = async (of = 'jia-ju') => (await signer.states())[of]
  return {
    folder,
    signer,
    give,
    state,
    pass: (milliseconds: number): void => {
      now += milliseconds
    },
  }
}

test('two persons open the seal of their authority and no other one, whoever comes first', async () => {
  const { give, signer, state } = await setUp()
  await give(2, '右', wu)
  expect((await state())?.waiting).toMatchObject({ half: 2, by: wu })
  expect(signer.keyOf('jia-ju')).toBeUndefined()
  await give(1, '左', zhou)
  expect(await state()).toMatchObject({
    key: { subject: 'CN=甲局' },
    activated: { by: [wu, zhou] },
    waiting: null,
    last: { result: 'opened' },
  })
  // The root is known to whoever verifies.
  expect(signer.keyOf('jia-ju')?.chain).toHaveLength(1)
  expect((await state('yi-ju'))?.key).toBeNull()
})

test('one person gives no two parts; typed anew, a part takes the place of the one before', async () => {
  const { give, state } = await setUp()
  await give(1, '错', zhou)
  await give(1, '左', zhou)
  await give(2, '右', zhou)
  expect(await state()).toMatchObject({ key: null, last: { result: 'same-person', by: [zhou] } })
  await give(2, '右', wu)
  expect((await state())?.key).not.toBeNull()
})

test('a part is forgotten after ten minutes, and none that is older is taken', async () => {
  const { give, pass, state } = await setUp()
  await give(1, '左', zhou)
  pass(11 * minute)
  expect((await state())?.waiting).toBeNull()
  await give(1, '左', zhou, 'jia-ju', start)
  expect((await state())?.waiting).toBeNull()
})

test('what is wrong is told; after five wrong passwords nothing is taken for half an hour', async () => {
  const { give, pass, state } = await setUp()
  for (let round = 0; round < 5; round += 1) {
    await give(1, '左', zhou)
    await give(2, '错', wu)
    expect((await state())?.last).toMatchObject({ result: 'wrong', by: [zhou, wu] })
  }
  expect((await state())?.lockedUntil).toBe(start + 30 * minute)
  await give(1, '左', zhou)
  await give(2, '右', wu)
  expect((await state())?.key).toBeNull()
  pass(31 * minute)
  await give(1, '左', zhou)
  await give(2, '右', wu)
  expect((await state())?.key).not.toBeNull()
})

test('a new key put beside takes over on its first day; the old one serves until then', async () => {
  const { folder, give, pass, signer } = await setUp()
  await give(1, '左', zhou)
  await give(2, '右', wu)
  const next = await makeKey('EC')
  const certificate = authority.certify('甲局', next, { from: new Date(start + 30 * minute) })
  await writeFile(join(folder, 'jia-ju_2027.pem'), sealFile(next, [certificate], '新的'))
  await give(1, '新', zhou)
  await give(2, '的', wu)
  const before = signer.keyOf('jia-ju')
  expect(before?.file).toBe('jia-ju.pem')
  pass(31 * minute)
  expect(signer.keyOf('jia-ju')?.file).toBe('jia-ju_2027.pem')
})

test('a part for another signer, or altered on its way, is not read', async () => {
  const { signer, state } = await setUp()
  const other = await setUp()
  const part = { authority: 'jia-ju', half: 1, text: '左', by: zhou, at: start } as const
  await expect(signer.give(closePart(other.signer.publicKey, part))).rejects.toThrow()
  const closed = JSON.parse(closePart(signer.publicKey, part)) as { data: string }
  const bytes = Buffer.from(closed.data, 'base64')
  bytes[3] = (bytes[3] ?? 0) ^ 1
  await expect(signer.give(JSON.stringify({ ...closed, data: bytes.toString('base64') }))).rejects.toThrow()
  expect((await state())?.waiting).toBeNull()
})
