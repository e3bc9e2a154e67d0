#include "base/ascii.h"
#include "base/crypto.h"
#include "media/store.h"

#include <algorithm>
#include <array>

namespace media {
namespace {

constexpr std::array<std::string_view, 6> kFolders = {"attachments", "avatars", "cache",
                                                      "emojis",      "headers", "incoming"};
constexpr std::size_t kRandomBytes = 16;
constexpr std::size_t kDigits = 2 * kRandomBytes;
constexpr std::string_view kSmall = "-small";

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return base::is_ascii_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_extension(std::string_view text) {
    return !text.empty() && text.size() <= 4
           && std::ranges::all_of(text, [](char c) { return base::is_ascii_digit(c) || (c >= 'a' && c <= 'z'); });
}

} // namespace

std::string new_key(base::Random& random, std::string_view folder, std::string_view extension) {
    std::array<unsigned char, kRandomBytes> bytes;
    random.fill(bytes);
    const std::string name = base::hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    std::string key(folder);
    key.append("/").append(name, 0, 2).append("/").append(name).append(".").append(extension);
    return key;
}

std::string small_key(std::string_view key, std::string_view extension) {
    return std::string(key.substr(0, key.rfind('.'))).append(kSmall).append(".").append(extension);
}

bool is_key(std::string_view text) {
    const auto slash = text.find('/');
    const auto folder = text.substr(0, slash);
    if (slash == std::string_view::npos || std::ranges::find(kFolders, folder) == kFolders.end()) return false;
    text.remove_prefix(slash + 1); // 3f/3fa9….jpg
    if (text.size() < 3 + kDigits || text[2] != '/' || text.substr(0, 2) != text.substr(3, 2)) return false;
    text.remove_prefix(3);
    if (!is_hex(text.substr(0, kDigits))) return false;
    text.remove_prefix(kDigits);
    if (text.starts_with(kSmall)) text.remove_prefix(kSmall.size());
    return text.starts_with('.') && is_extension(text.substr(1));
}

std::string_view extension_of(std::string_view key) { return key.substr(std::min(key.rfind('.') + 1, key.size())); }

std::string public_url(const base::Config& config, std::string_view key) {
    if (!config.media_url.empty()) return (config.media_url + "/").append(key);
    return config.web_url().append(kLocalPath).append(key);
}

} // namespace media
