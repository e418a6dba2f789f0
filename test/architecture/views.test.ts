import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from 'sass'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/core/forms/kinds.ts'
import { paths } from '../../src/web/paths.ts'
import { createViews } from '../../src/web/views.ts'
import { codeOf, filesBelow, root, textOf } from './sources.ts'

const views = filesBelow('views', '.njk').map((file) => file.slice('views/'.length))
const viewText = (view: string): string => textOf(`views/${view}`)
const markup = (view: string): string => viewText(view).replaceAll(/\{#[\s\S]*?#\}/g, '')
const code = filesBelow('src', '.ts').map(codeOf).join('\n')

const found = (pattern: RegExp): readonly string[] =>
  views.flatMap((view) => [...markup(view).matchAll(pattern)].map(([text]) => `${view}: ${text}`))

describe('templates', () => {
  it('XS-01 escape everything: no safe filter, no autoescape off, no raw blocks', () => {
    expect(found(/\|\s*safe\b|autoescape\s+false|\{%-?\s*(?:raw|verbatim)\b|\bSafeString\b/g)).toEqual([])
  })

  it('XS-03 hold no script, style or handler of their own', () => {
    expect(found(/<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:/gi)).toEqual([])
  })

  it('XS-01 put variables into attributes between quotes only', () => {
    expect(found(/<[a-z][^<>{}]*\s[\w:-]+=\{\{/gi)).toEqual([])
  })

  it('XS-01 build no address out of a variable and text of their own: addresses come from paths', () => {
    expect(found(/\b(?:href|action|src|formaction)="\/[^"]*"/g)).toEqual([])
  })

  it('issue 7 item 5: in a form with files the token is the first part, or no file would be taken', () => {
    const forms = found(/<form[^>]*multipart\/form-data[^>]*>\s*.{0,14}/g)
    expect(forms.length).toBeGreaterThan(3)
    expect(forms.filter((form) => !/>\s*\{\{ ?(?:csrf|versioned)/.test(form))).toEqual([])
  })

  it('can be read: no line is longer than 160 characters', () => {
    const long = views.flatMap((view) =>
      viewText(view)
        .split('\n')
        .flatMap((line, index) => (line.length > 160 ? [`${view}:${index + 1}`] : [])),
    )
    expect(long).toEqual([])
  })

  it('name only addresses that there are', () => {
    const unknown = views.flatMap((view) =>
      [...markup(view).matchAll(/\bpaths\.(\w+)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !(name in paths))
        .map((name) => `${view}: ${name}`),
    )
    expect(unknown).toEqual([])
  })

  it('every address of the portal is used by a route or a page', () => {
    const texts = [code, ...views.map(viewText)]
    const used = new Set(texts.flatMap((text) => [...text.matchAll(/\bpaths\.(\w+)/g)].map(([, name]) => name)))
    expect(Object.keys(paths).filter((name) => !used.has(name))).toEqual([])
  })

  it('every template is rendered by a route, or extended, included or imported by one that is', () => {
    const rendered = new Set([...code.matchAll(/'([\w/-]+\.njk)'/g)].map(([, view = '']) => view))
    const reached = new Set<string>()
    const reach = (view: string): void => {
      if (reached.has(view) || !views.includes(view)) return
      reached.add(view)
      for (const [, next = ''] of viewText(view).matchAll(/(?:extends|include|import|from)\s+["']([^"']+)["']/g))
        reach(next)
    }
    rendered.forEach(reach)
    expect(views.filter((view) => !reached.has(view))).toEqual([])
    expect([...rendered].filter((view) => !views.includes(view))).toEqual([])
  })

  it('name only templates that there are', () => {
    const missing = views.flatMap((view) =>
      [...viewText(view).matchAll(/(?:extends|include|import|from)\s+["']([^"']+\.njk)["']/g)]
        .map(([, next = '']) => next)
        .filter((next) => !views.includes(next))
        .map((next) => `${view}: ${next}`),
    )
    expect(missing).toEqual([])
  })

  it('there is one for every kind of field', () => {
    expect(Object.keys(kinds).filter((kind) => !views.includes(`fields/${kind}.njk`))).toEqual([])
  })

  it('every form that posts carries a token', () => {
    const forms = views.flatMap((view) =>
      [...markup(view).matchAll(/<form\b[^>]*method="post"[\s\S]*?<\/form>/g)].map(([form]) => ({ view, form })),
    )
    expect(forms.length).toBeGreaterThan(10)
    const carries = (view: string, text: string): boolean =>
      /_csrf|csrf\(/.test(text) ||
      [...text.matchAll(/\{\{-?\s*(\w+)\(/g)].some(([, name = '']) =>
        new RegExp(`\\{% macro ${name}\\((?:(?!endmacro)[\\s\\S])*csrf\\(`).test(viewText(view)),
      )
    expect(
      forms.filter(({ view, form }) => !carries(view, form)).map(({ view, form }) => `${view}: ${form.slice(0, 120)}`),
    ).toEqual([])
  })

  it('ask only for static files that there are', () => {
    const missing = views.flatMap((view) =>
      [...markup(view).matchAll(/page\.asset\('([^']+)'\)/g)]
        .map(([, file = '']) => file)
        .filter((file) => !existsSync(join(root, 'public', file)))
        .map((file) => `${view}: ${file}`),
    )
    expect(missing).toEqual([])
  })

  it('the engine escapes what it is given, whatever it is', () => {
    const page = createViews().render('errors/error.njk', {
      title: '<script>alert(1)</script>',
      text: `"'\`<>&\\`,
      page: { title: '<img src=x onerror=alert(1)>', path: '/', asset: (name: string) => name, site: {} },
    })
    expect(page).not.toMatch(/<script>alert|<img src=x/)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })
})

describe('the stylesheet', () => {
  it('is what its sources compile to', () => {
    const { css } = compile(join(root, 'public/scss/portal.scss'), {
      loadPaths: [join(root, 'node_modules')],
      style: 'compressed',
      quietDeps: true,
    })
    expect(textOf('public/css/portal.css') === `${css}\n`).toBe(true)
  })

  it('loads nothing from elsewhere', () => {
    expect(textOf('public/css/portal.css')).not.toMatch(/@import|url\((?!["']?(?:data:image\/svg|\.\.\/img\/))/)
  })
})
