// Forms whose captcha works itself out: other parts wait for it, or have it done anew.

/** @type {WeakMap<HTMLFormElement, {ready: () => Promise<boolean>, renew: () => Promise<boolean>}>} */
export const captchaForms = new WeakMap()
