#pragma once

#include <optional>
#include <string>
#include <string_view>

// An id that brings the right to fetch what it names: "bear:?t=TOKEN&u=URL".
// https://docs.joinmastodon.org/spec/bearcaps/
namespace federation {

struct Bearcap {
    std::string url, token;
};

// Nothing for an id of another kind, and for one that lacks either.
std::optional<Bearcap> read_bearcap(std::string_view id);

// Where an id leads: of a bearcap its URL, of others themselves.
std::string address_of(std::string_view id);

} // namespace federation
