#pragma once

#include <string>
#include <string_view>

namespace statuses {

// Me: the owner of the page vouches that what is linked is theirs too.
enum class LinkRelation { Plain, Me };

// A link that shows 30 characters of the address; the rest, the protocol and www. are there but hidden.
// A `url` of no scheme that find_entities knows, as javascript:, becomes text.
void append_shortened_link(std::string& out, std::string_view url, LinkRelation relation);
std::string shortened_link(std::string_view url, LinkRelation relation = LinkRelation::Plain);

} // namespace statuses
