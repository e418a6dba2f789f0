import { describe, expect, it } from 'vitest'
import { deviceName } from '../../../src/modules/accounts/device-name.ts'

const cases: readonly (readonly [string | undefined, string])[] = [
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome · Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge · Windows',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox · Windows'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    'Safari · macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari · iPhone',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50',
    '微信 · iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; PLA-AL10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 HuaweiBrowser/15.0 Mobile Safari/537.36',
    '华为浏览器 · 安卓',
  ],
  [
    'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
    'Chrome · 鸿蒙',
  ],
  ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MQQBrowser/14.0 Mobile Safari/537.36', 'QQ浏览器 · 安卓'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome · Linux',
  ],
  ['Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko', 'IE · Windows'],
  ['curl/8.0 (Windows)', 'Windows'],
  ['node', '未知设备'],
  ['', '未知设备'],
  [undefined, '未知设备'],
  [`<script>alert(1)</script>${'x'.repeat(10_000)}`, '未知设备'],
]

describe('the name of a device', () => {
  it.each(cases)('%s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name)
  })
})
