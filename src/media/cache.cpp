#include "media/cache.h"

namespace media {
namespace {

enum class FileState { OnItsWay = 0, Stored = 1 };
constexpr int kAtOnce = 1000;

void add_to_total(db::Tx& tx, std::int64_t bytes) {
    tx.exec("update media_cache set size_bytes = size_bytes + $1 where id = 1", {bytes});
}

bool take_room(db::Tx& tx, std::int64_t bytes) {
    const auto budget = tx.config().media_remote_budget_bytes;
    return tx.exec("update media_cache set size_bytes = size_bytes + $1 where id = 1 and size_bytes + $1 <= $2",
                   {bytes, budget})
           == 1;
}

std::optional<FileState> state_of(db::Tx& tx, std::string_view key) {
    const auto state = tx.query_integer("select state from cached_files where key = $1 /*for_update*/", {key});
    return state ? std::optional(static_cast<FileState>(*state)) : std::nullopt;
}

// Those of `keys` that somebody else has not given up first.
std::vector<std::string> give_up(db::Tx& tx, const std::vector<std::string>& keys) {
    std::vector<std::string> given;
    if (keys.empty()) return given;
    auto rows = tx.query(R"(
        update cached_files set state = 0, seen_at = $2 where key in (select value from texts($1)) and state = 1
        returning key)", {keys, tx.now()});
    while (rows.next()) given.push_back(rows.string(0));
    if (!given.empty()) tx.exec("delete from cached_media where key in (select value from texts($1))", {given});
    return given;
}

std::vector<std::string> oldest(db::Tx& tx, std::int64_t bytes) {
    std::vector<std::string> keys;
    auto rows =
        tx.query("select key, size_bytes from cached_files where state = 1 order by seen_at limit $1", {kAtOnce});
    while (bytes > 0 && rows.next()) {
        keys.push_back(rows.string(0));
        bytes -= rows.integer(1);
    }
    return keys;
}

std::vector<std::string> all_texts(db::Rows rows) {
    std::vector<std::string> texts;
    while (rows.next()) texts.push_back(rows.string(0));
    return texts;
}

} // namespace

std::optional<Copy> find_copy(db::Tx& tx, const Subject& subject) {
    auto rows = tx.query(R"(
        select c.source, c.key, f.seen_at, c.failures, c.retry_at
        from cached_media c left join cached_files f on f.key = c.key
        where c.kind = $1 and c.subject_id = $2)", {static_cast<int>(subject.kind), subject.id});
    if (!rows.next()) return std::nullopt;
    return Copy{.source = rows.string(0),
                .key = rows.string(1),
                .seen_at = rows.time(2),
                .failures = rows.small(3),
                .retry_at = rows.time(4)};
}

bool link_copy(db::Tx& tx, const Subject& subject, std::string_view source, std::string_view key) {
    if (state_of(tx, key) != FileState::Stored) return false;
    tx.exec(R"(
        insert into cached_media (kind, subject_id, source, key) values ($1, $2, $3, $4)
        on conflict (kind, subject_id) do update set source = $3, key = $4, failures = 0, retry_at = null)", {static_cast<int>(subject.kind), subject.id, source, key});
    return true;
}

void note_failure(db::Tx& tx, const Subject& subject, std::string_view source, int failures, base::Time retry_at) {
    tx.exec(R"(
        insert into cached_media (kind, subject_id, source, failures, retry_at) values ($1, $2, $3, $4, $5)
        on conflict (kind, subject_id) do update set source = $3, key = null, failures = $4, retry_at = $5)", {static_cast<int>(subject.kind), subject.id, source, failures, retry_at});
}

void mark_seen(db::Tx& tx, std::string_view key) {
    tx.exec("update cached_files set seen_at = $2 where key = $1 and state = 1 and seen_at < $3",
            {key, tx.now(), tx.now() - kSeenEvery});
}

Reserved reserve_file(db::Tx& tx, std::string_view key, std::int64_t size_bytes) {
    if (const auto state = state_of(tx, key)) {
        return state == FileState::Stored ? Reserved::Stored : Reserved::OnItsWay;
    }
    if (!take_room(tx, size_bytes)) return Reserved::NoRoom;
    const bool is_new = tx.exec(R"(
        insert into cached_files (key, size_bytes, state, seen_at) values ($1, $2, 0, $3)
        on conflict (key) do nothing)", {key, size_bytes, tx.now()}) == 1;
    if (!is_new) add_to_total(tx, -size_bytes);
    return is_new ? Reserved::Yes : Reserved::OnItsWay;
}

void settle_file(db::Tx& tx, std::string_view key) {
    tx.exec("update cached_files set state = 1, seen_at = $2 where key = $1", {key, tx.now()});
}

std::vector<std::string> give_up_oldest(db::Tx& tx, std::int64_t bytes) { return give_up(tx, oldest(tx, bytes)); }

std::vector<std::string> give_up_unseen(db::Tx& tx, base::Time before, Profiles profiles, int limit) {
    return give_up(tx, all_texts(tx.query(R"(
        select f.key from cached_files f
        where f.state = 1 and f.seen_at < $1
          and ($2 or not exists (select 1 from cached_media c where c.key = f.key and c.kind in (2, 3)))
        order by f.seen_at limit $3)", {before, profiles == Profiles::Too, limit})));
}

Total unseen(db::Tx& tx, base::Time before, Profiles profiles) {
    auto rows = tx.query(R"(
        select count(*), coalesce(sum(f.size_bytes), 0) from cached_files f
        where f.state = 1 and f.seen_at < $1
          and ($2 or not exists (select 1 from cached_media c where c.key = f.key and c.kind in (2, 3))))", {before, profiles == Profiles::Too});
    return rows.next() ? Total{.files = rows.integer(0), .bytes = rows.integer(1)} : Total{};
}

std::vector<std::string> stranded_files(db::Tx& tx, base::Time before, int limit) {
    return all_texts(tx.query(R"(
        select key from cached_files where state = 0 and seen_at < $1 order by seen_at limit $2)", {before, limit}));
}

void forget_files(db::Tx& tx, std::span<const std::string> keys) {
    std::int64_t freed = 0;
    auto rows = tx.query(R"(
        delete from cached_files where key in (select value from texts($1)) and state = 0 returning size_bytes)", {keys});
    while (rows.next()) freed += rows.integer(0);
    if (freed > 0) add_to_total(tx, -freed);
}

void forget_failures(db::Tx& tx, base::Time before, int limit) { tx.exec(R"(
        delete from cached_media where key is null and (kind, subject_id) in (
            select kind, subject_id from cached_media where key is null and retry_at < $1 order by retry_at limit $2))", {before, limit}); }

std::int64_t cached_bytes(db::Tx& tx) {
    return tx.query_integer("select size_bytes from media_cache where id = 1").value_or(0);
}

} // namespace media
