#include "auth/words.h"

#include <algorithm>

namespace auth {

std::vector<std::string> split(std::string_view text, std::string_view separators) {
    std::vector<std::string> words;
    while (true) {
        const auto begin = text.find_first_not_of(separators);
        if (begin == std::string_view::npos) return words;
        text.remove_prefix(begin);
        const auto end = std::min(text.find_first_of(separators), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

} // namespace auth
