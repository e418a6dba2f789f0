/** What is told of a fault: what is wrong, and what whoever stands before the page does next. */
export type FaultWords = { readonly title: string; readonly steps: readonly string[] }

const otherWays = '急着办事的，可以先用用户名和密码登录，办理的事项相同。'

/**
 * What may be wrong with a key before anything of it reached the portal: found in the browser, which shows these words
 * (public/js/key-picker.js). The states of the vendors' programs are those people ask their hotlines about (domain-2 §23.3).
 */
export const keyFaults = {
  'no-helper': {
    title: '没有找到证书助手',
    steps: [
      '确认电脑上装了证书颁发机构提供的证书助手（驱动程序），并且已经启动，然后点“重新读取介质”。',
      '浏览器询问是否允许访问本机程序时，请选择允许；兼容模式下不能用的，请换到浏览器的极速模式。',
      '没有介质、证书保存成文件的，请在上面改选“保存在电脑上”。',
    ],
  },
  'no-medium': {
    title: '没有插入证书介质',
    steps: [
      '请插好UKey（注意正反面），等指示灯亮起，再点“重新读取介质”。',
      '换一个USB接口，或者不经过集线器直接插在电脑上。',
    ],
  },
  unreadable: {
    title: '介质读不出来',
    steps: [
      '拔下介质重新插入，再点“重新读取介质”；仍然读不出来的，重新启动证书助手。',
      '在别的电脑上也读不出来的，介质可能已经损坏，请带介质到证书颁发机构的服务网点检测、更换。',
    ],
  },
  'wrong-password': {
    title: '证书密码不正确',
    steps: [
      '请检查大小写和输入法。这是证书自己的密码，不是登录平台的密码。',
      '初始密码印在介质的密码信封上，或者是申请时自己设置的。',
    ],
  },
  locked: {
    title: '介质已经锁定',
    steps: [
      '密码连续输错的次数太多，介质自己锁住了，平台不能解锁。',
      '请联系证书颁发机构解锁：带介质、登记证书和经办人身份证件到服务网点，或者按颁发机构网站的说明在线解锁。',
      otherWays,
    ],
  },
  'unreadable-file': {
    title: '这不是能读的证书文件',
    steps: ['请选择扩展名为 .p12 或者 .pfx 的文件，它同时保存证书和密钥；只有证书的 .cer、.crt 文件不能用来登录。'],
  },
  'old-file': {
    title: '证书文件用的加密方式太旧，浏览器不能打开',
    steps: ['请在原来的电脑上重新导出，导出时加密方式选择“AES256-SHA256”。'],
  },
  'no-key': {
    title: '里面没有可以用来签名的证书',
    steps: ['介质或者文件里只有加密证书，或者只有证书没有密钥。请选用签名证书，或者联系证书颁发机构。'],
  },
  'no-file': { title: '还没有选择证书文件', steps: ['请在“证书文件”一栏选择 .p12 或者 .pfx 文件。'] },
  'no-password': { title: '还没有填写证书密码', steps: ['请在“证书密码”一栏填写证书的密码。'] },
  'none-chosen': { title: '还没有选择证书', steps: ['这里有几张证书，请在“选择证书”一栏选择本单位的一张。'] },
  'unsupported-algorithm': {
    title: '浏览器不能使用这种密钥',
    steps: ['国密（SM2）证书的签名由证书助手完成，请插入介质，在上面改选“在介质里”。'],
  },
  'foreign-page': {
    title: '这个页面的地址不对，没有签名',
    steps: ['请关闭这个页面，从平台首页的“法人登录”重新进入。不要在别人发来的链接里使用证书。'],
  },
  failed: { title: '没有完成签名', steps: ['请点“重新读取介质”或者重新选择文件，再试一次。', otherWays] },
} as const satisfies Record<string, FaultWords>

/** What may be wrong with the proof, and with whose certificate it is, where the certificate itself is in order. */
export const loginFaults = {
  'proof-expired': {
    title: '停留的时间太长，请重新登录',
    steps: ['打开统一认证页面以后，请在两分钟以内完成授权。'],
  },
  'proof-refused': {
    title: '这次登录没有通过核对',
    steps: [
      '可能是同时打开了几个登录页面，或者页面是从别处转来的。请关闭其他登录页面，从“一证通方式”重新进入。',
      '一再出现的，不要再用这张证书登录，并拨打服务热线。',
    ],
  },
  'clock-off': {
    title: '时间对不上，没有登录',
    steps: [
      '统一认证页面的时间比平台的时间快，不能确认授权是刚刚做的。请过几分钟重新进入。',
      '请校准电脑的日期和时间；电脑时间正确仍然出现的，请拨打服务热线。',
    ],
  },
  declined: { title: '没有授权', steps: ['您没有授权平台读取证书信息，登录没有进行。'] },
  unavailable: { title: '一证通平台暂时连接不上', steps: ['请过几分钟再试。', otherWays] },
  'no-unit': {
    title: '证书里没有统一社会信用代码',
    steps: ['只有发给单位的证书可以用来登录单位的账号，个人证书不行。', '请向证书颁发机构申请单位证书。'],
  },
  'reported-lost': {
    title: '这张证书已经挂失',
    steps: ['挂失以后不能再用来登录。证书找到了也不能恢复，请到证书颁发机构换领，再重新绑定。', otherWays],
  },
  'grant-over': {
    title: '这张证书的经办人授权已经结束',
    steps: ['证书绑定在经办人的账号上，单位给经办人的授权已经收回或者到期。请单位的法人账号重新委任，再重新绑定证书。'],
  },
} as const satisfies Record<string, FaultWords>
