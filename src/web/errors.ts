import type { ErrorCode } from '../core/errors.ts'

type ErrorFacts = { readonly status: number; readonly title: string; readonly text: string }

/** Error code → status and what the page says. The one table. */
export const errorPages = {
  NOT_FOUND: {
    status: 404,
    title: '页面不存在',
    text: '您访问的页面不存在，或者您无权查看。请检查网址，或从首页重新进入。',
  },
  FORBIDDEN: {
    status: 403,
    title: '没有权限',
    text: '您的账号不能办理此项操作。需要办理的，请换用有权限的账号，或者联系本单位系统管理员。',
  },
  CSRF: {
    status: 403,
    title: '页面已失效',
    text: '为保护您的账号，页面停留过久或在其他窗口重新登录后需要刷新。请返回上一页，刷新后再提交；已保存的内容不会丢失。',
  },
  STALE: {
    status: 409,
    title: '内容已被更改',
    text: '在您操作期间，这项内容已在别处更改。您的操作没有执行，请查看最新状态后再决定。',
  },
  NOT_ALLOWED_NOW: {
    status: 409,
    title: '当前状态不能办理',
    text: '办件的状态已经变化，此项操作现在不能进行。请返回查看办件的最新状态。',
  },
  NOT_VERIFIED: {
    status: 409,
    title: '需要先实名认证',
    text: '这个环节需要先实名认证。您填写的内容都已保存，认证以后回来办理即可。',
  },
  INVALID: { status: 422, title: '填写有误', text: '提交的内容有误，请按提示修改。' },
  TOO_LARGE: {
    status: 413,
    title: '内容过大',
    text: '提交的内容超过了允许的大小，没有保存。请减少文字，或者减小文件后再提交。',
  },
  TOO_MANY: { status: 429, title: '操作过于频繁', text: '操作过于频繁，请稍后再试。' },
  BUSY: { status: 503, title: '系统繁忙', text: '现在办理的人较多，请稍候再试。您填写的内容没有丢失。' },
  UNAVAILABLE: { status: 503, title: '服务暂时不可用', text: '系统正在恢复，请稍候再试。您已保存的内容没有丢失。' },
  STORAGE_FULL: {
    status: 507,
    title: '暂时无法保存',
    text: '存储空间不足，刚才提交的内容没有保存，以前保存的没有丢失。请稍后再试。',
  },
  NOT_SHOWN: {
    status: 422,
    title: '文件不能打开',
    text: '这份文件是以前上传的，现在的安全检查不能打开它。请上传人重新导出为普通PDF后再次上传。',
  },
  BAD_REQUEST: { status: 400, title: '请求有误', text: '系统无法理解这个请求。请从首页重新进入。' },
} as const satisfies Record<ErrorCode, ErrorFacts>

/** What the page says instead when it answers a change. */
export const changeTexts: Partial<Readonly<Record<ErrorCode, string>>> = {
  // Not begun, or given up; the page with the form is gone.
  BUSY: '现在办理的人较多，刚才的操作没有完成。请稍候返回原来的页面再试，已保存的内容没有丢失。',
  // Its answer may be lost after it was done.
  UNAVAILABLE: '系统正在恢复。刚才的操作可能没有完成，请稍候先查看结果，再决定是否重做。您已保存的内容没有丢失。',
}
