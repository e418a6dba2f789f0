import type { Context } from '../../web/route.ts'

// The first that fits counts: most browsers call themselves by the names of others as well.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\//, '微信'],
  [/AlipayClient\//, '支付宝'],
  [/DingTalk\//i, '钉钉'],
  [/HuaweiBrowser\//, '华为浏览器'],
  [/MiuiBrowser\//, '小米浏览器'],
  [/(VivoBrowser|HeyTapBrowser|SamsungBrowser)\//, '手机浏览器'],
  [/M?QQBrowser\//, 'QQ浏览器'],
  [/UCBrowser\/|UCWEB/, 'UC浏览器'],
  [/360SE|QHBrowser|QIHU/, '360浏览器'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera\//, 'Opera'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/Version\/[\d.]+.*Safari\//, 'Safari'],
  [/Trident\/|MSIE /, 'IE'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙'],
  [/Android/, '安卓'],
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

const nameIn = (list: readonly (readonly [RegExp, string])[], text: string): string | undefined =>
  list.find(([pattern]) => pattern.test(text))?.[1]

/** What a browser says of itself in a few words its owner recognises, e.g. `Chrome · Windows`. */
export const deviceName = (userAgent: string | undefined): string => {
  const text = (userAgent ?? '').slice(0, 500)
  const parts = [nameIn(browsers, text), nameIn(systems, text)].filter((part) => part !== undefined)
  return parts.length > 0 ? parts.join(' · ') : '未知设备'
}

/** What is noted of a request that logs in: address, request and device. */
export const requestFacts = ({ req, audit }: Pick<Context<unknown>, 'req' | 'audit'>) => ({
  ...audit,
  device: deviceName(req.get('user-agent')),
})
