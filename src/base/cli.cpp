#include "base/cli.h"

#include "base/text.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace base::cli {

std::optional<std::string> Invocation::option(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    return found->second;
}

Result<std::int64_t> Invocation::integer(std::string_view name, std::int64_t fallback, std::int64_t lowest,
                                         std::int64_t highest) const {
    const auto text = option(name);
    if (!text) return fallback;

    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    const bool is_number = error == std::errc() && end == text->data() + text->size();
    if (is_number && number >= lowest && number <= highest) return number;
    return refuse(Refusal::BadRequest, std::string(name) + " must be a whole number from " + std::to_string(lowest)
                                           + " to " + std::to_string(highest) + ", not \"" + *text + "\"");
}

void Invocation::print(std::string_view lines) const {
    output_ += lines;
    if (!lines.ends_with('\n')) output_ += '\n';
}

Result<> ask(std::string_view question) {
    std::fprintf(stderr, "%.*s\nType yes to go on: ", static_cast<int>(question.size()), question.data());
    std::array<char, 100> line{};
    const char* answer = std::fgets(line.data(), line.size(), stdin);
    if (answer && trim(answer) == "yes") return {};
    return forbidden("nothing was changed; answer with yes, or give --yes");
}

} // namespace base::cli
