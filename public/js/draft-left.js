// What a page was left with before the portal had answered, kept by the tab until it is known to be saved. Only for the
// login it was typed in: another one of the same tab finds nothing and leaves nothing.

const prefix = 'draft:'
const keyOf = (form) => prefix + (form.elements.itemKey?.value ?? location.pathname)

/** A browser that keeps nothing is where it was before. */
const quietly = (act) => {
  try {
    return act()
  } catch {
    return undefined
  }
}

/** Keeps drafts in the order in which they are to be sent to an address. */
export const remember = (form, address, drafts) =>
  quietly(() =>
    sessionStorage.setItem(
      keyOf(form),
      JSON.stringify({ login: form.elements._csrf.value, address, drafts: drafts.map(String) }),
    ),
  )

export const forget = (form) => quietly(() => sessionStorage.removeItem(keyOf(form)))

/** @returns {{address: string, drafts: string[]} | undefined} what this very form was left with */
export const recall = (form) =>
  quietly(() => {
    const login = form.elements._csrf.value
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(prefix) && JSON.parse(sessionStorage.getItem(key)).login !== login)
        sessionStorage.removeItem(key)
    return JSON.parse(sessionStorage.getItem(keyOf(form))) ?? undefined
  })
