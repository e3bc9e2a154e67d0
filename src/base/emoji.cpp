#include "base/emoji.h"

#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include <array>

namespace base {

namespace {

constexpr std::size_t kLongest = 64; // Bytes: the longest sequence has 35.
constexpr std::string_view kPicture = "\uFE0F";

bool is_emoji(std::string_view text) {
    std::array<UChar, kLongest> units{};
    std::int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(units.data(), static_cast<std::int32_t>(units.size()), &length, text.data(),
                  static_cast<std::int32_t>(text.size()), &status);
    return U_SUCCESS(status) && u_stringHasBinaryProperty(units.data(), length, UCHAR_RGI_EMOJI) != 0;
}

} // namespace

std::string normalise_emoji(std::string_view text) {
    if (text.empty() || text.size() > kLongest - kPicture.size()) return "";
    if (is_emoji(text)) return std::string(text);
    const std::string as_picture = std::string(text).append(kPicture);
    return is_emoji(as_picture) ? as_picture : "";
}

} // namespace base
