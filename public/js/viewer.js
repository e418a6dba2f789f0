// A file beside the answers it is to bear out: pictures and PDFs open in the page where there is room for both, one
// after the other by the arrow keys. Elsewhere, and without scripts, the link opens it by itself.

const roomFor = matchMedia('(min-width: 75em)')

let viewer
let shown

const files = () => [...document.querySelectorAll('a[data-file]')]

const button = (text, act) => {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'button button--secondary button--small'
  made.textContent = text
  made.addEventListener('click', act)
  return made
}

const close = () => {
  viewer?.remove()
  viewer = undefined
  document.querySelector('.work-desk').classList.remove('work-desk--viewing')
  shown?.focus()
}

const step = (by) => {
  const all = files()
  const next = all[all.indexOf(shown) + by]
  if (next) show(next)
}

const frame = (link, name) => {
  if (link.dataset.file === 'sheet') {
    const sheet = document.createElement('iframe')
    sheet.src = `${link.href}#navpanes=0&view=FitH`
    sheet.title = name
    return sheet
  }
  const box = document.createElement('div')
  box.className = 'viewer__picture'
  box.tabIndex = 0
  const picture = document.createElement('img')
  picture.src = link.href
  picture.alt = name
  box.append(picture)
  return box
}

const build = () => {
  viewer = document.createElement('section')
  viewer.className = 'viewer screen-only'
  viewer.tabIndex = -1
  viewer.addEventListener('keydown', (event) => {
    const act = { ArrowRight: () => step(1), ArrowLeft: () => step(-1), Escape: close }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
  const desk = document.querySelector('.work-desk')
  desk.insertBefore(viewer, desk.lastElementChild)
  desk.classList.add('work-desk--viewing')
}

const show = (link) => {
  shown = link
  if (!viewer) build()
  const all = files()
  const place = all.indexOf(link)
  const name = `${link.dataset.title}：${link.textContent}`
  const bar = document.createElement('div')
  bar.className = 'viewer__bar'
  const title = document.createElement('p')
  title.textContent = `${place + 1}/${all.length}　${name}`
  title.title = '← → 换一份；Tab 进入文件，用 PageDown 翻页；Esc 关闭'
  bar.append(
    title,
    button('上一份', () => step(-1)),
    button('下一份', () => step(1)),
    button('关闭', close),
  )
  bar.children[1].disabled = place === 0
  bar.children[2].disabled = place === all.length - 1
  viewer.setAttribute('aria-label', `文件 ${name}`)
  viewer.replaceChildren(bar, frame(link, name))
  viewer.focus({ preventScroll: true })
  for (let fold = link.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
  link.closest('[data-entry]').scrollIntoView({ block: 'nearest' })
}

export const start = (link) => {
  if (!document.querySelector('.work-desk')) return
  link.addEventListener('click', (event) => {
    if (!roomFor.matches || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    show(link)
  })
}
