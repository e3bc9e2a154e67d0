#pragma once

#include "base/json.h"
#include "db/db.h"
#include "jobs/jobs.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

// Whether the pages that people name in their profiles link back to them with rel="me".
// https://microformats.org/wiki/rel-me
namespace accounts {

// When the fields of an account were verified, by what they say: what does not change stays as it is.
class FieldMarks {
public:
    explicit FieldMarks(std::string_view fields); // As the column has them: JSON.

    // Whether a field says so, verified or not.
    bool has(std::string_view text) const { return marks_.find(text) != marks_.end(); }
    // The member "verified_at" of a field.
    void write(json::Writer& out, std::string_view text) const;

private:
    std::map<std::string, std::optional<std::int64_t>, std::less<>> marks_;
};

// Whether the account's fields name pages that are not verified.
bool has_open_links(db::Tx& tx, AccountId account);

// Has the pages asked that the account's fields name and that are not verified: soon for our people, who wait for it;
// within ten minutes for others, so that not every server that hears of a profile goes there in the same second.
enum class Wait { None, Minutes };
void verify_links(db::Tx& tx, AccountId account, Wait wait);

// The jobs "verify_fields" and "verify_fields_again" {"account_id"}: ask them, eight at most, for 20 seconds at most.
// Who is elsewhere is linked back to by the address of their page, whatever its case, or by their id as it is written.
// A site that very many name has its turn an hour later: each of the jobs queues the other then.
void verify_fields(const jobs::Arguments& arguments, db::Database& database);
void verify_fields_again(const jobs::Arguments& arguments, db::Database& database);

} // namespace accounts
