// Opens the answer an address names, so that who follows a link need not look for it.

export const start = (list) => {
  const open = () => {
    const target = list.ownerDocument.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (target?.tagName !== 'DETAILS' || !list.contains(target)) return
    target.open = true
    target.scrollIntoView()
  }
  addEventListener('hashchange', open)
  open()
}
