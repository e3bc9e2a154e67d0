#pragma once

#include <string_view>

namespace base {

// Whether names end in .`name` on the public internet: "com", "jp", "みんな", "онлайн". Lower case, international ones
// in their own script. Those written xn--… are not in the list.
bool is_top_level_domain(std::string_view name);

} // namespace base
