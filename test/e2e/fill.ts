import type { Page } from '@playwright/test'
import { splitChoices, type Field, type PageData, type RawValues } from '../../src/core/forms/field.ts'
import { isVisible, type Page as FormPage } from '../../src/core/forms/page.ts'

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

/** Fills one page of the case, a list item by item, and saves it. */
export const fillFormPage = async (page: Page, form: FormPage, data: PageData): Promise<void> => {
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
