import { residentIdCheckChar } from '../../src/core/identity/resident-id.ts'

// Invented people, as many as a register needs: their numbers only satisfy the check digits and were given to nobody.

const surnames =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗'
const given = '望川 静宜 立新 若兰 怀瑾 书恒 明远 晓棠 景行 思齐 维岳 清和 云舒 伯安'.split(' ')

export type InventedPerson = { readonly name: string; readonly residentId: string; readonly mobile: string }

/** The n-th person there could be, the same every time; between 34 and 69 years old in 2026. */
export const inventedPerson = (n: number): InventedPerson => {
  const surname = surnames[(n * 7) % surnames.length] ?? '赵'
  const year = String(1957 + ((n * 11) % 35))
  const month = String(1 + ((n * 5) % 12)).padStart(2, '0')
  const day = String(1 + ((n * 3) % 28)).padStart(2, '0')
  const digits = `140105${year}${month}${day}${String(500 + (n % 480)).padStart(3, '0')}`
  return {
    name: `${surname}${given[(n * 5 + Math.floor(n / given.length)) % given.length] ?? '望川'}`,
    residentId: `${digits}${residentIdCheckChar(digits)}`,
    mobile: `1380001${String(n).padStart(4, '0')}`,
  }
}
