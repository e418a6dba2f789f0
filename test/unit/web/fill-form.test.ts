import * as cheerio from 'cheerio'
import { describe, expect, it } from 'vitest'
import { fillForm } from '../../../src/web/fill-form.ts'

const page = `<!doctype html><html><head><title>错误：宗旨</title></head><body><main>
<div class="govuk-error-summary"><a href="#text">请填写</a></div><h1>标题</h1>
<form method="post" action="/a/remove"><input type="hidden" name="_csrf" value="new"><button>删除</button></form>
<details><summary>x</summary><form method="post">
<input type="hidden" name="_csrf" value="new"><input type="hidden" name="version" value="7"><input type="hidden" name="next" value="/n">
<input name="line" value="1"><input name="line" value="2"><input name="gone" value="stays">
<div class="govuk-form-group govuk-form-group--error"><p class="govuk-error-message">请填写</p></div>
<textarea id="text" name="text" aria-invalid="true">old</textarea>
<select name="one"><option value="">请选择一项</option><option value="a" selected>A</option><option value="b">B</option></select>
<select name="unknown"><option value="a" selected>A</option></select>
<input type="checkbox" name="many" value="x" checked><input type="checkbox" name="many" value="y"><input type="checkbox" name="many" value="z">
<input type="radio" name="pick" value="1" checked><input type="radio" name="pick" value="2">
<input type="password" name="password"><input type="file" name="files"><input name="fixed" value="1" disabled>
</form></details></main></body></html>`

const filled = (fields: readonly (readonly [string, string])[], action = '/a', anyForm = false) => {
  const html = fillForm(page, {
    path: '/a',
    action,
    fields,
    anyForm,
    notice: (found, first) => `<p class="notice"><a href="#${first ?? ''}">${found ? 'found' : 'not found'}</a></p>`,
  })
  return cheerio.load(html)
}

describe('issue 7 item 14: a form given its text back', () => {
  const $ = filled([
    ['_csrf', 'old'],
    ['version', '3'],
    ['next', '/elsewhere'],
    ['line', '甲'],
    ['line', '乙"<'],
    ['text', '\n首行空\n</textarea><script>alert(1)</script>'],
    ['one', 'b'],
    ['unknown', 'nowhere'],
    ['many', 'y'],
    ['many', 'z'],
    ['pick', '2'],
    ['password', 'secret'],
    ['fixed', '2'],
  ])
  const values = (selector: string) =>
    $(selector)
      .toArray()
      .map((element) => $(element).attr('value'))

  it('has every kind of field as it was sent, repeated names in their order', () => {
    expect(values('[name=line]')).toEqual(['甲', '乙"<'])
    expect($('textarea').text()).toBe('\n首行空\n</textarea><script>alert(1)</script>')
    expect($('script')).toHaveLength(0)
    expect(values('[name=one] option[selected]')).toEqual(['b'])
    expect(values('[name=many][checked]')).toEqual(['y', 'z'])
    expect(values('[name=pick][checked]')).toEqual(['2'])
  })

  it('keeps the version it was sent with, but the token and the way on of the page', () => {
    expect(values('details [name=version]')).toEqual(['3'])
    expect(values('details [name=_csrf]')).toEqual(['new'])
    expect(values('[name=next]')).toEqual(['/n'])
  })

  it('leaves alone what was not sent, what cannot be chosen, passwords, files and what is switched off', () => {
    expect(values('[name=gone]')).toEqual(['stays'])
    expect(values('[name=unknown] option[selected]')).toEqual(['a'])
    expect(values('[name=password]')).toEqual([undefined])
    expect(values('[name=fixed]')).toEqual(['1'])
  })

  it('is shown, with one notice on top of the page', () => {
    expect($('details').attr('open')).toBeDefined()
    expect($('main').children().first().text()).toBe('found')
    expect($('.notice')).toHaveLength(1)
    expect($('.notice a').attr('href')).toBe('#text')
  })

  it('does not repeat what was wrong with what is stored', () => {
    expect($.html()).not.toMatch(/请填写|--error|aria-invalid|错误：/)
  })

  it('says so when the form is not there any more', () => {
    const fields = [
      ['text', 'x'],
      ['one', 'b'],
    ] as const
    expect(filled(fields, '/other')('.notice').text()).toBe('not found')
    expect(filled(fields, '/a/code', true)('textarea').text()).toBe('x')
  })
})
