#include "db/postgresql_values.h"

#include <bit>
#include <charconv>
#include <cmath>

namespace db {
namespace {

// From PostgreSQL's catalogue, pg_type: fixed for ever.
constexpr Oid kBool = 16, kBytea = 17, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kFloat4 = 700, kFloat8 = 701,
              kNumeric = 1700, kInt8Array = 1016, kTextArray = 1009;

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
    return number;
}

std::int64_t signed_of(std::string_view bytes) {
    const auto shift = 64 - 8 * static_cast<int>(bytes.size());
    return static_cast<std::int64_t>(big_endian(bytes) << shift) >> shift;
}

// sum() and avg() of bigint are numeric: digits to the base 10000, the first one worth 10000^weight.
template <typename Number>
Number decode_numeric(std::string_view bytes) {
    const auto field = [&](std::size_t i) { return bytes.substr(i * 2, 2); };
    const auto count = big_endian(field(0));
    const auto weight = signed_of(field(1));
    const bool is_negative = big_endian(field(2)) == 0x4000;
    Number number = 0;
    for (std::int64_t i = 0; i <= weight; ++i) {
        const auto digit =
            i < static_cast<std::int64_t>(count) ? big_endian(field(4 + static_cast<std::size_t>(i))) : 0;
        number = number * 10000 + static_cast<Number>(digit);
    }
    if constexpr (std::is_floating_point_v<Number>) {
        for (auto i = static_cast<std::uint64_t>(std::max<std::int64_t>(weight + 1, 0)); i < count; ++i) {
            const auto power = weight - static_cast<std::int64_t>(i);
            number += static_cast<Number>(big_endian(field(4 + i))) * std::pow(10000.0, static_cast<double>(power));
        }
    }
    return is_negative ? -number : number;
}

[[noreturn]] void refuse_type(Oid type) {
    throw Fault("PostgreSQL: a column has the type with the number " + std::to_string(type) + ", which we do not read");
}

template <typename Number>
Number parse_number(std::string_view text) {
    Number number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

Oid type_of(Param::Kind kind) {
    switch (kind) {
    case Param::Kind::Null: return 0;
    case Param::Kind::Integer: return kInt8;
    case Param::Kind::Real: return kFloat8;
    case Param::Kind::Boolean: return kBool;
    case Param::Kind::Text: return kText;
    case Param::Kind::Blob: return kBytea;
    case Param::Kind::Ids: return kInt8Array;
    case Param::Kind::Texts: return kTextArray;
    }
    return 0;
}

void BinaryParams::encode(std::span<const Param> params) {
    bytes_.clear();
    places_.clear();
    values_.assign(params.size(), nullptr);
    lengths_.assign(params.size(), 0);
    formats_.assign(params.size(), 1);
    for (std::size_t i = 0; i < params.size(); ++i) {
        if (!params[i].is_null()) encode_one(i, params[i]);
    }
    for (const auto& place : places_) values_[place.index] = bytes_.data() + place.begin;
}

void BinaryParams::encode_one(std::size_t index, const Param& param) {
    if (param.kind() == Param::Kind::Text || param.kind() == Param::Kind::Blob) {
        values_[index] = param.text().data() ? param.text().data() : ""; // A null pointer would be a null.
        lengths_[index] = static_cast<int>(param.text().size());
        return;
    }
    const auto begin = bytes_.size();
    places_.push_back({begin, index});
    if (param.kind() == Param::Kind::Boolean) append(param.integer() != 0, 1);
    if (param.kind() == Param::Kind::Integer) append(static_cast<std::uint64_t>(param.integer()), 8);
    if (param.kind() == Param::Kind::Real) append(std::bit_cast<std::uint64_t>(param.real()), 8);
    if (param.kind() == Param::Kind::Ids) {
        append_list_head(kInt8, param.id_list().size());
        for (const auto id : param.id_list()) {
            append(8, 4);
            append(static_cast<std::uint64_t>(id), 8);
        }
    }
    if (param.kind() == Param::Kind::Texts) {
        append_list_head(kText, param.text_list().size());
        for (const auto& text : param.text_list()) {
            append(text.size(), 4);
            bytes_ += text;
        }
    }
    lengths_[index] = static_cast<int>(bytes_.size() - begin);
}

void BinaryParams::append(std::uint64_t number, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) bytes_ += static_cast<char>(number >> shift);
}

// Dimensions, whether there are nulls, the type; then the length of the one dimension and its first index.
void BinaryParams::append_list_head(Oid type, std::size_t size) {
    append(size > 0 ? 1 : 0, 4);
    append(0, 4);
    append(type, 4);
    if (size == 0) return;
    append(size, 4);
    append(1, 4);
}

std::int64_t decode_integer(Oid type, std::string_view bytes) {
    switch (type) {
    case kBool:
    case kInt2:
    case kInt4:
    case kInt8: return signed_of(bytes);
    case kFloat4:
    case kFloat8: return static_cast<std::int64_t>(decode_real(type, bytes));
    case kNumeric: return decode_numeric<std::int64_t>(bytes);
    default: break;
    }
    return is_text(type) ? parse_number<std::int64_t>(bytes) : (refuse_type(type), 0);
}

double decode_real(Oid type, std::string_view bytes) {
    switch (type) {
    case kFloat4: return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(big_endian(bytes))));
    case kFloat8: return std::bit_cast<double>(big_endian(bytes));
    case kNumeric: return decode_numeric<double>(bytes);
    default: break;
    }
    return is_text(type) ? parse_number<double>(bytes) : static_cast<double>(decode_integer(type, bytes));
}

bool is_text(Oid type) {
    constexpr Oid kChar = 18, kName = 19, kJson = 114, kUnknown = 705, kBpchar = 1042, kVarchar = 1043;
    switch (type) {
    case kBytea:
    case kText:
    case kChar:
    case kName:
    case kJson:
    case kUnknown:
    case kBpchar:
    case kVarchar: return true;
    default: return false;
    }
}

} // namespace db
