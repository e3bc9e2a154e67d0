#include "collections/addresses.h"

namespace collections {

std::optional<CollectionId> parse_our_uri(const base::Config& config, std::string_view uri) {
    const auto slash = uri.rfind('/');
    const auto id = slash == std::string_view::npos ? std::nullopt : base::parse_id(uri.substr(slash + 1));
    if (!id) return std::nullopt;
    const std::string_view rest = uri.substr(0, slash);
    const bool is_page = rest == config.web_url() + "/collections";
    const bool is_document = rest.starts_with(config.web_url() + "/ap/users/") && rest.ends_with("/collections");
    return is_page || is_document ? std::optional(CollectionId{*id}) : std::nullopt;
}

} // namespace collections
