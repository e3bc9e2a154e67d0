#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What there is to tell, and the rules that depend on that alone.
namespace notifications {

enum class Kind : std::uint8_t {
    Mention,
    Status, // Somebody whose posts the reader asked to hear of has posted.
    Reblog,
    Follow,
    FollowRequest,
    Favourite,
    Poll,
    Update, // A post that the reader boosted was edited.
    AdminSignUp,
    AdminReport,
    Quote,                // Somebody quoted a post of the reader.
    QuotedUpdate,         // A post that the reader quoted was edited. Told with the reader's post that quotes it.
    SeveredRelationships, // A server was blocked, and with it went people whom the reader followed, or who followed.
    AddedToCollection,    // Somebody recommends the reader.
    CollectionUpdate,     // A collection that the reader is in says something else now.
};
inline constexpr int kKindCount = 15;

// The API's word: "mention", "follow_request", "admin.sign_up", …
std::string_view to_string(Kind kind);
std::optional<Kind> kind_from(std::string_view word);

// Whether what several people did is told as one: the same thing, within hours.
bool is_groupable(Kind kind);
// Whether it may come from strangers, so that the reader's policy has a say in it.
bool is_filterable(Kind kind);

class KindSet {
public:
    static constexpr KindSet all() { return KindSet((1u << kKindCount) - 1); }
    static KindSet groupable();
    // What every app knows.
    static KindSet baseline();
    // Words that are no kind are passed over.
    static KindSet of(std::span<const std::string> words);
    constexpr KindSet() = default;

    constexpr bool has(Kind kind) const { return (bits_ & bit(kind)) != 0; }
    constexpr void add(Kind kind) { bits_ |= bit(kind); }
    constexpr KindSet operator&(KindSet other) const { return KindSet(bits_ & other.bits_); }
    constexpr KindSet without(KindSet other) const { return KindSet(bits_ & ~other.bits_); }
    constexpr bool operator==(const KindSet&) const = default;

    std::vector<std::string> words() const;
    constexpr std::uint32_t bits() const { return bits_; }

private:
    static constexpr std::uint32_t bit(Kind kind) { return 1u << static_cast<unsigned>(kind); }
    constexpr explicit KindSet(std::uint32_t bits) : bits_(bits) {}

    std::uint32_t bits_ = 0;
};

} // namespace notifications
