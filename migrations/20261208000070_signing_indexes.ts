import type { Knex } from 'knex'

/** Who lists, signs or pauses, and the files of it, are joined and looked for before an account or a file goes. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    create index signing_item_listed_by on signing_item (listed_by);
    create index signing_item_file on signing_item (sha256);
    create index signing_place_signed_by on signing_place (signed_by) where signed_by is not null;
    create index signing_place_file on signing_place (sha256) where sha256 is not null;
    create index seal_pause_paused_by on seal_pause (paused_by);
    create index seal_pause_resumed_by on seal_pause (resumed_by) where resumed_by is not null`)
}

export const down = async (knex: Knex): Promise<void> => {
  await knex.raw(`
    drop index signing_item_listed_by, signing_item_file, signing_place_signed_by, signing_place_file,
      seal_pause_paused_by, seal_pause_resumed_by`)
}
