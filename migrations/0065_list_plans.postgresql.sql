-- The planner may not look into a list: it would take a new plan for each list of one or two to be so much better than the
-- one for all that it made one every time, which took longer than the statement. Taken for ten long, all lists get one plan.
create or replace function ids(bigint[]) returns table (value bigint)
    language sql stable parallel safe as $$ select unnest(case when random() >= 0 then $1 end) $$;
create or replace function texts("text"[]) returns table (value "text")
    language sql stable parallel safe as $$ select unnest(case when random() >= 0 then $1 end) $$;
