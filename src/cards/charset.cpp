#include "cards/charset.h"

#include "base/ascii.h"
#include "base/text.h"
#include "base/unicode.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <memory>

namespace cards {

namespace {

constexpr std::size_t kLookedAt = 1024;
constexpr std::size_t kDetected = 65'536;

struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
    void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};
using Converter = std::unique_ptr<UConverter, Close>;

Converter open_converter(const std::string& name) {
    UErrorCode error = U_ZERO_ERROR;
    Converter converter(name.empty() ? nullptr : ucnv_open(name.c_str(), &error));
    return U_SUCCESS(error) ? std::move(converter) : nullptr;
}

// The word after "charset=" or "encoding=", with quotation marks or without.
std::string named_after(std::string_view text, std::string_view label) {
    auto at = text.find(label);
    if (at == std::string_view::npos) return {};
    at = text.find_first_not_of(" \t\r\n", at + label.size());
    if (at == std::string_view::npos || text[at] != '=') return {};
    at = text.find_first_not_of(" \t\r\n\"'", at + 1);
    if (at == std::string_view::npos) return {};
    const auto end = std::min(text.find_first_of(" \t\r\n\"';/>?", at), text.size());
    return std::string(text.substr(at, std::min<std::size_t>(end - at, 40)));
}

std::string marked(std::string_view bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) return "utf-8";
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) return "utf-16";
    return {};
}

// The web's names for what Windows made of some encodings, and what ICU calls these.
std::string for_icu(std::string name) {
    if (name == "shift_jis" || name == "shift-jis" || name == "sjis" || name == "x-sjis") return "windows-31j";
    if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii") return "windows-1252";
    if (name == "gb2312" || name == "gbk") return "gb18030";
    if (name == "euc-kr" || name == "ks_c_5601-1987") return "windows-949";
    return name;
}

std::string detected(std::string_view bytes) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, Close> detector(ucsdet_open(&error));
    if (U_FAILURE(error)) return {};
    const auto looked_at = bytes.substr(0, kDetected);
    ucsdet_enableInputFilter(detector.get(), true); // Without tags: those are ASCII everywhere.
    ucsdet_setText(detector.get(), looked_at.data(), static_cast<int>(looked_at.size()), &error);
    const auto* match = ucsdet_detect(detector.get(), &error);
    const char* name = match && U_SUCCESS(error) ? ucsdet_getName(match, &error) : nullptr;
    return name && U_SUCCESS(error) ? base::ascii_lower(name) : std::string();
}

std::string converted(UConverter* converter, std::string_view bytes) {
    UErrorCode error = U_ZERO_ERROR;
    std::u16string wide(bytes.size() + 1, u'\0'); // No encoding has more units than bytes.
    const int units = ucnv_toUChars(converter, wide.data(), static_cast<int>(wide.size()), bytes.data(),
                                    static_cast<int>(bytes.size()), &error);
    if (U_FAILURE(error)) return {};
    Converter utf8 = open_converter("utf-8");
    std::string text(static_cast<std::size_t>(units) * 3 + 1, '\0');
    const int length =
        ucnv_fromUChars(utf8.get(), text.data(), static_cast<int>(text.size()), wide.data(), units, &error);
    if (U_FAILURE(error)) return {};
    text.resize(static_cast<std::size_t>(length));
    return text;
}

} // namespace

std::string to_utf8(std::string_view bytes, std::string_view content_type) {
    const std::string head = base::ascii_lower(bytes.substr(0, kLookedAt));
    std::string name = marked(bytes);
    if (name.empty()) name = named_after(base::ascii_lower(content_type), "charset");
    if (name.empty()) name = named_after(head, "charset");
    if (name.empty() && head.starts_with("<?xml")) name = named_after(head, "encoding");

    if (name.empty() && base::is_valid_utf8(bytes)) name = "utf-8";
    if (name == "utf-8" || name == "utf8") return base::sanitize(bytes);
    auto converter = open_converter(for_icu(name));
    if (!converter) converter = open_converter(for_icu(detected(bytes)));
    return base::sanitize(converter ? converted(converter.get(), bytes) : bytes);
}

} // namespace cards
