alter table favourites add column uri text; -- What its Like is called, where somebody elsewhere sent one.
