// One way to ask the portal for JSON, and one to say what came of it beside a field.

/** @returns {Promise<{ok: boolean, status: number, body: Record<string, any>}>} never rejects: no connection is status 0 */
export const ask = async (address, options = {}) => {
  try {
    const response = await fetch(address, {
      ...options,
      headers: { Accept: 'application/json', ...options.headers },
      credentials: 'same-origin',
    })
    const body = await response.json().catch(() => ({}))
    return { ok: response.ok, status: response.status, body }
  } catch {
    return { ok: false, status: 0, body: {} }
  }
}

export const fault = (answer, otherwise) => {
  if (answer.status === 0) return '网络连接不上，请检查网络后重试。'
  if (answer.status === 401) return '登录已失效，请重新登录。'
  return typeof answer.body.error === 'string' ? answer.body.error : otherwise
}

/** Says a sentence in a live region; `good` is true, false or undefined for neither. */
export const say = (region, text, good) => {
  region.textContent = text
  region.classList.toggle('field-live--ok', good === true)
  region.classList.toggle('field-live--bad', good === false)
}
