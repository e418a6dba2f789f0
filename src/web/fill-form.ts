import { defaultTreeAdapter, parse, parseFragment, serialize, type DefaultTreeAdapterMap } from 'parse5'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

const isElement = (node: Node): node is Element => 'tagName' in node

const elementsOf = (root: Node): Element[] => {
  const children = 'childNodes' in root ? root.childNodes : []
  return children.flatMap((child) => (isElement(child) ? [child, ...elementsOf(child)] : []))
}

const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value

const setAttribute = (element: Element, name: string, value: string | undefined): void => {
  element.attrs = element.attrs.filter((one) => one.name !== name)
  if (value !== undefined) element.attrs.push({ name, value })
}

const textOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''

/** What the page itself decides about a form, whatever was typed into an older one. */
const ofThePage = new Set(['_csrf', 'captchaMode', 'next'])

type Values = ReadonlyMap<string, readonly string[]>

const fillControl = (control: Element, values: Values, taken: Map<string, number>): void => {
  const name = attribute(control, 'name')
  if (name === undefined || attribute(control, 'disabled') !== undefined) return
  const type = control.tagName === 'input' ? (attribute(control, 'type') ?? 'text').toLowerCase() : control.tagName
  if (['password', 'file', 'submit', 'button', 'image', 'reset'].includes(type) || ofThePage.has(name)) return
  const typed = values.get(name)
  if (type === 'checkbox' || type === 'radio') {
    // A box that was not ticked is not in what was sent.
    const ticked = typed?.includes(attribute(control, 'value') ?? 'on') === true
    return setAttribute(control, 'checked', ticked ? '' : undefined)
  }
  if (!typed) return
  if (type === 'select') {
    const options = elementsOf(control).filter(({ tagName }) => tagName === 'option')
    const isTyped = (option: Element) => typed.includes(attribute(option, 'value') ?? textOf(option))
    if (options.some(isTyped))
      for (const option of options) setAttribute(option, 'selected', isTyped(option) ? '' : undefined)
    return
  }
  const place = taken.get(name) ?? 0
  taken.set(name, place + 1)
  const value = typed[place]
  if (value === undefined) return
  if (type !== 'textarea') return setAttribute(control, 'value', value)
  control.childNodes = []
  // A line break right after the tag belongs to the tag, so one of the text's own needs another.
  defaultTreeAdapter.insertText(control, value.startsWith('\n') ? `\n${value}` : value)
}

const classesOf = (element: Element): readonly string[] => (attribute(element, 'class') ?? '').split(/\s+/)

/** What the page says is wrong is about what is stored, not about what stands in the form now. */
const dropFaults = (elements: readonly Element[]): void => {
  for (const element of elements) {
    const classes = classesOf(element)
    if (classes.includes('govuk-error-summary') || classes.includes('govuk-error-message'))
      defaultTreeAdapter.detachNode(element)
    else if (classes.some((name) => name.endsWith('--error')))
      setAttribute(element, 'class', classes.filter((name) => !name.endsWith('--error')).join(' '))
    if (controlNames.has(element.tagName)) setAttribute(element, 'aria-invalid', undefined)
    const [text] = element.childNodes
    if (element.tagName === 'title' && text && 'value' in text) text.value = text.value.replace(/^错误：/, '')
  }
}

const controlNames = new Set(['input', 'select', 'textarea'])

/** Whether somebody typed a text into a field. */
const isTypedText = (control: Element, values: Values): boolean =>
  !['hidden', 'checkbox', 'radio'].includes(attribute(control, 'type') ?? '') &&
  values.get(attribute(control, 'name') ?? '')?.some((value) => value.trim() !== '') === true

/** The id of the first field somebody typed a text into. */
const firstTyped = (controls: readonly Element[], values: Values): string | undefined =>
  controls
    .filter((control) => isTypedText(control, values))
    .map((control) => attribute(control, 'id'))
    .find((id) => id !== undefined)

/** How much of what was sent a form has: its fields, and more so hidden values and choices that are the same. */
const likeness = (controls: readonly Element[], values: Values): number =>
  controls
    .map((control): number => {
      const typed = values.get(attribute(control, 'name') ?? '')
      if (!typed) return 0
      const same =
        control.tagName === 'select'
          ? elementsOf(control).some((option) => typed.includes(attribute(option, 'value') ?? textOf(option)))
          : attribute(control, 'type') === 'hidden' && typed.includes(attribute(control, 'value') ?? '')
      return same ? 2 : 1
    })
    .reduce((sum, one) => sum + one, 0)

/** Opens what is folded around an element, so that it is seen. */
const unfold = (element: Element): void => {
  for (let above: Node | null = element; above; above = 'parentNode' in above ? above.parentNode : null)
    if (isElement(above) && above.tagName === 'details') setAttribute(above, 'open', '')
}

const pathOf = (address: string, page: string): string => new URL(address, `http://page${page}`).pathname

/**
 * The page with the fields put back into the form that is sent to `action` (without an action of its own: to the page's
 * address), hidden ones like the version included, so that a form changed meanwhile still says so. `notice` makes the
 * markup that is put on top of the page; it is told whether the form was there, and the id of its first field with a text.
 */
export const fillForm = (
  page: string,
  kept: {
    readonly path: string
    readonly action: string
    readonly fields: readonly (readonly [string, string])[]
    /** Where no form has that address, the one with most of the fields will do: parts of a form have their own. */
    readonly anyForm?: boolean
    readonly notice: (filled: boolean, first: string | undefined) => string
  },
): string => {
  const document = parse(page)
  const elements = elementsOf(document)
  const values = new Map<string, string[]>()
  for (const [name, value] of kept.fields) values.set(name, [...(values.get(name) ?? []), value])
  const forms = elements
    .filter((element) => element.tagName === 'form' && attribute(element, 'method')?.toLowerCase() === 'post')
    .map((form) => {
      const controls = elementsOf(form).filter(({ tagName }) => controlNames.has(tagName))
      const known = controls.filter((one) => values.has(attribute(one, 'name') ?? '')).length
      const like = likeness(controls, values)
      return { form, controls, known, like, path: pathOf(attribute(form, 'action') ?? kept.path, kept.path) }
    })
    // A page may hold many forms with the same address: the one meant is the likest.
    .toSorted((one, other) => other.like - one.like)
  const meant =
    forms.find(({ path }) => path === kept.action) ?? (kept.anyForm ? forms.find(({ known }) => known > 1) : undefined)
  if (meant) {
    dropFaults(elements)
    const taken = new Map<string, number>()
    for (const control of meant.controls) fillControl(control, values, taken)
    unfold(meant.form)
    for (const control of meant.controls) if (isTypedText(control, values)) unfold(control)
  }
  const main = elements.find((element) => element.tagName === 'main')
  const top = main?.childNodes[0]
  if (main)
    for (const node of parseFragment(kept.notice(meant !== undefined, meant && firstTyped(meant.controls, values)))
      .childNodes) {
      if (top) defaultTreeAdapter.insertBefore(main, node, top)
      else defaultTreeAdapter.appendChild(main, node)
    }
  return serialize(document)
}
