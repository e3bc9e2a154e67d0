alter table reports add column collection_ids text not null default '[]'; -- JSON array of numbers, as status_ids
