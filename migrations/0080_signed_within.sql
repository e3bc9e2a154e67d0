-- Whether the document shall bear a signature of its own and does not yet: it is made when it is first sent.
alter table delivery_documents add column lacks_signature boolean not null default false;
