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

/** What a module may use of another one by value: reads, or one named function or fact for one reason. */
const betweenModules: readonly string[] = [
  // What keeps an account from being emptied after its phone was changed, and open offers that end without an answer.
  'accounts/phone-hold.ts',
  'cases/offers.ts',
  // Where the sealed data of accounts lie, and the password somebody is given instead of choosing one.
  'accounts/store.ts',
  'accounts/temporary-password.ts',
  // Forms in steps: a captcha, a code to a phone, a draft of the browser, and faults said at their fields.
  'accounts/code-step.ts',
  'accounts/codes.ts',
  // Who holds a document number, and who only typed it.
  'accounts/claims.ts',
  'accounts/form-view.ts',
  'accounts/session-draft.ts',
  // What happened to somebody is told in the transaction in which it happened.
  'messages/account-notice.ts',
  'messages/staff-notice.ts',
  'messages/sms.ts',
  'messages/sms-texts.ts',
  // Files are received, looked at and served in one way.
  'files/receive.ts',
  'files/serve.ts',
  // How a case, its clock and a registered organization are said, in lists of other pages too.
  'cases/progress.ts',
  'cases/applicant-age.ts',
  'organizations/view.ts',
  // What a name check found is said in one way.
  'organizations/name-view.ts',
  // A step of a case issues its documents, checks the name and changes the register in its own transaction.
  'cases → documents/issue.ts',
  'cases → register/write.ts',
  'cases → register/certificates.ts',
  // How a row of the register is read as an entry, and what waits in it for its day.
  'register/entry.ts',
  'register/planned.ts',
  // The certificate desk and corrections of the register act on a case of their own, in one transaction.
  'register-desk → cases/store.ts',
  'register-desk → documents/issue.ts',
  'register-desk → register/certificates.ts',
  'register-desk → register/write.ts',
  'register-desk → review/action-forms.ts',
  // An organization begins its case from the service guide.
  'catalogue → cases/organization-case.ts',
  'cases → organizations/check-name.ts',
  'cases → organizations/open-names.ts',
  // Starting a case from the service guide; drafts are purged by what makes them.
  'catalogue → cases/commands.ts',
  'catalogue → cases/change-start.ts',
  'files → cases/purge-drafts.ts',
  // Review works on the case itself: its row, its steps, its snapshots.
  'review → cases/store.ts',
  'review → cases/load.ts',
  'review → cases/take-step.ts',
  'review → cases/snapshot.ts',
  'review → cases/name.ts',
  // A legal person who registered is logged in.
  'legal-persons → accounts/completion.ts',
  // Whose data an official sees in full is asked for with the same reasons everywhere.
  'review/reveal-reason.ts',
  // What a clerk who leaves had begun is handed on in the transaction that takes the role.
  'admin → helpdesk/hand-on.ts',
  // The administrator opens to a member of staff what wrong passwords closed.
  'admin → accounts/tries.ts',
  // The auditor's addresses name accounts by their ids.
  'admin → cases/store.ts',
  // Whoever changed the password goes on in a browser that is known.
  'account-centre → accounts/known-browser.ts',
  // 用户中心 counts wrong passwords as logging in does.
  'account-centre → accounts/lockout.ts',
  // The channels of verification have one name each; a legal representative fills in the same forms as a person.
  'real-name/channels.ts',
  'legal-persons → real-name/form.ts',
  // Ids in addresses are told in one way.
  'legal-persons → cases/store.ts',
  'legal-persons → real-name/photo.ts',
  // What was typed wrongly at registration is asked again in the same words, with the same checks.
  'account-centre → accounts/registration-form.ts',
  // A case is given to another account in the transaction that ends the offer.
  'account-centre → cases/change-handler.ts',
  // Requests of an account that is closed are withdrawn with it.
  'account-centre → binding/requests.ts',
  'account-centre → cases/store.ts',
  // The counter closes an account as its holder would.
  'helpdesk → account-centre/closing-commands.ts',
  // The copy of one's data opens what every module keeps sealed of a person.
  'account-centre → cases/snapshot.ts',
  'account-centre → binding/store.ts',
  'account-centre → helpdesk/store.ts',
  // The counter registers units as registration does, and its lists are paged as those of cases are.
  'legal-persons/store.ts',
  'helpdesk → review/lists.ts',
  // A binding takes the old system's case over; requests are checked and paged as cases are.
  // What an approval leads to follows from the catalogue.
  'binding → catalogue/founding.ts',
  'binding → cases/take-over.ts',
  'binding → cases/store.ts',
  'binding → organizations/check-name.ts',
  'binding → review/lists.ts',
]

/** What web uses by value of db and infra. */
const webUses = new Set(['src/db/client.ts', 'src/db/migrate.ts', 'src/infra/session-store.ts'])

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

  it('a module imports of another one its queries, or what is listed here with a reason', () => {
    const odd = imports.filter(({ from: file, to, typeOnly }) => {
      if (typeOnly || !file.startsWith('src/modules/') || !to.startsWith('src/modules/') || zoneOf(file) === zoneOf(to))
        return false
      const target = to.slice('src/modules/'.length)
      const user = zoneOf(file).slice('modules/'.length)
      return (
        !target.endsWith('/queries.ts') &&
        !betweenModules.includes(target) &&
        !betweenModules.includes(`${user} → ${target}`)
      )
    })
    expect(odd.map(show)).toEqual([])
  })

  it('the list of exceptions has no line that nobody needs', () => {
    const used = new Set(
      imports
        .filter(
          ({ from: file, to, typeOnly }) =>
            !typeOnly &&
            file.startsWith('src/modules/') &&
            to.startsWith('src/modules/') &&
            zoneOf(file) !== zoneOf(to),
        )
        .flatMap(({ from: file, to }) => [
          to.slice('src/modules/'.length),
          `${zoneOf(file).slice('modules/'.length)} → ${to.slice('src/modules/'.length)}`,
        ]),
    )
    expect(betweenModules.filter((line) => !used.has(line))).toEqual([])
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
      'src/db/keyset.ts',
      'src/db/number-sequence.ts',
      'src/db/errors.ts',
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
})
