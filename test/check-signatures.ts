import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readPem } from '../src/infra/pki/certificate.ts'
import { judgeFile } from '../src/infra/signatures/judge.ts'

// `npm run check:signatures <folder> [--anchors file.pem]`: what the verifier says of every file of a folder, as a table.

const { positionals, values } = parseArgs({ allowPositionals: true, options: { anchors: { type: 'string' } } })
const [folder] = positionals
if (folder === undefined) throw new Error('npm run check:signatures <folder> [--anchors file.pem]')
const anchors = values.anchors === undefined ? [] : readPem(readFileSync(values.anchors, 'utf8'))

for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
  const path = join(folder, name)
  if (!statSync(path).isFile()) continue
  const before = performance.now()
  const verdict = judgeFile(readFileSync(path), {
    anchors,
    certificates: [],
    crls: [],
    ocsps: [],
    now: new Date(),
    freshness: 86_400_000,
  })
  const milliseconds = Math.round(performance.now() - before)
  console.log(`${name}\t${verdict.note ?? `${verdict.signatures.length} signature(s)`}\t${milliseconds} ms`)
  for (const { field, kind, indication, sub, found, signer, bestTime } of verdict.signatures)
    console.log(
      `\t${kind} ${field}\t${indication}${sub === undefined ? '' : ` ${sub}`}\t${signer?.name ?? '-'}\t` +
        `${found.map(({ code, detail }) => (detail === undefined ? code : `${code} (${detail})`)).join(', ')}` +
        `${bestTime === undefined ? '' : `\tproved ${bestTime}`}`,
    )
}
