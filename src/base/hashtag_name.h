#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

// How many bytes at the start of `text`, which begins behind the #, are the name of a hashtag; 0: none.
std::size_t hashtag_name_length(std::string_view text);

// Whether all of `name` may be a hashtag's, which is no longer than a post: 2,000 bytes.
bool is_hashtag_name(std::string_view name);

// The form under which a hashtag is kept and found: compatibility forms made plain (ＴＡＧ, ﾀｸﾞ), lower case, without
// the accents of European letters, and without what cannot be part of a name: "Tōkyō" and "tokyo" are one. May be
// empty.
std::string normalise_hashtag(std::string_view name);

// The form in which it is shown: as written, without what cannot be part of a name.
std::string displayed_hashtag(std::string_view name);

} // namespace base
