// Choosing the key of a certificate: in a file, or in a medium that the vendor's helper program reads. What is chosen
// and its password are in fields without names, so that no form ever sends them.

import { make } from './dom.js'
import { KeyFault, openFile, openHelper } from './key/keys.js'

const day = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeZone: 'Asia/Shanghai' })

/** Shown of a certificate before it is presented. */
const facts = ({ name, uscc, issuer, notBefore, notAfter, algorithm }) => [
  ['单位名称', name],
  ['统一社会信用代码', uscc || '证书没有写明'],
  ['有效期', `${day.format(notBefore)}至${day.format(notAfter)}`],
  ['颁发机构', issuer],
  ['密钥', algorithm ?? '不认识的算法'],
]

const farOff = 10 * 60_000

/**
 * Brings the picker `root` to life. `current()` gives the chosen key, opened, and the password for its helper; throws
 * KeyFault. `tell(fault)` says what is wrong and what to do, in the words the page brought along.
 */
export const createPicker = (root) => {
  const part = (name) => root.querySelector(`[data-key-${name}]`)
  const [file, password, choice, shown, problem, situation] = [
    'file',
    'password',
    'choice',
    'facts',
    'fault',
    'situation',
  ].map(part)
  const places = [...root.querySelectorAll('[data-key-place]')]
  let keys = []
  let read = ''

  const place = () => places.find(({ checked }) => checked)?.value ?? 'file'
  const helperUrl = () => situation?.value || root.dataset.helper

  const tell = (fault) => {
    problem.replaceChildren()
    problem.hidden = !fault
    if (!fault) return
    const code = fault instanceof KeyFault ? fault.code : 'failed'
    const words = root.querySelector(`template[data-fault="${code}"]`) ?? root.querySelector('template[data-fault]')
    problem.append(words.content.cloneNode(true))
    if (fault.triesLeft !== undefined)
      problem.append(make('p', '', `还可以再试${fault.triesLeft}次，之后介质将被锁定。`))
    problem.scrollIntoView({ block: 'nearest' })
  }

  const chosen = () => keys[Number(choice.value)]

  const show = () => {
    const key = chosen()
    shown.hidden = !key
    shown.replaceChildren(
      ...(key ? facts(key) : []).map(([label, text]) => {
        const row = make('div', 'facts__row')
        row.append(make('dt', 'facts__key', label), make('dd', 'facts__value', text))
        return row
      }),
    )
  }

  const offer = (found) => {
    keys = found
    const several = found.length > 1
    choice.replaceChildren(
      ...(several ? [new Option('请选择', '')] : []),
      ...found.map(
        ({ name, notAfter }, place) => new Option(`${name}（有效期至${day.format(notAfter)}）`, String(place)),
      ),
    )
    part('choice-group').hidden = found.length === 0
    show()
  }

  /** What the keys at hand were read from: read again only when that changed. */
  const source = () =>
    place() === 'medium'
      ? `medium ${helperUrl()}`
      : `file ${[file.files[0]?.name, file.files[0]?.lastModified, file.files[0]?.size].join(' ')} ${password.value}`

  const load = async () => {
    if (read === source() && keys.length > 0) return
    const from = source()
    offer([])
    if (place() === 'medium') offer(await openHelper(helperUrl()))
    else {
      const [picked] = file.files
      if (!picked) throw new KeyFault('no-file')
      offer(await openFile(picked, password.value))
    }
    read = from
  }

  const tryLoad = async () => {
    tell(undefined)
    try {
      await load()
    } catch (fault) {
      tell(fault)
    }
  }

  const arrange = () => {
    const medium = place() === 'medium'
    part('file-group').hidden = medium
    part('medium-group').hidden = !medium
    keys = []
    read = ''
    offer([])
    tell(undefined)
    if (medium) void tryLoad()
  }

  for (const one of places) one.addEventListener('change', arrange)
  situation?.addEventListener('change', arrange)
  part('again').addEventListener('click', arrange)
  choice.addEventListener('change', show)
  for (const input of [file, password])
    input.addEventListener('change', () => {
      if (place() === 'file' && file.files[0] && password.value !== '') void tryLoad()
    })
  // Without this the first press would find nothing: Enter in a field submits before it counts as changed.
  root.hidden = false
  if (Math.abs(Date.now() - Number(root.dataset.now)) > farOff) part('clock').hidden = false
  arrange()

  return {
    tell,
    /** Called after a signature was made or failed: the password is asked anew. */
    forget: () => {
      password.value = ''
    },
    current: async () => {
      if (place() === 'file' && password.value === '') throw new KeyFault('no-password')
      await load()
      const key = chosen()
      if (!key) throw new KeyFault('none-chosen')
      if (key.asksPassword && password.value === '') throw new KeyFault('no-password')
      return { key, sign: (bytes) => key.sign(bytes, password.value) }
    },
  }
}
