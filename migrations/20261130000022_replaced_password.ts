import type { Knex } from 'knex'

/*
 * While somebody has a password that others gave, the one it replaced is remembered, so that it is not chosen again:
 * it may be the reason for the reset. It goes as soon as a new one is chosen, or the account is closed (whose hash is
 * none of bcrypt's). A trigger keeps it, so that no way of resetting can forget to.
 */
const changes = `
alter table account add column replaced_password_hash text;
alter table staff add column replaced_password_hash text;

create function keep_replaced_password() returns trigger language plpgsql as $$
begin
  new.replaced_password_hash := case
    when not new.must_change_password or new.password_hash not like '$2%' then null
    when old.must_change_password then old.replaced_password_hash
    else old.password_hash
  end;
  return new;
end $$;
create trigger replaced_password_is_kept before update of password_hash on account
  for each row execute function keep_replaced_password();
create trigger replaced_password_is_kept before update of password_hash on staff
  for each row execute function keep_replaced_password();
`

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(changes)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop trigger replaced_password_is_kept on staff;
    drop trigger replaced_password_is_kept on account;
    drop function keep_replaced_password();
    alter table staff drop column replaced_password_hash;
    alter table account drop column replaced_password_hash;
  `)
}
