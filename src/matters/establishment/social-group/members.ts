/** Members a 社会团体 has at least: all of them units, or else all together (《社会团体登记管理条例》第十条第一项). */
export const fewestMembers = { units: 30, together: 50 } as const
