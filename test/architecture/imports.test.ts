import { describe, expect, it } from 'vitest'
import { codeOf, filesBelow, importsOf, type Import } from './sources.ts'

const files = filesBelow('src', '.ts')
const imports = files.flatMap(importsOf)

/** core, matters, documents, sites, reference, db, infra, web, embedded, sandbox, modules/<name>, or the file itself when it lies at the top. */
const zoneOf = (path: string): string => {
  const [, first = '', second = ''] = path.split('/')
  if (first === 'modules') return `modules/${second}`
  return first.endsWith('.ts') ? path : first
}
const inside = (path: string): boolean => path.startsWith('src/')
const show = ({ from, to, typeOnly }: Import): string => `${from} → ${typeOnly ? 'type of ' : ''}${to}`
const from = (zone: string): readonly Import[] => imports.filter((each) => zoneOf(each.from) === zone)
const crossing = (zone: string): readonly Import[] => from(zone).filter(({ to }) => !inside(to) || zoneOf(to) !== zone)

/** The modules from the ground up: each imports, by value, only those before it. */
const order: readonly string[] = [
  'register',
  'organizations',
  'people',
  'messages',
  'files',
  'grants',
  'documents',
  'cases',
  'offline-pack',
  'catalogue',
  'organization-home',
  'review',
  'consent',
  'register-desk',
  'report-desk',
  'accounts',
  'real-name',
  'legal-persons',
  'certificates',
  'binding',
  'account-centre',
  'helpdesk',
  'admin',
  'printable-forms',
  'signing',
]

/** What web uses by value of db and infra. */
const webUses = new Set([
  'src/db/client.ts',
  'src/db/grants-in-force.ts',
  'src/db/sql.ts',
  'src/db/migrate.ts',
  'src/infra/session-store.ts',
])

describe('who imports whom', () => {
  it('is read completely: every import statement was understood', () => {
    for (const file of files) {
      const lines = codeOf(file)
        .split('\n')
        .filter((line) => /^import\b|^export\b.*\bfrom\b|^\} from\b/.test(line))
      const statements = lines.filter((line) => /\bfrom '|^import '/.test(line)).length
      const later = codeOf(file).match(/\bimport\('/g)?.length ?? 0
      expect([file, importsOf(file).filter(({ to }) => to !== '').length]).toEqual([file, statements + later])
    }
  })

  it('core imports zod and core only', () => {
    expect(
      crossing('core')
        .filter(({ to }) => to !== 'zod')
        .map(show),
    ).toEqual([])
  })

  it.each(['matters', 'sites', 'documents'])('%s, which is data, imports core only', (zone) => {
    expect(crossing(zone).length).toBeGreaterThan(0)
    // What a document holds is declared as a schema beside its words.
    const odd = crossing(zone).filter(
      ({ to }) => !to.startsWith('src/core/') && !(zone === 'documents' && to === 'zod'),
    )
    expect(odd.map(show)).toEqual([])
  })

  it('reference imports core and, of db, types only: everybody reads it, it knows nobody', () => {
    expect(crossing('reference').length).toBeGreaterThan(1)
    const odd = crossing('reference').filter(
      ({ to, typeOnly }) => !to.startsWith('src/core/') && !(typeOnly && to.startsWith('src/db/')),
    )
    expect(odd.map(show)).toEqual([])
  })

  it.each(['db', 'infra'])('%s imports core and, of the rest, types only', (zone) => {
    const odd = crossing(zone).filter(
      ({ to, typeOnly }) =>
        inside(to) && !to.startsWith('src/core/') && !(typeOnly && /^src\/(infra|db|config)/.test(to)),
    )
    expect(odd.map(show)).toEqual([])
  })

  it('web imports core, and types of db, infra, sites and deps', () => {
    const odd = crossing('web').filter(
      ({ to, typeOnly }) => inside(to) && !to.startsWith('src/core/') && !webUses.has(to) && !typeOnly,
    )
    expect(odd.map(show)).toEqual([])
    expect(
      crossing('web')
        .filter(({ to }) => to.startsWith('src/modules/'))
        .map(show),
    ).toEqual([])
  })

  it('embedded imports packages only: it knows nothing of the portal', () => {
    expect(
      crossing('embedded')
        .filter(({ to }) => inside(to))
        .map(show),
    ).toEqual([])
  })

  it('every module has its place in the order', () => {
    const modules = new Set(files.map(zoneOf).filter((zone) => zone.startsWith('modules/')))
    expect([...modules].filter((zone) => !order.includes(zone.slice('modules/'.length)))).toEqual([])
  })

  it('a module imports only modules before it, and of them neither routes nor jobs', () => {
    const between = imports.filter(
      ({ from: file, to, typeOnly }) =>
        !typeOnly && file.startsWith('src/modules/') && to.startsWith('src/modules/') && zoneOf(file) !== zoneOf(to),
    )
    expect(between.length).toBeGreaterThan(100)
    const place = (path: string): number => order.indexOf(zoneOf(path).slice('modules/'.length))
    const odd = between.filter(({ from: file, to }) => place(file) <= place(to) || /routes\.ts$|\/sweep-/.test(to))
    expect(
      odd.map(({ from: file, to }) => `${zoneOf(file).slice('modules/'.length)} → ${to.slice('src/modules/'.length)}`),
    ).toEqual([])
  })

  it('modules know no matter and no document by name: what the portal offers is given to them', () => {
    const odd = imports.filter(
      ({ from: file, to, typeOnly }) =>
        !typeOnly && file.startsWith('src/modules/') && /^src\/(matters|documents)\//.test(to),
    )
    expect(odd.map(show)).toEqual([])
  })

  it('web uses by value of db and infra no more than its list says', () => {
    expect(
      [...webUses].filter((file) => !crossing('web').some(({ to, typeOnly }) => to === file && !typeOnly)),
    ).toEqual([])
  })

  it('modules take from db, infra and deps types, not the things themselves', () => {
    // How a statement is put together, a number taken or an error read is no thing one could hold: plain functions
    // over what they are given.
    const allowed = new Set([
      'src/infra/sms-codes.ts',
      'src/db/sql.ts',
      'src/db/grants-in-force.ts',
      'src/db/keyset.ts',
      'src/db/number-sequence.ts',
      'src/db/errors.ts',
      'src/infra/pdf/signature-bytes.ts',
      'src/infra/pki/algorithms.ts',
      'src/infra/pki/certificate.ts',
      'src/infra/pki/cms.ts',
      'src/infra/pki/path.ts',
      'src/infra/pki/timestamp.ts',
    ])
    const odd = imports.filter(
      ({ from: file, to, typeOnly }) =>
        file.startsWith('src/modules/') &&
        /^src\/(db|infra|deps|config|app|run)/.test(to) &&
        !typeOnly &&
        !allowed.has(to),
    )
    expect(odd.map(show)).toEqual([])
  })

  it('nothing imports an entry of the process, and only the entries import what runs it', () => {
    const entries = ['src/server.ts', 'src/worker.ts', 'src/start.ts', 'src/migrate.ts', 'src/audit-verify.ts']
    expect(imports.filter(({ to }) => entries.includes(to)).map(show)).toEqual([])
    const runners = imports.filter(({ to }) =>
      ['src/run.ts', 'src/app.ts', 'src/tasks.ts', 'src/config.ts'].includes(to),
    )
    const deep = runners.filter(({ from: file, typeOnly }) => file.split('/').length > 2 && !typeOnly)
    expect(deep.map(show)).toEqual([])
  })

  it('what runs does not import tests', () => {
    expect(imports.filter(({ to }) => to.startsWith('test/')).map(show)).toEqual([])
  })

  it('express is imported by value only where requests come in', () => {
    const odd = imports.filter(
      ({ from: file, to, typeOnly }) =>
        to === 'express' && !typeOnly && file !== 'src/app.ts' && !file.startsWith('src/web/'),
    )
    expect(odd.map(show)).toEqual([])
  })

  it('knex is imported by value only in db', () => {
    const odd = imports.filter(
      ({ from: file, to, typeOnly }) => to === 'knex' && !typeOnly && !file.startsWith('src/db/'),
    )
    expect(odd.map(show)).toEqual([])
  })

  it('no circle of files by value', () => {
    const graph = new Map<string, readonly string[]>()
    for (const file of files)
      graph.set(
        file,
        imports.filter((each) => each.from === file && !each.typeOnly && inside(each.to)).map(({ to }) => to),
      )
    const done = new Set<string>()
    const circles: string[] = []
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
        return
      }
      if (done.has(file)) return
      for (const next of graph.get(file) ?? []) walk(next, [...path, file])
      done.add(file)
    }
    for (const file of files) walk(file, [])
    expect(circles).toEqual([])
  })

  /** Every file and package that is loaded when a file is. */
  const closure = (entry: string): ReadonlySet<string> => {
    const found = new Set<string>()
    const follow = (file: string): void => {
      if (found.has(file)) return
      found.add(file)
      for (const { to } of imports.filter((each) => each.from === file && !each.typeOnly)) follow(to)
    }
    follow(entry)
    return found
  }

  it('PDF files are made in a process of their own: neither the portal nor its job runner loads fonts or the library', () => {
    const heavy = ['pdfkit', 'src/infra/pdf/fonts.ts', 'src/infra/pdf/render.ts']
    for (const entry of ['src/start.ts', 'src/server.ts', 'src/worker.ts']) {
      expect(closure(entry)).toContain('src/infra/pdf/press.ts')
      expect(heavy.filter((each) => closure(entry).has(each))).toEqual([])
    }
    expect(heavy.filter((each) => !closure('src/infra/pdf/child.ts').has(each))).toEqual([])
  })
})
