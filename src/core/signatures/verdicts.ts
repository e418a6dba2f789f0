// What may be said of a signature in a file somebody brings: the words of ETSI EN 319 102-1 §5 as validators of the
// field use them (SiVa), beside Chinese ones, and what to do. The one table: whoever judges gives codes, pages and JSON
// read the words here.

/** The three answers. */
export const indications = {
  'TOTAL-PASSED': { text: '签名有效', tone: 'success' },
  'TOTAL-FAILED': { text: '签名无效', tone: 'danger' },
  INDETERMINATE: { text: '不能确定', tone: 'warning' },
} as const satisfies Record<string, { readonly text: string; readonly tone: string }>

export type Indication = keyof typeof indications

/** Why, in the words of the standard (EN 319 102-1 table 5 and 6). */
type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'REVOKED'
  | 'REVOKED_NO_POE'
  | 'TRY_LATER'

type Finding = {
  /** `note` and `warning` leave the answer as it is. */
  readonly means: 'TOTAL-FAILED' | 'INDETERMINATE' | 'warning' | 'note'
  readonly sub?: SubIndication
  readonly text: string
  /** What to do about it. */
  readonly steps?: string
}

const askAgain = '请不要使用这份文件，向出具文件的单位索取原件。'
const askSigner = '请向签名人核实，或者请其用有效的证书重新签名。'

const failed = (sub: SubIndication, text: string, steps = askAgain): Finding => ({
  means: 'TOTAL-FAILED',
  sub,
  text,
  steps,
})
const open = (sub: SubIndication, text: string, steps = askSigner): Finding => ({
  means: 'INDETERMINATE',
  sub,
  text,
  steps,
})

const findings = {
  // The file and what of it is signed.
  structure: failed('FORMAT_FAILURE', '文件的结构损坏或者有歧义，不同的阅读软件会显示不同的内容'),
  encrypted: open('FORMAT_FAILURE', '文件经过加密，不能核验其中的签名', '请让出具文件的单位提供没有加密的文件。'),
  'byte-range': failed('FORMAT_FAILURE', '签名范围（ByteRange）缺失或者不合规范，签名未覆盖整个文件'),
  'not-covered': failed('FORMAT_FAILURE', '签名未覆盖整个文件：签名范围的末尾不是文件某一版本的末尾'),
  twofold: failed('FORMAT_FAILURE', '签名字典里同一个键写了两次，不同的软件会读出不同的签名'),
  hole: failed('FORMAT_FAILURE', '签名范围留出的空隙不正好是签名数据，其中可能藏有未签名的内容'),
  padding: failed('FORMAT_FAILURE', '签名数据之后的填充被改动'),
  'no-contents': failed('FORMAT_FAILURE', '签名域里没有签名数据'),
  'not-in-form': failed('FORMAT_FAILURE', '文件里有不属于任何签名域的签名数据'),
  'other-format': open('FORMAT_FAILURE', '签名的格式不在核验范围内（只核验PAdES和PKCS#7分离式签名）'),
  'too-many': open(
    'FORMAT_FAILURE',
    '文件里的签名或者版本过多，没有逐个核验',
    '请让出具文件的单位把文件拆分，或者提供签名较少的文件。',
  ),
  appended: failed('FORMAT_FAILURE', '签名后附加的内容与文件的目录不符，不同的阅读软件会显示不同的内容'),
  'changed-after': failed('SIG_CONSTRAINTS_FAILURE', '签名后被修改：签名之后，文件的内容有签名不允许的改动'),
  'unsigned-after': failed('SIG_CONSTRAINTS_FAILURE', '签名后被修改：最后一次有效签名之后又有填写或者添加'),
  'not-permitted': failed('SIG_CONSTRAINTS_FAILURE', '签名后被修改：改动超出了认证签名允许的范围'),
  locked: failed('SIG_CONSTRAINTS_FAILURE', '签名后被修改：签名时锁定的栏目后来又被填写'),
  removed: failed('SIG_CONSTRAINTS_FAILURE', '签名后被修改：这个签名在文件现在的版本里已经被移除'),
  // The signature itself.
  cms: failed('FORMAT_FAILURE', '签名数据损坏或者不合规范'),
  encapsulated: failed('FORMAT_FAILURE', '签名数据自带了另一份内容，与分离式签名的格式不符'),
  hash: failed('HASH_FAILURE', '文件内容与签名时不一致，签名后被修改'),
  signature: failed('SIG_CRYPTO_FAILURE', '签名值与签名证书不符'),
  'no-certificate': open('NO_SIGNING_CERTIFICATE_FOUND', '签名里没有签名人的证书'),
  'signature-weak': open('CRYPTO_CONSTRAINTS_FAILURE', '签名使用的算法或者密钥已不安全（例如SHA-1、1024位RSA）'),
  'no-signed-attributes': {
    means: 'warning',
    text: '签名里没有签名属性，签名时间和签名证书没有一并签名',
  },
  'unnamed-certificate': { means: 'warning', text: '签名属性里没有以SHA-256写明签名证书' },
  'loose-parts': open('FORMAT_FAILURE', '签名数据里有不属于签名、又不能识别的部分，可能被改动过', askAgain),
  // The certificate.
  'unknown-issuer': open(
    'NO_CERTIFICATE_CHAIN_FOUND',
    '签名证书的颁发机构不在本系统信任的名单里，不能确认签名人是谁',
    '请通过颁发机构的网站核实签名证书，或者向签名人当面核实。',
  ),
  'broken-chain': open('CERTIFICATE_CHAIN_GENERAL_FAILURE', '签名证书与颁发机构之间的证书链不能成立'),
  'wrong-usage': open('CHAIN_CONSTRAINTS_FAILURE', '签名证书不是用于签名的证书'),
  'weak-algorithm': open('CRYPTO_CONSTRAINTS_FAILURE', '签名证书使用的算法或者密钥已不安全'),
  expired: open('OUT_OF_BOUNDS_NO_POE', '签名证书已经过期，又没有可信的时间戳能证明签名在有效期内作出'),
  'expired-then': failed('EXPIRED', '签名时证书已经过期', askSigner),
  'not-yet-valid': failed('NOT_YET_VALID', '签名时证书还没有生效', askSigner),
  revoked: failed('REVOKED', '签名时证书已经被吊销', askSigner),
  'revoked-now': open('REVOKED_NO_POE', '签名证书已经被吊销，又没有可信的时间戳能证明签名在吊销前作出'),
  'revoked-since': { means: 'note', text: '签名证书后来被吊销；签名作出在吊销之前，仍然有效' },
  'revocation-unknown': open(
    'TRY_LATER',
    '不能确认签名时证书有没有被吊销',
    '请稍后再试；仍然如此的，请向颁发机构核实。',
  ),
  // Times.
  'timestamp-broken': failed('SIG_CONSTRAINTS_FAILURE', '签名里的时间戳损坏，或者不是为这个签名作出的'),
  'timestamp-doubtful': open('CERTIFICATE_CHAIN_GENERAL_FAILURE', '签名里的时间戳不能确认：时间戳机构的证书不能成立'),
  'timestamp-unknown': { means: 'warning', text: '签名里的时间戳不是本系统信任的机构作出的，没有采用' },
  'time-order': { means: 'warning', text: '签名人所称的时间晚于时间戳证明的时间' },
  'no-timestamp': { means: 'warning', text: '没有可信的时间戳，签名时间只是签名人所称的时间' },
  // What came later and may.
  'signed-later': { means: 'note', text: '之后又有别的签名，它们只增加了签名' },
  'seen-later': { means: 'note', text: '之后的签名在页面上加了可见的签章，请看清它有没有遮住文字' },
  'unproved-later': open(
    'SIG_CONSTRAINTS_FAILURE',
    '之后有人填写了内容或者加了可见的签章，而那个人的签名不能确认',
    '请以签名时的版本为准，并向签名人核实之后的内容。',
  ),
  filled: { means: 'note', text: '之后有人填写了表单，并由后来的签名确认' },
  evidence: { means: 'note', text: '之后附加了供长期核验用的证书和吊销信息' },
  'loose-evidence': open(
    'FORMAT_FAILURE',
    '附加的核验信息（证书、吊销信息）有损坏或者不属于这些签名的部分，可能被改动过',
    askAgain,
  ),
  stamped: { means: 'note', text: '之后附加了时间戳' },
  metadata: { means: 'note', text: '之后改写了文件的属性（修改时间、制作软件），页面内容不变' },
  orphan: { means: 'note', text: '之后附加了没有任何页面用到的数据' },
  // Seals (GB/T 38540).
  'seal-structure': failed('FORMAT_FAILURE', '印章文件损坏，或者不是国家标准规定的电子印章结构'),
  'seal-signature': failed('SIG_CRYPTO_FAILURE', '印章数据与制章人的签名不符，印章被改动过'),
  'seal-algorithm': open('CRYPTO_CONSTRAINTS_FAILURE', '印章使用的签名算法不在核验范围内（只核验SM2配SM3）'),
  'seal-expired': failed('EXPIRED', '印章已经超过有效期', '请持有人向制章机构换发印章。'),
  'seal-early': failed('NOT_YET_VALID', '印章还没有到生效时间', '请持有人向制章机构核实。'),
  'seal-times': failed('FORMAT_FAILURE', '印章的有效期起止时间不成立'),
  'seal-holders': failed('FORMAT_FAILURE', '印章里没有签章人的证书名单'),
} as const satisfies Record<string, Finding>

export type FindingCode = keyof typeof findings

/** One thing found; `detail` is technical and short. */
export type Found = { readonly code: FindingCode; readonly detail?: string }

/** How a finding reads whatever its row has. */
export const findingOf = (code: FindingCode): Finding => findings[code]

/** The answer that follows from what was found: what failed before what is open; nothing of either passes. */
export const answerOf = (
  found: readonly Found[],
): { readonly indication: Indication; readonly sub: SubIndication | undefined } => {
  for (const means of ['TOTAL-FAILED', 'INDETERMINATE'] as const) {
    const first = found.map(({ code }) => findingOf(code)).find((each) => each.means === means)
    if (first) return { indication: means, sub: first.sub }
  }
  return { indication: 'TOTAL-PASSED', sub: undefined }
}

/** Whoever signed, as his certificate says. */
export type Signer = {
  readonly name: string
  readonly unit: string | undefined
  readonly issuer: string
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
}

export const signatureKinds = {
  signature: '电子签名',
  timestamp: '文档时间戳',
  seal: '电子印章',
} as const

/** One signature and what is said of it. Times are of ISO 8601. */
export type SignatureVerdict = {
  readonly kind: keyof typeof signatureKinds
  readonly field: string
  readonly indication: Indication
  readonly sub: string | undefined
  readonly found: readonly Found[]
  /** Whether what it covers is what was signed, by whoever. */
  readonly intact: boolean
  readonly signer: Signer | undefined
  /** What the signer says of the time, and what a trusted time stamp proves. */
  readonly claimedTime: string | undefined
  readonly bestTime: string | undefined
  readonly format: string
  /** How many of the file's first bytes it covers, which version that is, and of how many. */
  readonly covers: { readonly bytes: number; readonly version: number } | undefined
  /** Certificates from the signer's to a trusted one, as base64 of DER; empty where there is no such way. */
  readonly chain: readonly string[]
}

/** What is said of a whole file when there is no signature to speak of. */
export const fileNotes = {
  none: { title: '没有签名', text: '这份文件里没有电子签名。文件的内容是否真实，不能由签名证明。' },
  ofd: { title: 'OFD文件暂不核验', text: '本系统现在还不能核验OFD文件里的签章，请用OFD阅读软件核验。' },
  other: { title: '不能核验这种文件', text: '这里可以核验PDF文件里的电子签名，以及电子印章文件（.esl）。' },
  unreadable: {
    title: '文件不能读取',
    text: '文件不完整、经过加密，或者结构损坏，看不出里面有没有签名。请向出具文件的单位索取原件。',
  },
} as const

export type FileVerdict = {
  readonly kind: 'pdf' | 'esl' | 'ofd' | 'other'
  readonly note: keyof typeof fileNotes | undefined
  readonly bytes: number
  /** How many versions the file has. */
  readonly versions: number
  readonly signatures: readonly SignatureVerdict[]
}

/** The rules a verdict was given by. */
export const signaturePolicy = {
  name: '电子签名核验规则（2026年12月）',
  text: '签名须覆盖它那一版本的全部字节；之后只可以有别的签名、时间戳和核验信息；证书须连到本系统信任的颁发机构，签名时在有效期内且没有被吊销。',
} as const
