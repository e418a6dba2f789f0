import type { Knex } from 'knex'

/**
 * Whoever came to a post within a term, by a change of the legal representative, was not elected to it for a term of
 * their own: how often somebody was elected is counted without it. Who was elected before the change stays so.
 */
export const up = (knex: Knex): Promise<unknown> =>
  knex.raw(`
    alter table organization_person add column elected boolean not null default true;
    alter table organization_person disable trigger user;
    update organization_person p set elected = false
      from case_event e join case_file c on c.id = e.case_id
      where e.id = p.event_id and c.matter like '%-change' and p.legal_representative
        and not exists (select from holding_end h where h.event_id = e.id and h.how = '担任法定代表人');
    alter table organization_person enable trigger user;`)

export const down = (knex: Knex): Promise<unknown> => knex.raw('alter table organization_person drop column elected')
