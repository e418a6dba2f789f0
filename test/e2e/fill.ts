import type { Page } from '@playwright/test'
import { writeXlsx } from 'hucre/xlsx'
import { splitChoices, type Field, type PageData, type RawValues } from '../../src/core/forms/field.ts'
import { isVisible, type ListSpec, type Page as FormPage } from '../../src/core/forms/page.ts'
import { toCell } from '../../src/core/forms/cells.ts'
import { columnTitle } from '../../src/core/forms/table.ts'

/** Answers one question the way a person does: by its label. */
const fillField = async (page: Page, field: Field, value: string): Promise<void> => {
  const group = (name: string) =>
    page.getByRole('group', { name, exact: true }).or(page.getByRole('radiogroup', { name, exact: true }))
  switch (field.kind) {
    case 'date': {
      const [year = '', month = '', day = ''] = value.split('-')
      await group(field.label).getByLabel('年').fill(year)
      await group(field.label).getByLabel('月').fill(month)
      await group(field.label).getByLabel('日').fill(day)
      return
    }
    case 'declaration':
      await page.getByLabel(field.label, { exact: true }).check()
      return
    case 'choices':
      for (const { value: code, text } of field.options ?? [])
        await group(field.label).getByLabel(text, { exact: true }).setChecked(splitChoices(value).includes(code))
      return
    case 'yesNo':
      await group(field.label)
        .getByLabel(value === 'yes' ? '是' : '否', { exact: true })
        .check()
      return
    case 'choice': {
      const select = page.getByRole('combobox', { name: field.label, exact: true })
      if ((await select.count()) > 0) await select.selectOption(value)
      else
        await group(field.label)
          .getByLabel(field.options?.find((option) => option.value === value)?.text ?? value, { exact: true })
          .check()
      return
    }
    default:
      await page.getByLabel(field.label, { exact: true }).fill(value)
  }
}

const fillFields = async (page: Page, fields: readonly Field[], values: RawValues): Promise<void> => {
  for (const field of fields) {
    const value = values[field.name] ?? ''
    // What hangs on another page was dropped from the answers already where it is not asked.
    const asked = field.when?.page !== undefined || isVisible(field, values)
    if (value !== '' && asked) await fillField(page, field, value)
  }
}

/** Brings a list as a workbook, in place of what is there. */
const bringList = async (page: Page, list: ListSpec, items: PageData['items']): Promise<void> => {
  const { fields } = list
  const rows = items.map(({ values }) => fields.map((field) => toCell(values[field.name] ?? '', field)))
  const bytes = await writeXlsx({ sheets: [{ name: list.noun, rows: [fields.map(columnTitle), ...rows] }] })
  await page.getByRole('link', { name: '在表格中填写', exact: true }).click()
  await page.getByText('用XLSX表格填写', { exact: true }).click()
  await page.getByLabel('换成文件里的，文件里没有的去掉', { exact: true }).check()
  await page
    .getByLabel('填好的表格', { exact: true })
    .setInputFiles({ name: '名单.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  await page.getByRole('button', { name: '读取表格', exact: true }).click()
  await page.getByText(`共${items.length}行`).waitFor()
  await page.getByRole('button', { name: '保存并继续', exact: true }).click()
}

/** Fills one page of the case, a list item by item or, of many, as a workbook, and saves it. */
export const fillFormPage = async (page: Page, form: FormPage, data: PageData): Promise<void> => {
  if (form.list?.bulk) {
    // Saved there, one goes on to what comes next.
    await bringList(page, form.list, data.items)
    return
  }
  for (const item of data.items) {
    if (!form.list) break
    await page.getByRole('link', { name: `添加${form.list.noun}`, exact: true }).click()
    await fillFields(page, form.list.fields, item.values)
    await page.getByRole('button', { name: '保存并继续' }).click()
    await page.getByRole('heading', { level: 1, name: form.title, exact: true }).waitFor()
  }
  await fillFields(page, form.fields, data.values)
  await page.getByRole('button', { name: '保存并继续' }).click()
}
