import { describe, expect, it } from 'vitest'
import { auditWords } from '../../src/core/audit-words.ts'
import { codeOf, filesBelow, textOf } from './sources.ts'

const sources = filesBelow('src', '.ts')
const written = [
  ...sources,
  ...filesBelow('seeds', '.ts'),
  ...filesBelow('migrations', '.ts'),
  ...filesBelow('test', '.ts'),
  ...filesBelow('public/js', '.js'),
  ...filesBelow('views', '.njk'),
]

/** Lines of files that contain something, as `file: line`. */
const linesWith = (files: readonly string[], pattern: RegExp, read = codeOf): readonly string[] =>
  files.flatMap((file) =>
    read(file)
      .split('\n')
      .filter((line) => pattern.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )

describe('what is said in one place only', () => {
  it('the environment is read in config.ts', () => {
    expect(
      linesWith(
        sources.filter((file) => file !== 'src/config.ts'),
        /process\.env\b/,
      ),
    ).toEqual([])
  })

  it('the present moment comes from infra/clock.ts', () => {
    const pattern = /\bDate\.now\(|\bnew Date\(\s*\)|\bDate\(\)|performance\.now\(/
    expect(
      linesWith(
        sources.filter((file) => file !== 'src/infra/clock.ts'),
        pattern,
      ),
    ).toEqual([])
  })

  it('transactions are opened in db/command.ts', () => {
    expect(
      linesWith(
        sources.filter((file) => file !== 'src/db/command.ts'),
        /\.transaction\(/,
      ),
    ).toEqual([])
  })

  it('tables are touched where modules keep their reading and writing, never in routes, views or core', () => {
    const queries = /\b(?:knex|trx)\(\s*['"]|\.trx(?:<[^>]*>)?\(\s*['"]|\.knex(?:<[^>]*>)?\(\s*['"]|\.raw\(/
    const mayNot = sources.filter(
      (file) =>
        /^src\/(core|matters|documents|sites|web|sandbox)\//.test(file) ||
        /(routes|views?|page|form|lists|phrases)\.ts$/.test(file),
    )
    const odd = linesWith(mayNot, queries).filter((line) => !line.startsWith('src/web/middleware/operations.ts'))
    expect(odd).toEqual([])
  })

  it('SQ-01 what is asked of the database is not put together from values', () => {
    // Statements are constants with placeholders; fragments they are built of are constants too, which the input
    // tests bear out. What is passed on the spot may hold no hole but the key of the runners' lock.
    // The embedded server's roles have constant names, and DDL takes no parameters.
    const files = sources.filter((file) => !file.startsWith('src/embedded/'))
    const odd = files.flatMap((file) =>
      [
        ...codeOf(file).matchAll(
          /\.(?:raw|query|whereRaw|orderByRaw|selectRaw|havingRaw|joinRaw)(?:<[^(]*>)?\(\s*`([^`]*)`/g,
        ),
      ]
        .flatMap(([, text = '']) => [...text.matchAll(/\$\{[^}]*\}/g)].map(([hole]) => hole))
        .filter((hole) => hole !== '${lockKey}')
        .map((hole) => `${file}: ${hole}`),
    )
    expect(odd).toEqual([])
  })
})

describe('what people read', () => {
  it('every action of the audit log that is written out in the code has a Chinese name', () => {
    const named = new Set(auditWords.map(({ code }) => code))
    const written = sources
      .filter((file) => !file.startsWith('src/core/'))
      .flatMap((file) => {
        const code = codeOf(file)
        return [
          ...code.matchAll(/\baction: (?:[^,{}\n]*\? )?'([a-z-]+[.-][a-z-]+)'(?: : '([a-z-]+[.-][a-z-]+)')?/g),
          ...code.matchAll(/\b(?:record|about|ownRecord|recordOf)\((?:\w+, )?'([a-z-]+-[a-z-]+)'/g),
        ].flatMap(([, ...codes]) => codes.filter((one) => one !== undefined))
      })
    expect(written.length).toBeGreaterThan(50)
    expect([...new Set(written)].filter((code) => !named.has(code))).toEqual([])
  })
})

describe('what is nowhere', () => {
  it('parameters that may be null and then mean everything: no index serves them in a generic plan', () => {
    expect(linesWith(sources, /(?:\$\d+|\$\{[^}]*\})(?:::\w+)?\s+is\s+(?:not\s+)?null\b/)).toEqual([])
  })

  it('constant pieces of SQL that are made after the code was loaded', () => {
    const odd = linesWith(sources, /\bconstant\(/).filter((line) => !line.startsWith('src/db/sql.ts'))
    expect(odd.filter((line) => !/: (?:const \w+ = |\w+: )constant\(|: const \w+ = .*\bconstant\(/.test(line))).toEqual(
      [],
    )
  })

  it('marks of unfinished work', () => {
    const marks = new RegExp(
      ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].map((mark) => `\\b${mark}\\b`).join('|'),
    )
    expect(linesWith(written, marks, textOf).filter((line) => !line.startsWith('test/architecture/'))).toEqual([])
  })

  it('switched-off checks without a reason', () => {
    const odd = linesWith(written, /oxlint-disable|eslint-disable|@ts-(?:ignore|expect-error|nocheck)/, textOf)
    expect(odd.filter((line) => !/ -- \S+/.test(line) && !line.startsWith('test/architecture/'))).toEqual([])
  })

  it('enums, namespaces of values, parameter properties and decorators, which stripping types cannot carry', () => {
    expect(
      linesWith(
        sources,
        /^\s*(?:export\s+)?(?:const\s+)?enum\s|^\s*(?:export\s+)?namespace\s\w+\s*\{|^\s*@\w+\(/,
      ).filter((line) => !line.includes('namespace Express')),
    ).toEqual([])
    expect(linesWith(sources, /constructor\([^)]*\b(?:private|public|protected|readonly)\s/)).toEqual([])
  })

  it('tests that are left out or run alone', () => {
    expect(linesWith(filesBelow('test', '.ts'), /\b(?:it|test|describe)\.(?:only|skip|todo)\(/)).toEqual([])
  })

  it('code made from texts, and a console in what runs', () => {
    expect(
      linesWith([...sources, ...filesBelow('public/js', '.js')], /(?<![.\w])eval\(|new Function\(|\bconsole\.\w+\(/),
    ).toEqual([])
    expect(
      linesWith(filesBelow('public/js', '.js'), /\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write/),
    ).toEqual([])
  })

  it('places of one machine, and addresses of registries', () => {
    const pattern = new RegExp(
      ['/ro' + 'ot/', '/wo' + 'rk/', '/tmp/pl' + 'an', 'registry\\.npm', 'npmmirror'].join('|'),
    )
    expect(linesWith(written, pattern, textOf).filter((line) => !line.startsWith('test/architecture/'))).toEqual([])
  })
})
