/**
 * What may be wrong with a certificate that was presented, wherever it is judged: at login, when a document is signed
 * and when a signature is verified. `title` says what is wrong, `steps` what its holder does next.
 */
export const certificateFaults = {
  unreadable: {
    title: '证书的内容不能识别',
    steps: ['请从证书介质或者证书文件里重新读取证书；仍然不行的，请联系证书颁发机构检查证书。'],
  },
  expired: {
    title: '证书已经过期',
    steps: [
      '法人一证通证书的有效期一般是一年。请到证书颁发机构办理更新，可以插着介质在线办理，也可以带登记证书和经办人身份证件到服务网点办理。',
      '更新以后登录时确认一次，新证书就接替原来的证书，不用重新绑定。',
    ],
  },
  'not-yet-valid': {
    title: '证书还没有生效',
    steps: ['证书从它写明的日期起才能使用。请核对证书的有效期，到生效日期以后再用；急用的请联系证书颁发机构。'],
  },
  revoked: {
    title: '证书已经被吊销',
    steps: ['证书颁发机构已经吊销这张证书，它不能再用来登录和签章。请向证书颁发机构查询原因，重新申请证书。'],
  },
  'revocation-stale': {
    title: '证书是否被吊销，查到的结果太旧',
    steps: ['平台只拿到证书颁发机构较早的吊销信息，不能据此确认证书有效。请过一会儿再试。'],
  },
  'revocation-unknown': {
    title: '证书是否被吊销，暂时查不到',
    steps: ['平台没有联系上证书颁发机构的查询服务，或者它的答复不可信。请过一会儿再试；一再出现的，请拨打服务热线。'],
  },
  'unknown-issuer': {
    title: '不认识证书的颁发机构',
    steps: [
      '这张证书不是平台信任的颁发机构发的，或者缺少中间证书。请使用法人一证通证书。',
      '介质里有几张证书的，请换选另一张。',
    ],
  },
  'wrong-usage': {
    title: '证书的用途不对',
    steps: ['这张证书不能用来签名（例如只是加密证书）。介质里通常还有一张签名证书，请换选那一张。'],
  },
  'wrong-policy': {
    title: '证书的种类不对',
    steps: ['平台只接受发给单位的法人一证通证书。请换用本单位的一证通证书。'],
  },
  weak: {
    title: '证书的算法太旧，已经不安全',
    steps: [
      '证书或者它的颁发机构使用了不再安全的算法（如MD5、SHA-1，或者不足2048位的RSA密钥）。请到证书颁发机构换发。',
    ],
  },
  'broken-chain': {
    title: '证书链不合规则',
    steps: ['证书和上级证书之间的授权关系不成立。请不要使用这张证书，并联系证书颁发机构核实。'],
  },
} as const satisfies Record<string, { readonly title: string; readonly steps: readonly string[] }>

export type CertificateFault = keyof typeof certificateFaults
