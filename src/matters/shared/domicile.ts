import { domicileSources } from '../../core/enumerations.ts'
import { fields } from '../../core/forms/page.ts'

/** Where the organization is and by what right (住所). `source`: the provision it rests on. */
export const domicileFields = (source: string) =>
  fields(
    {
      name: 'domicileSource',
      label: '住所来源',
      kind: 'choice',
      options: domicileSources,
      hint: '决定需要上传哪一种住所使用权证明',
      source,
      example: 'LEASED',
    },
    {
      name: 'domicileSourceNote',
      label: '其他来源说明',
      kind: 'text',
      max: 100,
      example: '由上级单位划拨使用',
      when: { field: 'domicileSource', is: ['OTHER'] },
    },
    {
      name: 'address',
      label: '住所地址',
      kind: 'text',
      min: 6,
      max: 200,
      hint: '从省、市、县（市、区）写到门牌号和房间号，与产权证或租赁合同一致，登记后印在证书上',
      example: '山西省太原市迎泽区文源巷21号3层302室',
    },
    {
      name: 'propertyOwner',
      label: '产权人',
      kind: 'text',
      max: 100,
      hint: '产权证上的权利人，个人写姓名，单位写全称',
      example: '山西晋源古建彩绘修缮有限公司',
    },
    {
      name: 'area',
      label: '建筑面积',
      kind: 'decimal',
      min: 1,
      max: 1_000_000,
      decimals: 2,
      unit: '平方米',
      example: '126.5',
    },
    {
      name: 'leaseFrom',
      label: '租期开始日期',
      kind: 'date',
      example: '2026-10-01',
      when: { field: 'domicileSource', is: ['LEASED'] },
    },
    {
      name: 'leaseTo',
      label: '租期结束日期',
      kind: 'date',
      hint: '租期自申请之日起一般不少于{leaseMonths}个月',
      example: '2029-09-30',
      when: { field: 'domicileSource', is: ['LEASED'] },
    },
  )
