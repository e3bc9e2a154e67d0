#pragma once

#include "db/db.h"

#include <libpq-fe.h>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// PostgreSQL's binary format: what is sent and what comes back. Numbers cost no printing and no parsing that way.
namespace db {

// The type that a parameter is declared with; 0, which lets the server infer it, for a null of no type.
Oid type_of(Param::Kind kind);

// Parameters as libpq takes them. Reused, so that most statements need no allocation.
class BinaryParams {
public:
    // Views into `params`, which must outlive the next statement.
    void encode(std::span<const Param> params);

    int size() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    // What must be written anew stands in `bytes_`, which may move while it grows.
    struct Place {
        std::size_t begin;
        std::size_t index;
    };
    void encode_one(std::size_t index, const Param& param);
    void append(std::uint64_t number, int bytes);
    void append_list_head(Oid type, std::size_t size);

    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::vector<Place> places_;
    std::string bytes_;
};

// One value that is not null, in binary. Numbers of every kind are integers and reals; a boolean is 0 or 1.
std::int64_t decode_integer(Oid type, std::string_view bytes);
double decode_real(Oid type, std::string_view bytes);
// Whether the bytes are what text() gives, as with texts and bytea.
bool is_text(Oid type);

} // namespace db
