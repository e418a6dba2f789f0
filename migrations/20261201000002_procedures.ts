import type { Knex } from 'knex'
import { openNewTables } from './support/open-new-tables.ts'

// A case says which kind of procedure its stage is, and what each step came to; the register becomes a ledger. Cases
// go on from where they stand: 补充完善材料 now begins with the certificate (R250 art. 16).
const tables = `
alter table case_file
  add column procedure text,
  add column organization_id uuid references organization (id),
  add column at_organ_id int references supervisory_unit (id),
  add column paused_on date;
alter table case_event
  add column procedure text,
  add column outcome text,
  -- 结论和理由: what went out. The opinion stays with the authority.
  add column conclusion text not null default '';
alter table correction_item drop constraint correction_item_target_kind_check;
alter table correction_item add constraint correction_item_target_kind_check
  check (target_kind in ('page', 'field', 'item', 'material'));
alter table certificate_hand_over
  add column collector_id_number_enc text,
  add column collector_id_number_idx text;
alter table staff add column organ_id int references supervisory_unit (id);
alter table staff add constraint staff_of_organ check (('SUPERVISOR' = any (roles)) = (organ_id is not null));

alter table organization add column certificate_scope text not null default '';
update organization set certificate_scope = business_scope;
create index organization_case on organization (case_id) where case_id is not null;

create table organization_change (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organization (id),
  kind text not null check (kind in ('found', 'set', 'status', 'person', 'seal', 'account', 'certificate')),
  item text,
  before jsonb,
  after jsonb,
  case_id uuid references case_file (id),
  event_id bigint references case_event (id),
  effective_on date not null,
  recorded_at timestamptz not null
);
create index organization_change_of on organization_change (organization_id, effective_on, id);
create index organization_change_case on organization_change (case_id) where case_id is not null;
create index organization_change_event on organization_change (event_id) where event_id is not null;

create table organization_seal (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organization (id),
  event_id bigint references case_event (id),
  kind text not null,
  engraving text not null,
  size text not null,
  filed_on date not null
);
create index organization_seal_of on organization_seal (organization_id, id);
create index organization_seal_event on organization_seal (event_id) where event_id is not null;

create table organization_account (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  event_id bigint references case_event (id),
  kind text not null,
  bank text not null,
  account_name text not null,
  account_number_enc text not null,
  filed_on date not null
);
create index organization_account_of on organization_account (organization_id);
create index organization_account_event on organization_account (event_id) where event_id is not null;

create table certificate (
  id bigint generated always as identity primary key,
  organization_id uuid not null references organization (id),
  authority_id int not null references authority (id),
  serial int not null,
  reason text not null check (reason in ('FIRST', 'CHANGE', 'MISPRINT', 'DAMAGE', 'LOSS', 'EXTENSION')),
  valid_from date not null,
  valid_to date not null,
  status text not null check (status in ('VALID', 'REPLACED', 'RECALLED', 'LOST', 'RECOVERED')),
  ended_on date,
  case_id uuid references case_file (id),
  event_id bigint references case_event (id),
  made_at timestamptz not null,
  unique (authority_id, serial)
);
create unique index certificate_in_force on certificate (organization_id) where status = 'VALID';
create index certificate_of on certificate (organization_id, id);
create index certificate_case on certificate (case_id) where case_id is not null;
create index certificate_event on certificate (event_id) where event_id is not null;
create index case_file_organization on case_file (organization_id) where organization_id is not null;
create index case_file_organ on case_file (at_organ_id) where at_organ_id is not null;
create index staff_organ on staff (organ_id) where organ_id is not null;
`

const procedures = `
  case stage when 'nameConsultation' then 'consultation' when 'nameApproval' then 'nameApproval'
    when 'establishmentSubmission' then 'licence' else 'completion' end`

const outcomes = `
  case action when 'submit' then 'submitted' when 'resubmit' then 'submitted' when 'receive' then 'received'
    when 'accept' then 'accepted' when 'deemAccepted' then 'accepted' when 'suggestOk' then 'suitable'
    when 'findUnsuitable' then 'unsuitable' when 'suggestChange' then 'correction' when 'returnForChange' then 'correction'
    when 'requireCorrection' then 'correction' when 'refuse' then 'refused' when 'approveName' then 'approved'
    when 'rejectName' then 'rejected' when 'grant' then 'granted' when 'deny' then 'denied' when 'file' then 'filed'
    when 'printCertificate' then 'made' when 'handOver' then 'handedOver' when 'withdraw' then 'withdrawn'
    when 'abandon' then 'abandoned' when 'terminate' then 'terminated' when 'lapse' then 'terminated'
    when 'expireReservation' then 'expired' end`

/** Steps whose opinion was told to the applicant, on the page of the case or in a document. */
const outward = `('suggestOk', 'suggestChange', 'findUnsuitable', 'accept', 'returnForChange', 'requireCorrection', 'refuse',
  'approveName', 'rejectName', 'grant', 'deny', 'file')`

const moved = `
update number_sequence set scope = 'case:' || substr(scope, length('application:') + 1) where scope like 'application:%';
update case_file set procedure = ${procedures};
alter table case_file alter column procedure set not null;

alter table case_event disable trigger never_changed;
update case_event set procedure = ${procedures}, outcome = ${outcomes},
  conclusion = case when action in ${outward} then opinion else '' end,
  opinion = case when action in ${outward} then '' else opinion end;
alter table case_event enable trigger never_changed;
alter table case_event alter column procedure set not null;
create index case_event_outcome on case_event (outcome, case_id) where outcome is not null;

update case_file f set organization_id = o.id from organization o where o.case_id = f.id;

-- 补充完善材料 begins with the certificate: ten working days from the decision (行政许可法 art. 44).
create function pg_temp.working_day(start date, n int) returns date language sql as $$
  select d::date from generate_series(start + 1, start + 120, interval '1 day') d
    left join calendar_day c on c.date = d::date
    where case when c.kind is null then extract(isodow from d) < 6 else c.kind = 'MAKEUP_WORKDAY' end
    order by d offset n - 1 limit 1 $$;
with granted as (
  select f.id, (max(e.at) at time zone 'Asia/Shanghai')::date as decided_on
  from case_file f left join case_event e on e.case_id = f.id and e.action = 'grant'
  where f.stage = 'establishmentCompletion' and f.status in ('DRAFT', 'RETURNED') group by f.id)
update case_file f set clock = 'certificate', clock_limit = 10,
    clock_started_on = coalesce(g.decided_on, f.created_at::date),
    clock_due_on = pg_temp.working_day(coalesce(g.decided_on, f.created_at::date), 10),
    statutory_due_on = pg_temp.working_day(coalesce(g.decided_on, f.created_at::date), 10), clock_provisional = false
  from granted g where g.id = f.id;
drop function pg_temp.working_day(date, int);
update case_file set clock = null, clock_limit = null, clock_started_on = null, clock_due_on = null,
    statutory_due_on = null, clock_provisional = false
  where stage = 'establishmentCompletion' and status = 'CERT_PRINTED';
update case_file set status = 'CERT_DUE'
  where stage = 'establishmentCompletion' and status in ('DRAFT', 'SUBMITTED', 'RETURNED', 'FILED');

drop index case_file_queue;
create index case_file_queue on case_file (authority_id, stage, status, clock_due_on, id)
  where status in ('SUBMITTED', 'RECEIVED', 'ACCEPTED', 'FIRST_REVIEWED', 'SECOND_REVIEWED', 'CERT_DUE', 'CERT_RECOVERED', 'CERT_PRINTED');

-- What the register says was made so once: the founding, earlier names, ends.
insert into organization_change (organization_id, kind, after, case_id, event_id, effective_on, recorded_at)
  select o.id, 'found', jsonb_build_object('name', coalesce(first.name, o.name), 'domicile', o.domicile, 'purpose', o.purpose,
      'businessScope', o.business_scope, 'certificateScope', o.certificate_scope, 'activityArea', o.activity_area,
      'legalRepresentative', o.legal_representative, 'fund', o.fund_ten_thousands::text,
      'supervisoryUnit', coalesce(o.supervisory_unit, '')),
    o.case_id, e.id, o.established_on, now()
  from organization o
    left join lateral (select name from former_name n where n.organization_id = o.id order by ended_on limit 1) first on true
    left join lateral (select id from case_event e where e.case_id = o.case_id and e.action = 'grant' order by id desc limit 1) e on true;
insert into organization_change (organization_id, kind, item, before, after, effective_on, recorded_at)
  select n.organization_id, 'set', 'name', to_jsonb(n.name),
    to_jsonb(coalesce(lead(n.name) over (partition by n.organization_id order by n.ended_on), o.name)), n.ended_on, now()
  from former_name n join organization o on o.id = n.organization_id order by n.ended_on;
insert into organization_change (organization_id, kind, before, after, effective_on, recorded_at)
  select id, 'status', to_jsonb('ACTIVE'::text), to_jsonb(status), status_since, now() from organization where status <> 'ACTIVE';

insert into certificate (organization_id, authority_id, serial, reason, valid_from, valid_to, status, case_id, event_id, made_at)
  select o.id, o.authority_id, row_number() over (partition by o.authority_id order by e.at nulls first, o.established_on, o.id),
    'FIRST', o.valid_from, o.valid_to, 'VALID', o.case_id, e.id, coalesce(e.at, o.valid_from::timestamptz)
  from organization o
    left join lateral (select id, at from case_event e where e.case_id = o.case_id and e.action = 'printCertificate' order by id desc limit 1) e on true
  where o.valid_from is not null and o.valid_to is not null;
insert into number_sequence (scope, year, last)
  select 'certificate:' || authority_id, 0, max(serial) from certificate group by authority_id;
`

const grants = `
do $$ begin
  if exists (select from pg_roles where rolname = 'portal_app') then
    grant update (name, name_key, comparison_key, trade_name, legal_representative, purpose, business_scope,
      certificate_scope, activity_area, domicile, fund_ten_thousands, supervisory_unit, status, status_since)
      on organization to portal_app;
    revoke update, delete, truncate on certificate from portal_app;
    grant update (status, ended_on) on certificate to portal_app;
  end if;
end $$;
`

const created = ['organization_change', 'organization_seal', 'organization_account', 'certificate']

export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(tables)
  await knex.raw(moved)
  await openNewTables(knex, created, ['organization_change', 'organization_seal', 'organization_account'])
  await knex.raw(grants)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    do $$ begin
      if exists (select from pg_roles where rolname = 'portal_app') then
        revoke update (name, name_key, comparison_key, trade_name, legal_representative, purpose, business_scope,
          certificate_scope, activity_area, domicile, fund_ten_thousands, supervisory_unit, status, status_since)
          on organization from portal_app;
      end if;
    end $$;
    update number_sequence set scope = 'application:' || substr(scope, length('case:') + 1) where scope like 'case:%';
    delete from number_sequence where scope like 'certificate:%';
    drop index case_file_queue;
    update case_file f set status = coalesce((select case action when 'file' then 'FILED' when 'returnForChange' then 'RETURNED'
        else 'SUBMITTED' end from case_event e where e.case_id = f.id and e.stage = f.stage
        and e.action in ('submit', 'resubmit', 'returnForChange', 'file') order by e.id desc limit 1), 'DRAFT')
      where stage = 'establishmentCompletion' and status in ('CERT_DUE', 'HANDED_OVER');
    create index case_file_queue on case_file (authority_id, stage, status, clock_due_on, id)
      where status in ('SUBMITTED', 'RECEIVED', 'ACCEPTED', 'FIRST_REVIEWED', 'SECOND_REVIEWED', 'FILED', 'CERT_PRINTED');
    drop index case_event_outcome;
    alter table case_event disable trigger never_changed;
    update case_event set opinion = conclusion where opinion = '';
    alter table case_event enable trigger never_changed;
    drop table certificate, organization_account, organization_seal, organization_change;
    alter table organization drop column certificate_scope;
    drop index organization_case;
    alter table staff drop constraint staff_of_organ, drop column organ_id;
    alter table certificate_hand_over drop column collector_id_number_enc, drop column collector_id_number_idx;
    alter table correction_item drop constraint correction_item_target_kind_check;
    alter table correction_item add constraint correction_item_target_kind_check
      check (target_kind in ('page', 'field', 'material'));
    alter table case_event drop column procedure, drop column outcome, drop column conclusion;
    alter table case_file drop column procedure, drop column organization_id, drop column at_organ_id, drop column paused_on;
  `)
}
