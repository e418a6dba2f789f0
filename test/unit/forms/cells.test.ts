import { expect, it } from 'vitest'
import { fromCell } from '../../../src/core/forms/cells.ts'
import type { Field } from '../../../src/core/forms/field.ts'

const had: Field = {
  name: 'had',
  label: '有哪些情况',
  kind: 'choices',
  options: [
    { value: 'CHANGES', text: '登记、备案的事项有变化' },
    { value: 'FEES', text: '收取会费' },
    { value: 'DONATIONS', text: '接受捐赠' },
  ],
}

it.each([
  ['收取会费；接受捐赠', 'FEES,DONATIONS'],
  ['接受捐赠、收取会费', 'FEES,DONATIONS'],
  ['收取会费，接受捐赠', 'FEES,DONATIONS'],
  ['登记、备案的事项有变化', 'CHANGES'],
  ['登记、备案的事项有变化；收取会费', 'CHANGES,FEES'],
  ['收取会费、别的', '收取会费、别的'],
])('several choices in a cell, as people write them: %s', (cell, codes) => {
  expect(fromCell(cell, had)).toBe(codes)
})
