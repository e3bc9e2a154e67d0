-- What of the sender's followers each server should know, as JSON: {"remote.test":"5f…"}. Empty: nothing is said of it.
alter table delivery_documents add column follower_digests text not null default '';
