// Keys of certificates in the browser: what pages use of it. Bundled with its library into public/js/key/keys.js by
// build.ts, so that it runs under the portal's Content-Security-Policy as it is.
export { toBase64 } from './bytes.js'
export { KeyFault } from './fault.js'
export { openFile } from './file.js'
export { openHelper } from './helper.js'
